create or replace function statewave.v1_tenant_config(tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(v1_tenant_config.tenant);
begin
  return coalesce(
    (select jsonb_build_object('tenant_id', c.tenant_id, 'config', c.config, 'version', c.version, 'created_at', c.created_at, 'updated_at', c.updated_at)
       from statewave_private.tenant_config c where c.tenant_id = v_tenant collate "C"),
    jsonb_build_object('tenant_id', v_tenant, 'config', '{}'::jsonb, 'version', 0, 'created_at', null, 'updated_at', null));
end
$$;

comment on function statewave.v1_tenant_config(text) is
  'HTTP: GET /admin/tenants/{id}/config. What is set for a tenant: {tenant_id, config, version, created_at, updated_at}; version is 0 where nothing is. Raises SW403.';

revoke all on function statewave.v1_tenant_config(text) from public;
grant execute on function statewave.v1_tenant_config(text) to statewave_admin;
