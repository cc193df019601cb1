create or replace function statewave_private.fail(p_code text, p_message text, p_hint text)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  raise exception using errcode = p_code, message = p_message, hint = p_hint;
end
$$;

comment on function statewave_private.fail(text, text, text) is
  'Raises an error of the contract: code SW400, SW401, SW403, SW404, SW409, SW413, SW422, SW429 or SW503, what is wrong, and what to do.';

revoke all on function statewave_private.fail(text, text, text) from public;
