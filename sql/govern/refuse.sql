create or replace function statewave_private.refuse(p_code text, p_message text, p_hint text, p_detail text)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  raise exception using errcode = p_code, message = p_message, hint = p_hint, detail = p_detail;
end
$$;

comment on function statewave_private.refuse(text, text, text, text) is
  'fail() with a detail that programs read: why a key is refused (SW403), after how many seconds to come again (SW429).';

revoke all on function statewave_private.refuse(text, text, text, text) from public;
