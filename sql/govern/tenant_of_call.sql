create or replace function statewave_private.tenant_of_call(p_tenant text)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_tenant text;
begin
  select g.tenant_id into v_tenant
    from statewave_private.tenant_grant g
   where g.role_name = session_user
     and (g.tenant_id = p_tenant collate "C" or p_tenant is null and g.is_default);
  if v_tenant is null and exists (select from pg_roles r where r.rolname = session_user and r.rolsuper) then
    select t.tenant_id into v_tenant from statewave_private.tenant t where t.tenant_id = coalesce(p_tenant, 'default') collate "C";
  end if;
  if v_tenant is null then
    perform statewave_private.fail('SW403',
      case when p_tenant is null then format('role %I has no default tenant', session_user)
           else format('role %I may not act for tenant %L', session_user, left(p_tenant, 128)) end,
      'An administrator can grant it: select statewave.grant_tenant(role, tenant, is_default).');
  end if;
  return v_tenant;
end
$$;

comment on function statewave_private.tenant_of_call(text) is
  'The tenant that a call means: the one named, or the login role''s default. Decided by session_user and a table alone. Raises SW403 where the role has no right to it, in the same words whether it exists or not.';

revoke all on function statewave_private.tenant_of_call(text) from public;
