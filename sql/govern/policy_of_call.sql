create or replace function statewave_private.policy_of_call(
  p_tenant text, p_caller jsonb,
  out hash text, out mode text, out rules statewave_private.policy_rule[])
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_policy_id uuid;
  v_proven    jsonb;
begin
  if jsonb_typeof(p_caller) not in ('object', 'null') then
    perform statewave_private.fail('SW400', 'caller is no object', 'Give {"field": value}, or leave it out.');
  end if;
  select p.policy_id, p.hash, p.mode into v_policy_id, hash, mode
    from statewave_private.policy p
   where (p.tenant_id = p_tenant collate "C" or p.tenant_id is null) and p.recorded_to is null
   order by p.tenant_id nulls last
   limit 1;
  if not found then
    return;
  end if;

  v_proven := coalesce((select nullif(p_caller, 'null') from statewave_private.tenant_grant g
                         where g.role_name = session_user and g.tenant_id = p_tenant collate "C" and g.is_gateway), '{}')
              || jsonb_build_object('login', session_user, 'roles', (
                   select jsonb_agg(r.rolname order by r.rolname) from pg_roles r where pg_has_role(session_user, r.oid, 'member')));
  -- Who does not prove what a rule asks for is treated as the one whom it is meant for.
  rules := array(
    select r
      from statewave_private.policy_rule r
     where r.policy_id = v_policy_id
       and not coalesce(v_proven @> r.unless, false)
       and not exists (select from jsonb_each(r.caller) f (name, value) where v_proven ? f.name and not v_proven -> f.name @> f.value)
     order by r.place);
end
$$;

comment on function statewave_private.policy_of_call(text, jsonb) is
  'The policy that holds for a tenant, its own or else the global one, with the rules that can hit this caller: the login role and the roles it is a member of, and what p_caller says where the role is a gateway (grant_tenant). All null where there is no policy. Raises SW400.';

revoke all on function statewave_private.policy_of_call(text, jsonb) from public;
