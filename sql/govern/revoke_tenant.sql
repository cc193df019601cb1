create or replace function statewave.revoke_tenant(role text, tenant text)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  delete from statewave_private.tenant_grant g
   where g.role_name = revoke_tenant.role and g.tenant_id = revoke_tenant.tenant collate "C";
  if not found then
    return false;
  end if;
  perform statewave_private.administered('revoke_tenant', jsonb_build_object('role', revoke_tenant.role, 'tenant', revoke_tenant.tenant));
  return true;
end
$$;

comment on function statewave.revoke_tenant(text, text) is
  'Takes a tenant from a login role; false when it had none. Holds from the next statement on. For administrators.';

revoke all on function statewave.revoke_tenant(text, text) from public;
grant execute on function statewave.revoke_tenant(text, text) to statewave_admin;
