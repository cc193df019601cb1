create or replace function statewave_private.shortlist(
  p_question statewave_private.question, p_near int[], p_cosines float8[], p_found int[], p_rarities float8[])
returns int[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_nestloop = off
as $$
#variable_conflict error
declare
  v_seqs constant int[] := array(select distinct u.seq from unnest(p_near || p_found) u (seq));
begin
  return array(
    -- In tenths of a cosine above .15, where texts that have nothing in common lie; who was not near is half as near as the last.
    with pool as materialized (
      select m.seq, coalesce(m.session, '') as session,
             10 * coalesce(n.cosine - .15, (p_cosines[cardinality(p_cosines)] - .15) / 2, 0) as semantic, coalesce(l.rarity, 0) as lexical,
             case when m.speaker = p_question.speaker then 3 else 0 end as preferred
        from statewave_private.memory m
        left join unnest(p_near, p_cosines) n (seq, cosine) on n.seq = m.seq
        left join unnest(p_found, p_rarities) l (seq, rarity) on l.seq = m.seq
       where m.subject_key = p_question.subject_key and m.seq = any (v_seqs)
    ), session as materialized (
      select p.session, 5 * sum(p.lexical) / greatest(max(sum(p.lexical)) over (), 1) as help from pool p group by p.session
    ), own as (
      select p.seq, p.semantic + p.lexical * w.weight + s.help as strength, p.preferred
        from pool p join session s on s.session = p.session
       cross join (select 1 / greatest(stddev_pop(x.lexical), 1) as weight from pool x) w
    ), helped as (
      select o.seq + d.distance as seq, sum(o.strength * d.share) + coalesce(sum(o.preferred) filter (where d.distance = 0), 0) as strength
        from own o cross join (values (-2, .1), (-1, .3), (0, 1), (1, .45), (2, .1)) d (distance, share)
       group by 1
    ), best as (
      select h.seq from helped h order by h.strength desc, h.seq limit 240
    )
    select distinct b.seq + d.distance from best b cross join generate_series(-2, 2) d (distance));
end
$$;

comment on function statewave_private.shortlist(statewave_private.question, int[], float8[], int[], float8[]) is
  'The 240 best of the memories that were found, and the two on either side of each, by a rough score: cosine, rarity of the terms, the session''s terms, the one who is named, and some of the neighbours'' score. p_near: nearest first, with their cosines, null where no vector takes part; p_found: those with the rarest terms, with the sum of the terms'' rarities.';

revoke all on function statewave_private.shortlist(statewave_private.question, int[], float8[], int[], float8[]) from public;
