create or replace function statewave.tenants()
returns table (tenant text, role text, is_default boolean, is_gateway boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
begin
  return query
  select t.tenant_id::text, g.role_name::text, g.is_default, g.is_gateway
    from statewave_private.tenant t
    left join statewave_private.tenant_grant g on g.tenant_id = t.tenant_id
   order by t.tenant_id, g.role_name;
end
$$;

comment on function statewave.tenants() is
  'The tenants, each with the login roles that may act for it and whether calls without a tenant mean it, and whether it may say who its caller is; role is null for one that nobody may act for. For administrators.';

revoke all on function statewave.tenants() from public;
grant execute on function statewave.tenants() to statewave_admin;
