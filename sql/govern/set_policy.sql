create or replace function statewave.set_policy(
  rules jsonb, mode text default 'enforce', note text default '', is_global boolean default false, tenant text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := case when not coalesce(set_policy.is_global, false) then statewave_private.tenant_of_call(set_policy.tenant) end;
  v_rules  statewave_private.policy_rule[] := statewave_private.rules_of(set_policy.rules);
  v_last   statewave_private.policy;
  v_policy statewave_private.policy;
begin
  if set_policy.mode is null or set_policy.mode not in ('enforce', 'log_only') then
    perform statewave_private.fail('SW400', format('there is no mode %L', left(set_policy.mode, 64)), 'The modes are enforce and log_only.');
  elsif v_tenant is null and set_policy.tenant is not null then
    perform statewave_private.fail('SW400', 'a global policy has no tenant', 'Leave out the tenant, or is_global.');
  elsif set_policy.note is null or set_policy.note <> '' and statewave_private.text_fault(to_jsonb(set_policy.note), 1000) is not null then
    perform statewave_private.fail('SW400', 'the note ' || coalesce(statewave_private.text_fault(to_jsonb(set_policy.note), 1000), 'is null'), 'Say in some words why this version is as it is.');
  end if;

  lock table statewave_private.policy in share row exclusive mode;
  select p.* into v_last from statewave_private.policy p where p.tenant_id is not distinct from v_tenant order by p.version desc limit 1;
  v_policy := row(gen_random_uuid(), v_tenant, coalesce(v_last.version, 0) + 1, set_policy.mode, set_policy.rules,
                  encode(sha256(convert_to(jsonb_build_object('mode', set_policy.mode, 'rules', set_policy.rules)::text, 'UTF8')), 'hex'),
                  greatest(clock_timestamp(), v_last.recorded_at + interval '1 microsecond'), null, session_user, set_policy.note);
  update statewave_private.policy p set recorded_to = v_policy.recorded_at where p.policy_id = v_last.policy_id and p.recorded_to is null;
  if set_policy.rules is not null then
    insert into statewave_private.policy select v_policy.*;
    insert into statewave_private.policy_rule select v_policy.policy_id, r.place, r.labels, r.caller, r.unless, r.action from unnest(v_rules) r;
  end if;
  perform statewave_private.administered('set_policy', jsonb_build_object('tenant', v_tenant, 'mode', set_policy.mode, 'rules', set_policy.rules, 'hash', case when set_policy.rules is not null then v_policy.hash end));
  return case when set_policy.rules is not null then v_policy.hash end;
end
$$;

comment on function statewave.set_policy(jsonb, text, text, boolean, text) is
  'Makes this the one policy that holds for the tenant, or (is_global) for all tenants that have none, and returns its hash. rules: [{labels, action, caller, unless}], tried in their order; the first that matches a memory decides. labels: matches what has one of them, "*" any; action: deny (as if it were not there) or redact (a line that says [redacted]); unless: not for a caller who proves all of these fields; caller: not for one who proves another value for one of them. A caller proves login and roles by its connection, other fields only through a gateway role. mode: enforce, or log_only (bundles tell in would_withhold what enforcing would do). rules null: there is no such policy any more; [] is one that withholds nothing, and a tenant''s stands in place of the global one. Raises SW400, SW403.';

revoke all on function statewave.set_policy(jsonb, text, text, boolean, text) from public;
grant execute on function statewave.set_policy(jsonb, text, text, boolean, text) to statewave_admin;
