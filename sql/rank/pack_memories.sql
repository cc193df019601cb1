create or replace function statewave_private.pack_memories(
  p_question statewave_private.question, p_profile statewave_private.ranking_profile, p_max_tokens int, p_all boolean)
returns table (
  rank int, seq int, heading int, twins uuid[], score float8, fate text, cost int, tokens_left int, candidates int, bm25 float8, cosine float8, session_bm25 float8,
  lexical float8, semantic float8, session_lexical float8, neighbour float8, second_neighbour float8, reply float8, traits float8[])
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
begin
  return query
  with candidate as materialized (
    select r.ordinality::int as rank, r.*
      from statewave_private.rank_memories(p_question, p_profile, case when not p_all then v_tried end) with ordinality r
  ), packing as materialized (
    select statewave_private.pack_lines(
             array_agg(c.seq order by c.rank), array_agg(c.token_count order by c.rank), array_agg(c.heading order by c.rank),
             array_agg(c.quoted_in order by c.rank), array_agg(c.twin order by c.rank), statewave_private.heading_tokens(), p_max_tokens,
             case when p_all then 0 else min(c.token_count) end) as lines
      from candidate c
     where c.rank <= v_tried
  )
  select c.rank, c.seq, c.heading, c.twins, c.score, t.fate, t.cost, t.tokens_left, c.candidates, c.bm25, c.cosine, c.session_bm25,
         c.lexical, c.semantic, c.session_lexical, c.neighbour, c.second_neighbour, c.reply, c.traits
    from candidate c
    left join (select u.* from packing p
                cross join lateral unnest((p.lines).fates, (p.lines).costs, (p.lines).lefts) with ordinality u (fate, cost, tokens_left, rank)) t on t.rank = c.rank
   where p_all or t.fate in ('packed', 'too long', 'quoted');
end
$$;

comment on function statewave_private.pack_memories(statewave_private.question, statewave_private.ranking_profile, int, boolean) is
  'The ranked candidates (rank_memories) with what packing them into p_max_tokens made of each (pack_lines); candidates: how many different ones there are. Unless p_all only those of which the packing is told.';

revoke all on function statewave_private.pack_memories(statewave_private.question, statewave_private.ranking_profile, int, boolean) from public;
