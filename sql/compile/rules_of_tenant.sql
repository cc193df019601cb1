create or replace function statewave_private.rules_of_tenant(p_tenant text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('rule', r.rule, 'key', r.claim_key, 'speaker', r.speaker, 'shape', r.shape, 'pattern', r.pattern,
                                                 'retracts', r.retracts, 'kind', k.kind, 'single', k.single_valued) order by r.rule), '[]')::text
      from (select distinct on (c.rule) c.*
              from statewave_private.compiler_rule c
             where (c.tenant_id = p_tenant or c.tenant_id is null) and c.recorded_to is null
             order by c.rule, c.tenant_id nulls last) r
     cross join lateral statewave_private.claim_key_of(p_tenant, replace(r.claim_key, '{}', 'any')) k
     where r.pattern <> '');
end
$$;

comment on function statewave_private.rules_of_tenant(text) is
  'The rules that hold for a tenant, its own in place of global ones of the same name, as the JSON that claims() reads: [{rule, key, speaker, shape, pattern, retracts, kind, single}]. An empty pattern switches a global rule off.';

revoke all on function statewave_private.rules_of_tenant(text) from public;
