-- requires: compile/claim_found.sql
-- requires: record/brings_memories.sql
create or replace function statewave_private.claims_of(p_key uuid, p_tenant text, p_after_seq int, p_through_seq int)
returns setof statewave_private.claim
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_rules constant text := statewave_private.rules_of_tenant(p_tenant);
begin
  return query
  with said as (
    select row_number() over (order by e.seq, l.place, cut.part)::int - 1 as number, e.seq, e.id, e.source, e.session, l.speaker, l.event_at,
           substr(l.body, cut.part * 32000 + 1, 32000) as body
      from statewave_private.episode e
     cross join lateral statewave_private.payload_lines(e.payload, e.source, e.occurred_at) l
     cross join lateral generate_series(0, (char_length(l.body) - 1) / 32000) cut (part)
     where e.subject_key = p_key and e.seq > p_after_seq and e.seq <= p_through_seq and not statewave_private.brings_memories(e.payload)
  ), found as (
    select b.block * 200 + c.text_no - 1 as number, c.place, c.rule, c.claim_key, c.claim_value, c.qualifiers, c.retracts, c.since, c.content
      from (select s.number / 200 as block, array_agg(s.body order by s.number) as bodies, array_agg(s.event_at::date::text order by s.number) as days,
                   array_agg(statewave_private.is_assistant(s.speaker) order by s.number) as assistants
              from said s group by 1) b
     cross join lateral statewave_python.claims(b.bodies, b.days, b.assistants, v_rules) with ordinality
             c (text_no, rule, claim_key, claim_value, qualifiers, retracts, since, content, place)
  ), known as (
    select f.claim_key, k.kind, k.single_valued, statewave_private.ttl_of(p_tenant, k.kind, f.claim_key) as ttl
      from (select distinct x.claim_key from found x) f
     cross join lateral statewave_private.claim_key_of(p_tenant, f.claim_key) k
  ), stated as (
    select s.seq, s.number, f.place,
           statewave_private.claim_found(
             s.id, s.source, s.session, s.speaker, s.event_at, f.rule, t.valid_from, k.kind, f.content, p_claim_key => f.claim_key,
             p_qualifiers => case when not f.retracts then f.qualifiers::jsonb end, p_value => f.claim_value, p_single_valued => k.single_valued,
             p_valid_to => case when not f.retracts then t.valid_from + k.ttl end, p_retracts => f.retracts) as claim
      from found f
      join said s on s.number = f.number
      join known k on k.claim_key = f.claim_key
     cross join lateral (select least(s.event_at, f.since::timestamptz) as valid_from) t
     where k.kind is not null and octet_length(f.claim_value) <= 800 -- as claim_fault() has it
    union all
    select b.seq, 0, b.place, b.claim from statewave_private.claims_brought(p_key, p_tenant, p_after_seq, p_through_seq) b
  )
  select (s.claim).* from stated s order by s.seq, s.number, s.place;
end
$$;

comment on function statewave_private.claims_of(uuid, text, int, int) is
  'What the rules of a tenant find in a range of a subject''s episodes, and what their payloads bring, in the order of recording. A claim that a rule finds under a key that is not known is left out.';

revoke all on function statewave_private.claims_of(uuid, text, int, int) from public;
