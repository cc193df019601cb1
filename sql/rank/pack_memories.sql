-- requires: rank/rest_section.sql
create or replace function statewave_private.pack_memories(
  p_questions statewave_private.question[], p_weights float8[], p_part_tokens int[], p_profile statewave_private.ranking_profile,
  p_max_tokens int, p_all boolean)
returns table (
  rank int, part int, seq int, heading int, twins uuid[], score float8, fate text, cost int, tokens_left int, candidates int,
  arms float8[], parts float8[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
set enable_nestloop = off
as $$
#variable_conflict error
declare
  v_tried constant int := 100 + p_max_tokens / 4; -- a line has four tokens or more, so these can fill any budget
  v_rest  constant boolean := p_profile.rendering = 'rest-v1';
  v_fresh constant int := case when v_rest then statewave_private.first_uncompiled(p_questions[1].subject_key, p_questions[1].as_of) end;
  v_extra constant int := case when v_rest then statewave_private.rest_line_tokens() else 0 end;
  v_heads constant int[] := case when v_rest then statewave_private.rest_heading_tokens(p_questions[1].session) else statewave_private.heading_tokens() end;
begin
  return query
  with candidate as materialized (
    select row_number() over (order by r.repeated, w.score desc, i, r.seq)::int as rank, i as part, r.*, w.score as weighted,
           case when not v_rest then r.heading else statewave_private.rest_section(r.heading, r.seq < coalesce(v_fresh, r.seq + 1)) end as section
      from generate_subscripts(p_questions, 1) i
     cross join lateral statewave_private.rank_memories(p_questions[i], p_profile, case when not p_all then v_tried end) r
     cross join lateral (select greatest(r.score, 0) * p_weights[i] + least(r.score, 0) / p_weights[i] as score) w
  ), packing as materialized (
    select statewave_private.pack_lines(
             array_agg(c.part order by c.rank), array_agg(c.seq order by c.rank), array_agg(c.token_count + v_extra order by c.rank),
             array_agg(c.section order by c.rank), array_agg(case when not v_rest then c.quoted_in end order by c.rank), p_part_tokens, v_heads, p_max_tokens,
             case when p_all then 0 else min(c.token_count + v_extra) end) as lines
      from candidate c
     where c.rank <= v_tried and not c.repeated
  ), counted as (
    select sum(n.candidates)::int as candidates from (select distinct c.part, c.candidates from candidate c) n
  )
  select c.rank, c.part, c.seq, c.section, c.twins, c.weighted, case when c.repeated then 'repeated' else t.fate end, t.cost, t.tokens_left, n.candidates, c.arms, c.parts
    from candidate c
   cross join counted n
    left join (select u.* from packing p
                cross join lateral unnest((p.lines).fates, (p.lines).costs, (p.lines).lefts) with ordinality u (fate, cost, tokens_left, rank)) t on t.rank = c.rank
   where p_all or t.fate is not null or c.rank = 1 + (select coalesce(cardinality((p.lines).fates), 0) from packing p);
end
$$;

comment on function statewave_private.pack_memories(statewave_private.question[], float8[], int[], statewave_private.ranking_profile, int, boolean) is
  'The ranked candidates (rank_memories) of one or several subjects with what packing them into p_max_tokens made of each (pack_lines): a part is a subject, by its place in p_questions, its positive scores are multiplied by its weight (negative ones divided), p_part_tokens are the tokens of its heading. candidates: how many different ones there are. fate: packed, too long, quoted, repeated (after all others), null for one that was not tried. Unless p_all only those tried and the next. Under the rendering rest-v1 heading is its section (rest_section), a line counts what it has at most there, and a fact stands beside the passage that says it.';

revoke all on function statewave_private.pack_memories(statewave_private.question[], float8[], int[], statewave_private.ranking_profile, int, boolean) from public;
