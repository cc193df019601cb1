create or replace function statewave_private.check_budget(p_max_tokens int, p_rendering text default 'lines')
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_least constant int := case p_rendering when 'rest-v1' then 1 else 16 end;
begin
  if p_max_tokens is null or p_max_tokens < v_least or p_max_tokens > 1000000 then
    perform statewave_private.fail('SW400', format('max_tokens is %s', coalesce(p_max_tokens::text, 'null')), format('Give a budget of %s to 1,000,000 tokens.', v_least));
  end if;
end
$$;

comment on function statewave_private.check_budget(int, text) is
  'Raises SW400 for a budget that is not 16 to 1,000,000 tokens; of the rendering rest-v1, which can cut the task, from 1.';

revoke all on function statewave_private.check_budget(int, text) from public;
