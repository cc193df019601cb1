-- requires: compile/claim_found.sql
create or replace function statewave_private.claims_given(p_key uuid, p_tenant text, p_memories jsonb)
returns setof statewave_private.claim
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_number bigint;
  v_fault  text;
  v_claims statewave_private.claim[];
begin
  with given as (
    select m.number, m.memory, e.id, e.source, e.session, l.speaker, coalesce(l.event_at, e.occurred_at) as event_at,
           m.memory #>> '{claim,key}' as claim_key, k.kind, k.single_valued, coalesce(m.memory -> 'retracts' = 'true', false) as retracts
      from jsonb_array_elements(p_memories) with ordinality m (memory, number)
      join statewave_private.episode e on e.subject_key = p_key and e.id = (m.memory #>> '{sources,0}')::uuid
      left join lateral (
           select x.speaker, x.event_at
             from statewave_private.payload_lines(e.payload, e.source, e.occurred_at) x
            where m.memory -> 'speaker' is null or lower(x.speaker) = lower(m.memory ->> 'speaker')
            order by statewave_private.is_assistant(x.speaker), x.place
            limit 1) l on true
     cross join lateral statewave_private.claim_key_of(p_tenant, m.memory #>> '{claim,key}') k
  ), timed as (
    select g.*, t.valid_from, coalesce((g.memory ->> 'valid_to')::timestamptz, t.valid_from + statewave_private.ttl_of(p_tenant, coalesce(g.kind, g.memory ->> 'kind'), g.claim_key)) as valid_to
      from given g
     cross join lateral (select coalesce((g.memory ->> 'valid_from')::timestamptz, g.event_at) as valid_from) t
  ), judged as (
    select t.*,
           case
             when t.speaker is null then 'its speaker is nobody who speaks in its first source'
             when t.claim_key is not null and t.kind is null and not (t.retracts and statewave_private.kind_of(t.claim_key) is not null) then 'its claim key is none that is known'
             when t.claim_key is not null and coalesce(t.memory ->> 'kind', t.kind) <> t.kind then format('its kind is not that of claims of %s: %s', t.claim_key, t.kind)
             when t.valid_to <= t.valid_from and not t.retracts then 'its valid_to is not after its valid_from, or where that is left out, after its source'
           end as fault
      from timed t
  )
  select min(j.number) filter (where j.fault is not null), (array_agg(j.fault order by j.number) filter (where j.fault is not null))[1],
         array_agg(statewave_private.claim_found(
                     j.id, j.source, j.session, j.speaker, j.event_at, 'model', j.valid_from, coalesce(j.kind, j.memory ->> 'kind'), j.memory ->> 'content',
                     p_claim_key => j.claim_key, p_entity => j.memory #>> '{claim,entity}',
                     p_qualifiers => coalesce(j.memory #> '{claim,qualifiers}', case when j.claim_key is not null and not j.retracts then '{}'::jsonb end),
                     p_value => j.memory #>> '{claim,value}', p_single_valued => j.single_valued, p_valid_to => case when not j.retracts then j.valid_to end,
                     p_retracts => j.retracts,
                     p_further => array(select s.id::uuid from jsonb_array_elements_text(j.memory -> 'sources') with ordinality s (id, place) where s.place > 1))
                   order by j.number)
    into v_number, v_fault, v_claims
    from judged j;
  if v_fault is not null then
    perform statewave_private.fail('SW400', format('memory %s: %s', v_number, v_fault), 'Correct it and apply again; nothing of it was stored.');
  end if;
  return query select c.* from unnest(v_claims) c;
end
$$;

comment on function statewave_private.claims_given(uuid, text, jsonb) is
  'Memories of a checked form as what a compiler found: said by the speaker named, or the first person who speaks in the first source; of the kind that the tenant''s claim key has; from when they say, or else from their source on. Raises SW400 for the first that does not fit its sources or claim key.';

revoke all on function statewave_private.claims_given(uuid, text, jsonb) from public;
