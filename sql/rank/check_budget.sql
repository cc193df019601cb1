create or replace function statewave_private.check_budget(p_max_tokens int)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_max_tokens is null or p_max_tokens < 16 or p_max_tokens > 1000000 then
    perform statewave_private.fail('SW400', format('max_tokens is %s', coalesce(p_max_tokens::text, 'null')), 'Give a budget of 16 to 1,000,000 tokens.');
  end if;
end
$$;

comment on function statewave_private.check_budget(int) is
  'Raises SW400 for a budget that is not 16 to 1,000,000 tokens.';

revoke all on function statewave_private.check_budget(int) from public;
