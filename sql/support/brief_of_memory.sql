create or replace function statewave_private.brief_of_memory(p_key uuid, p_session text, p_as_of timestamptz, p_unseen uuid[])
returns table (section text, place int, rank int, text text, ids uuid[], detail jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_facts constant int := 8;
  v_who   constant text[] := array['identity.name', 'work.role', 'work.employer', 'plan.subscription', 'location.home'];
begin
  return query
  with asked as materialized ( -- what the session is about
    select array_agg(distinct u.lexeme) as lexemes
      from statewave_private.memory m
     cross join lateral unnest(m.postings) u (lexeme, positions, weights)
     where m.subject_key = p_key and m.kind = 'passage' and m.session = p_session collate "C" and m.recorded_at <= p_as_of and m.id <> all (p_unseen)
  ), known as materialized (
    select m.*, (select count(*) from unnest(tsvector_to_array(m.postings)) u (lexeme) where u.lexeme = any (a.lexemes)) as shared
      from statewave_private.memory m
     cross join asked a
     where m.subject_key = p_key and m.kind <> 'passage' and m.recorded_at <= p_as_of and (m.recorded_to is null or m.recorded_to > p_as_of)
       and m.valid_from <= p_as_of and (m.valid_to is null or m.valid_to > p_as_of) and m.id <> all (p_unseen)
  ), who as (
    select distinct on (k.claim_key) k.id, k.claim_key, k.claim_value, array_position(v_who, k.claim_key::text) as place
      from known k
     where k.claim_key = any (v_who) and k.claim_entity is null and statewave_private.party_of(k.speaker, k.source) is distinct from 'agent'
     order by k.claim_key, k.valid_from desc, k.seq desc
  ), fact as (
    select k.*, row_number() over (order by k.pinned desc, k.shared desc, k.valid_from desc, k.seq desc)::int as number from known k
  )
  select 'customer', 1, 1, statewave_private.one_line(string_agg(split_part(w.claim_key, '.', 2) || ': ' || w.claim_value, '; ' order by w.place)),
         array_agg(w.id order by w.place), null::jsonb
    from who w
  having count(*) > 0
  union all
  select 'facts', f.number, f.number,
         statewave_private.one_line(statewave_private.line_of(f.kind, f.speaker, f.content, f.valid_from, f.valid_to, f.claim_qualifiers)), array[f.id], null
    from fact f
   where f.number <= v_facts;
end
$$;

comment on function statewave_private.brief_of_memory(uuid, text, timestamptz, uuid[]) is
  'Lines of a handoff brief from what was compiled and holds: who the customer is, and the eight memories that come first: pinned ones, then those that share most words with the session, then the newest. ids: the memories.';

revoke all on function statewave_private.brief_of_memory(uuid, text, timestamptz, uuid[]) from public;
