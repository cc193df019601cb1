create or replace function statewave.v1_set_tenant_config(changes jsonb, expected_version int default null, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(v1_set_tenant_config.tenant);
  v_known  constant text[] := array['receipts', 'receipt_retention_days', 'policy_mode', 'require_caller_identity', 'region', 'receipt_signing_key_id', 'claim_keys', 'force_region_pin'];
  v_now    constant timestamptz := clock_timestamp();
  v_old    int;
  v_key    text;
begin
  if jsonb_typeof(v1_set_tenant_config.changes) is distinct from 'object' or v1_set_tenant_config.changes - v_known <> '{}' or octet_length(v1_set_tenant_config.changes::text) > 65536 then
    perform statewave_private.fail('SW400', 'changes are no object of what can be set', 'These can be set: ' || array_to_string(v_known, ', ') || '.');
  end if;
  if coalesce(jsonb_typeof(v1_set_tenant_config.changes -> 'require_caller_identity'), 'null') not in ('boolean', 'null')
     or coalesce(jsonb_typeof(v1_set_tenant_config.changes -> 'force_region_pin'), 'null') not in ('boolean', 'null')
     or coalesce(jsonb_typeof(v1_set_tenant_config.changes -> 'claim_keys'), 'null') not in ('array', 'null')
     or coalesce(v1_set_tenant_config.changes ->> 'receipts', 'never') not in ('always', 'on_request', 'never') then
    perform statewave_private.fail('SW400', 'a value is of another kind', 'require_caller_identity and force_region_pin are true or false, claim_keys an array, receipts always, on_request or never.');
  end if;
  lock table statewave_private.tenant_config in share row exclusive mode;
  select c.version into v_old from statewave_private.tenant_config c where c.tenant_id = v_tenant collate "C";
  if v1_set_tenant_config.expected_version <> coalesce(v_old, 0) then
    perform statewave_private.fail('SW409', format('the configuration has version %s', coalesce(v_old, 0)), 'Somebody changed it: read it again.');
  end if;
  insert into statewave_private.tenant_config (tenant_id, config, version, created_at, updated_at)
  values (v_tenant, jsonb_strip_nulls(v1_set_tenant_config.changes), 1, v_now, v_now)
      on conflict on constraint tenant_config_pkey do update
     set config = jsonb_strip_nulls(tenant_config.config || v1_set_tenant_config.changes), version = tenant_config.version + 1, updated_at = v_now;
  -- Three of them are about what is elsewhere.
  if v1_set_tenant_config.changes ->> 'policy_mode' is not null then
    perform statewave.set_policy(p.rules, v1_set_tenant_config.changes ->> 'policy_mode', p.note, tenant => v_tenant)
       from statewave_private.policy p
      where p.tenant_id = v_tenant collate "C" and p.recorded_to is null and p.mode <> v1_set_tenant_config.changes ->> 'policy_mode';
  end if;
  for v_key in
    select k.key from jsonb_array_elements_text(nullif(v1_set_tenant_config.changes -> 'claim_keys', 'null')) k (key)
     where (statewave_private.claim_key_of(v_tenant, k.key)).claim_key is null -- what is known keeps its kind and its words
  loop
    perform statewave.set_claim_key(v_key, 'fact', true, tenant => v_tenant);
  end loop;
  if v1_set_tenant_config.changes ->> 'receipt_retention_days' is not null then
    perform statewave.set_retention('receipt', make_interval(days => nullif((v1_set_tenant_config.changes ->> 'receipt_retention_days')::int, 0)), tenant => v_tenant);
  end if;
  perform statewave_private.administered('set_tenant_config', jsonb_build_object('tenant', v_tenant, 'changes', v1_set_tenant_config.changes));
  return statewave.v1_tenant_config(v_tenant);
end
$$;

comment on function statewave.v1_set_tenant_config(jsonb, int, text) is
  'HTTP: PATCH /admin/tenants/{id}/config. Sets what changes name, takes back what is null in them, and leaves the rest: receipts (always, on_request, never), require_caller_identity, policy_mode (of the tenant''s own policy), claim_keys (those that are not known yet become facts with one value at a time), receipt_retention_days (set_retention''s; 0: for ever), region (v1_check_region), …. Returns the configuration. Raises SW409 where expected_version is given and is not the one in force (0: none), SW400, SW403.';

revoke all on function statewave.v1_set_tenant_config(jsonb, int, text) from public;
grant execute on function statewave.v1_set_tenant_config(jsonb, int, text) to statewave_admin;
