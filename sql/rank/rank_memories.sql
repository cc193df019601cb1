create or replace function statewave_private.rank_memories(
  p_key uuid, p_task text, p_as_of timestamptz, p_profile statewave_private.ranking_profile, p_text_config text, p_space int,
  p_embedding double precision[], p_session text, p_exclude_session boolean, p_kinds text[], p_sources text[],
  p_since timestamptz, p_until timestamptz, p_metadata jsonb)
returns table (
  rank int, seq int, id uuid, kind text, source_episode_id uuid, speaker text, session text, event_at timestamptz,
  token_count int, smallest int, candidates int, quoted_in int, twin int, twins uuid[], score float8,
  lexical float8, semantic float8, session_lexical float8, neighbour float8, second_neighbour float8, reply float8,
  speaker_match float8, question float8, favoured float8, compiled float8)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
set enable_nestloop = off -- the CTEs' sizes are not known to the planner; hash joins are right for one row and for 100,000
as $$
#variable_conflict error
declare
  v_question record;
begin
  v_question := statewave_private.read_question(p_key, p_task, p_as_of, p_text_config, p_embedding);
  return query
  with visible as materialized (
    -- What was known and held at p_as_of.
    select m.seq, m.id, m.kind, m.source_episode_id, m.source, m.speaker, coalesce(m.session, '') as session, m.event_at,
           m.asks, m.token_count, m.length, m.quoted_in, m.content_hash, m.postings
      from statewave_private.memory m
     where m.subject_key = p_key
       and m.recorded_at <= p_as_of and (m.recorded_to is null or m.recorded_to > p_as_of)
       and (m.kind = 'passage' or m.valid_from <= p_as_of and (m.valid_to is null or m.valid_to > p_as_of))
  ), corpus as materialized (
    select count(*)::float8 as memories, greatest(sum(v.length)::float8 / count(*), 1) as mean_length
      from visible v
  ), hit as materialized (
    select v.seq, v.kind, v.session, v.length, t.lexeme, cardinality(t.positions)::float8 as frequency
      from visible v
     cross join lateral unnest(v.postings) t
     where v.postings @@ v_question.query and t.lexeme = any (v_question.terms)
  ), term as (
    select h.lexeme, ln(1 + (c.memories - count(*) + .5) / (count(*) + .5)) as rarity
      from hit h cross join corpus c
     group by h.lexeme, c.memories
  ), lexical as (
    -- BM25 (Robertson and Zaragoza 2009). Components are rounded to 1e-6 and summed as integers:
    -- a sum of floats would depend on the order of the rows on disk.
    select h.seq,
           sum(round(1e6 * t.rarity * h.frequency * (p_profile.bm25_k1 + 1)
                     / (h.frequency + p_profile.bm25_k1 * (1 - p_profile.bm25_b + p_profile.bm25_b * h.length / c.mean_length)))::bigint)::bigint as value
      from hit h join term t on t.lexeme = h.lexeme cross join corpus c
     group by h.seq
  ), conversation as (
    select v.session, sum(v.length)::float8 as length, sum(v.token_count)::float8 as tokens
      from visible v where v.kind = 'passage' group by v.session
  ), conversations as materialized (
    select count(*)::float8 as sessions, greatest(sum(c.length) / count(*), 1) as mean_length,
           least(1, p_profile.session_tokens / greatest(sum(c.tokens) / count(*), 1)) as damping
      from conversation c
  ), session_hit as (
    select h.session, h.lexeme, sum(h.frequency) as frequency
      from hit h where h.kind = 'passage' group by h.session, h.lexeme
  ), session_term as (
    select h.lexeme, ln(1 + (c.sessions - count(*) + .5) / (count(*) + .5)) as rarity
      from session_hit h cross join conversations c
     group by h.lexeme, c.sessions
  ), session_lexical as (
    select h.session,
           sum(round(1e6 * t.rarity * h.frequency * (p_profile.session_k1 + 1)
                     / (h.frequency + p_profile.session_k1 * (1 - p_profile.session_b + p_profile.session_b * s.length / c.mean_length)))::bigint)::bigint as value
      from session_hit h
      join session_term t on t.lexeme = h.lexeme
      join conversation s on s.session = h.session
     cross join conversations c
     group by h.session
  ), semantic as (
    select e.memory_seq as seq, round(1e6 * (1 - (e.embedding operator(public.<=>) v_question.vector)))::bigint as value
      from statewave_private.embedding e
     where e.subject_key = p_key and e.space_id = p_space
  ), arm as (
    select v.*, coalesce(l.value, 0) as lexical, s.value as semantic, coalesce(o.value, 0) as session_lexical
      from visible v
      left join lexical l on l.seq = v.seq
      left join semantic s on s.seq = v.seq
      left join session_lexical o on o.session = v.session
  ), moment as materialized (
    -- Mean and standard deviation of each arm, from exact sums.
    select avg(a.lexical)::float8 as lexical, greatest(avg(a.lexical::numeric * a.lexical) - avg(a.lexical) ^ 2, 1)::float8 ^ .5 as lexical_sd,
           avg(a.semantic)::float8 as semantic, greatest(avg(a.semantic::numeric * a.semantic) - avg(a.semantic) ^ 2, 1)::float8 ^ .5 as semantic_sd,
           avg(a.session_lexical)::float8 as session_lexical,
           greatest(avg(a.session_lexical::numeric * a.session_lexical) - avg(a.session_lexical) ^ 2, 1)::float8 ^ .5 as session_lexical_sd
      from arm a
  ), standard as (
    select a.*, (a.lexical - m.lexical) / m.lexical_sd as z_lexical,
           coalesce((a.semantic - m.semantic) / m.semantic_sd, 0) as z_semantic,
           c.damping * (a.session_lexical - m.session_lexical) / m.session_lexical_sd as z_session
      from arm a cross join moment m cross join conversations c
  ), own as (
    select s.*, greatest(p_profile.lexical * s.z_lexical + p_profile.semantic * s.z_semantic + p_profile.session_lexical * s.z_session, 0) as strength
      from standard s
  ), helped as (
    select o.*, least(1, p_profile.line_tokens / o.token_count) as share,
           coalesce(lag(o.strength) over w, 0) as before, coalesce(lead(o.strength) over w, 0) as after,
           coalesce(lag(o.strength, 2) over w, 0) as two_before, coalesce(lead(o.strength, 2) over w, 0) as two_after,
           coalesce(lag(o.asks) over w, false) as answers
      from own o
    window w as (partition by o.session, case when o.kind = 'passage' then 0 else o.seq end order by o.seq)
  ), component as (
    select h.*,
           h.share * (h.before + h.after) as c_neighbour,
           h.share * (h.two_before + h.two_after) as c_second_neighbour,
           case when h.answers then h.share * h.before else 0 end as c_reply,
           case when h.speaker = v_question.speaker collate "C" then 1 else 0 end as c_speaker,
           case when h.kind = 'passage' and h.asks and h.token_count < p_profile.line_tokens then 1 else 0 end as c_question,
           case when h.session = p_session collate "C" then 1 else 0 end as c_favoured,
           case when h.kind = 'passage' then 0 else 1 end as c_compiled
      from helped h
     where (p_kinds is null or h.kind = any (p_kinds))
       and (p_sources is null or h.source = any (p_sources))
       and (p_since is null or h.event_at >= p_since)
       and (p_until is null or h.event_at < p_until)
       and (not p_exclude_session or p_session is null or h.session <> p_session collate "C")
       and (p_metadata is null or exists (select from statewave_private.episode e
             where e.subject_key = p_key and e.id = h.source_episode_id and e.metadata @> p_metadata))
  ), repeated as (
    select c.content_hash from component c group by c.content_hash having count(*) > 1
  ), twin as (
    select c.kind, c.speaker, c.content_hash, min(c.seq) as first_seq, (array_agg(c.source_episode_id order by c.seq))[1:100] as episodes
      from component c join repeated r on r.content_hash = c.content_hash
     group by c.kind, c.speaker, c.content_hash having count(*) > 1
  ), scored as (
    select c.*, t.first_seq, t.episodes,
           round((p_profile.lexical * c.z_lexical + p_profile.semantic * c.z_semantic + p_profile.session_lexical * c.z_session
                  + p_profile.neighbour * c.c_neighbour + p_profile.second_neighbour * c.c_second_neighbour + p_profile.reply * c.c_reply
                  + p_profile.speaker * c.c_speaker + p_profile.question * c.c_question + p_profile.session * c.c_favoured
                  + p_profile.compiled * c.c_compiled) * 1e6) / 1e6 as score
      from component c
      left join twin t on t.kind = c.kind and t.speaker = c.speaker and t.content_hash = c.content_hash
  )
  select (row_number() over (order by s.score desc, s.seq))::int, s.seq, s.id, s.kind, s.source_episode_id, s.speaker, s.session, s.event_at,
         s.token_count, (min(s.token_count) over ())::int, (count(*) filter (where s.first_seq is null or s.first_seq = s.seq) over ())::int,
         s.quoted_in, s.first_seq, s.episodes, s.score,
         s.z_lexical, s.z_semantic, s.z_session, s.c_neighbour, s.c_second_neighbour, s.c_reply,
         s.c_speaker::float8, s.c_question::float8, s.c_favoured::float8, s.c_compiled::float8
    from scored s
   order by s.score desc, s.seq;
end
$$;

comment on function statewave_private.rank_memories(uuid, text, timestamptz, statewave_private.ranking_profile, text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb) is
  'All candidates of a subject for a question, best first, in one statement: BM25 of the memory and of its session and the cosine of the vectors, each in standard deviations over what is visible at p_as_of, helped by the neighbours in the session; the columns from lexical on are the components'' values, the score is their sum by the profile''s weights. smallest: tokens of the smallest candidate; candidates: how many different ones; quoted_in: the passage that holds a compiled memory''s content; twin: the first memory with the same text, twins: the episodes of all of them, 100 at most.';

revoke all on function statewave_private.rank_memories(uuid, text, timestamptz, statewave_private.ranking_profile, text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb) from public;
