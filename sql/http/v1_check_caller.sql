create or replace function statewave_private.v1_check_caller(p_tenant text, p_caller jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if (statewave_private.v1_config(p_tenant) -> 'require_caller_identity')::boolean and not coalesce(p_caller ?& array['caller_id', 'caller_type'], false) then
    perform statewave_private.fail('SW401', 'the tenant requires callers to say who they are', 'Give caller_id and caller_type.');
  end if;
end
$$;

comment on function statewave_private.v1_check_caller(text, jsonb) is
  'Raises SW401 where the tenant''s configuration requires callers to be named and this one is not.';

revoke all on function statewave_private.v1_check_caller(text, jsonb) from public;
