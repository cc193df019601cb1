create or replace function statewave_private.check_claim_keys(p_tenant text, p_episodes jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_number bigint;
  v_key    text;
begin
  select e.number, k.key #>> '{}' into v_number, v_key
    from jsonb_array_elements(p_episodes) with ordinality e (episode, number)
   cross join lateral (
         select jsonb_path_query(e.episode -> 'payload' -> 'statewave', '$.memory_candidates[*].claim.key')
         union all
         select jsonb_path_query(e.episode -> 'payload' -> 'statewave', '$.*[*].key')) k (key)
   where statewave_private.brings_memories(e.episode -> 'payload')
     and (statewave_private.claim_key_of(p_tenant, k.key #>> '{}')).claim_key is null
     and statewave_private.kind_of(k.key #>> '{}') is null
   order by e.number
   limit 1;
  if found then
    perform statewave_private.fail('SW400', format('episode %s: the claim key %L is not known', v_number, v_key),
      'Those that are: select * from statewave.claim_keys(). An administrator adds one: select statewave.set_claim_key(key, kind, single_valued).');
  end if;
end
$$;

comment on function statewave_private.check_claim_keys(text, jsonb) is
  'Raises SW400 for the first episode of a batch whose payload brings a claim that the tenant has no key for.';

revoke all on function statewave_private.check_claim_keys(text, jsonb) from public;
