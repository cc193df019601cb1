-- requires: compile/claim_found.sql
-- requires: record/brings_memories.sql
create or replace function statewave_private.claims_brought(p_key uuid, p_tenant text, p_after_seq int, p_through_seq int)
returns table (seq int, place int, claim statewave_private.claim)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
begin
  return query
  with brought as (
    select e.seq, e.id, e.source, e.session, e.occurred_at, l.place, l.list, s.number, s.statement
      from statewave_private.episode e
     cross join lateral unnest(array['retractions', 'memory_candidates', 'pins']) with ordinality l (list, place)
     cross join lateral jsonb_array_elements(e.payload -> 'statewave' -> l.list) with ordinality s (statement, number)
     where e.subject_key = p_key and e.seq > p_after_seq and e.seq <= p_through_seq and statewave_private.brings_memories(e.payload)
       and not exists (select from statewave_private.compile_run r -- what was written when it was recorded
                        where r.subject_key = p_key and r.from_seq = e.seq and r.through_seq = e.seq and r.compiler = 'direct')
  ), memory as (
    select b.*, coalesce(b.statement ->> 'speaker', b.source) as speaker, coalesce(k.kind, statewave_private.kind_of(b.statement ->> 'kind')) as kind,
           coalesce(k.single_valued, false) as single_valued, b.statement -> 'claim' ->> 'key' as claim_key, b.statement -> 'claim' ->> 'value' as value,
           coalesce((b.statement ->> 'valid_from')::timestamptz, b.occurred_at) as valid_from
      from brought b
     cross join lateral statewave_private.claim_key_of(p_tenant, b.statement -> 'claim' ->> 'key') k
     where b.list = 'memory_candidates'
  )
  select m.seq, (m.place * 1000 + m.number)::int,
         statewave_private.claim_found(
           m.id, m.source, m.session, m.speaker, m.occurred_at, 'brought', m.valid_from, m.kind, regexp_replace(m.statement ->> 'text', '^\s+|\s+$', '', 'g'),
           p_claim_key => m.claim_key, p_entity => m.statement -> 'claim' ->> 'entity',
           p_qualifiers => case when m.claim_key is not null then coalesce(nullif(m.statement -> 'claim' -> 'qualifiers', 'null'), '{}') end,
           p_value => m.value, p_single_valued => m.single_valued,
           p_valid_to => coalesce((m.statement ->> 'valid_to')::timestamptz, m.valid_from + statewave_private.ttl_of(p_tenant, m.kind, m.claim_key)))
    from memory m
  union all
  select b.seq, (b.place * 1000 + b.number)::int,
         statewave_private.claim_found(
           b.id, b.source, b.session, coalesce(b.statement ->> 'holder', b.source), b.occurred_at, 'brought', coalesce((b.statement ->> 'at')::timestamptz, b.occurred_at),
           p_claim_key => b.statement ->> 'key', p_qualifiers => nullif(b.statement -> 'qualifiers', 'null'), p_value => b.statement ->> 'value',
           p_valid_to => case when b.statement -> 'whole' = 'true' then 'infinity'::timestamptz end,
           p_retracts => b.list = 'retractions', p_is_exact => b.statement ->> 'value' is not null, p_pinned => (b.statement ->> 'pinned')::boolean)
    from brought b
   where b.list <> 'memory_candidates';
end
$$;

comment on function statewave_private.claims_brought(uuid, text, int, int) is
  'What payloads in a range of a subject''s episodes say is to be remembered of them (brings_memories), unless it was written at once (state_directly): seq is the episode''s number, place the order in it; what ends comes first, then memories, then pins. With a claim the kind is that of its key.';

revoke all on function statewave_private.claims_brought(uuid, text, int, int) from public;
