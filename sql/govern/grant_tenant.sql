create or replace function statewave.grant_tenant(role text, tenant text, is_default boolean default null, is_gateway boolean default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if not exists (select from pg_roles r where r.rolname = grant_tenant.role) then
    perform statewave_private.fail('SW404', format('there is no role %L', grant_tenant.role), 'Create the login role first.');
  end if;
  if not coalesce(grant_tenant.tenant ~ '^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$', false) then
    perform statewave_private.fail('SW400', 'the tenant''s name is not 1 to 128 of letters, digits and . _ : @ -', 'Choose another name.');
  end if;
  insert into statewave_private.tenant (tenant_id) values (grant_tenant.tenant) on conflict do nothing;
  if grant_tenant.is_default then
    update statewave_private.tenant_grant g set is_default = false
     where g.role_name = grant_tenant.role and g.is_default and g.tenant_id <> grant_tenant.tenant collate "C";
  end if;
  insert into statewave_private.tenant_grant (role_name, tenant_id, is_default, is_gateway)
  values (grant_tenant.role, grant_tenant.tenant, coalesce(grant_tenant.is_default, false), coalesce(grant_tenant.is_gateway, false))
      on conflict on constraint tenant_grant_pkey do update
     set is_default = coalesce(grant_tenant.is_default, tenant_grant.is_default), is_gateway = coalesce(grant_tenant.is_gateway, tenant_grant.is_gateway);
  perform statewave_private.administered('grant_tenant', jsonb_build_object('role', grant_tenant.role, 'tenant', grant_tenant.tenant,
    'is_default', grant_tenant.is_default, 'is_gateway', grant_tenant.is_gateway));
end
$$;

comment on function statewave.grant_tenant(text, text, boolean, boolean) is
  'Lets a login role act for a tenant (made known if it is new); is_default makes it the one that calls without a tenant mean; is_gateway believes what it says of its caller (retrieve.caller, …), for a server that has authenticated them. Null leaves either as it is, false for a new grant. Raises SW404 for an unknown role, SW400 for a bad name. For administrators.';

revoke all on function statewave.grant_tenant(text, text, boolean, boolean) from public;
grant execute on function statewave.grant_tenant(text, text, boolean, boolean) to statewave_admin;
