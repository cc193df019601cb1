create or replace function statewave.grant_tenant(role text, tenant text, is_default boolean default false)
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
  insert into statewave_private.tenant_grant (role_name, tenant_id, is_default)
  values (grant_tenant.role, grant_tenant.tenant, coalesce(grant_tenant.is_default, false))
      on conflict on constraint tenant_grant_pkey do update set is_default = excluded.is_default;
end
$$;

comment on function statewave.grant_tenant(text, text, boolean) is
  'Lets a login role act for a tenant (made known if it is new); is_default makes it the one that calls without a tenant mean. Raises SW404 for an unknown role, SW400 for a bad name. For administrators.';

revoke all on function statewave.grant_tenant(text, text, boolean) from public;
grant execute on function statewave.grant_tenant(text, text, boolean) to statewave_admin;
