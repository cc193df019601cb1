-- requires: rank/period_match.sql
create or replace function statewave_private.rank_memories(p_question statewave_private.question, p_profile statewave_private.ranking_profile, p_limit int)
returns table (
  candidates int, seq int, heading int, token_count int, quoted_in int, repeated boolean, twins uuid[], score float8,
  arms float8[], parts float8[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_generic_plan -- planning costs more than the answer; one plan is right for 5 memories and for 20,000
set enable_nestloop = off -- the planner does not know how many rows a CTE has; hash joins are right for any
as $$
#variable_conflict error
declare
  v_step     constant int := coalesce(p_question.sample_step, 1);
  v_run      constant float8 := p_question.memories / p_question.sessions;
  v_assisted boolean := p_question.assistants <> '{}';
  -- On the ann path, where those between two candidates may be none: who begins a run of neighbours.
  v_begins   constant int[] := array(select c.seq from (select u.seq, lag(u.seq) over (order by u.seq) as previous from unnest(p_question.candidates) u (seq)) c
                                      where c.previous is null or c.seq - c.previous > 4 order by c.seq);
begin
  return query
  with visible as materialized (
    -- What was known and held at the time, or once if that is asked for, and may be known to the caller, with the postings of the question's terms
    -- alone. Of a redacted memory nothing counts that its line would not tell.
    select m.seq, case when w.seq is null then m.token_count else statewave_private.redacted_tokens() end as token_count,
           case when w.seq is null then m.length else 0 end as length, coalesce(m.session, '') as session, m.kind = 'passage' as verbatim,
           w.seq is null and m.asks as asks, w.seq is not null as redacted,
           case when w.seq is null and m.postings @@ p_question.query then ts_filter(setweight(m.postings, 'A', p_question.terms), '{a}') end as found,
           case when w.seq is null then m.quoted_in end as quoted_in,
           case when m.kind = 'passage' then (m.event_at at time zone 'UTC')::date - date '4713-01-01 BC'
                else array_position(array['instruction', 'preference', 'fact', 'procedure', 'summary'], m.kind) - 6 end as heading,
           (p_question.kinds is null or m.kind = any (p_question.kinds))
             and (p_question.sources is null or m.source = any (p_question.sources))
             and (p_question.since is null or m.event_at >= p_question.since)
             and (p_question.until is null or m.event_at < p_question.until)
             and (not p_question.exclude_session or m.session is distinct from p_question.session)
             and (w.seq is null or p_question.sources is null and p_question.metadata is null)
             and (p_question.metadata is null or exists (select from statewave_private.episode e
                   where e.subject_key = p_question.subject_key and e.id = m.source_episode_id and e.metadata @> p_question.metadata)) as admitted,
           case when w.seq is not null then array[0, 0, 0, (m.session is not distinct from p_question.session and p_question.session is not null)::int,
                                                  (m.ordinal is null)::int, 0, 0, 0, 0, 0, 0]
           else
           array[(m.speaker is not distinct from p_question.speaker)::int,
                 case when p_question.first_days = '{}' then 0 else statewave_private.period_match(m.event_at, case when m.ordinal is null then m.valid_to end, p_question.first_days,
                   p_question.last_days, p_question.day_weights, p_profile.period_days) end,
                 (m.ordinal is not null and m.asks and m.token_count < p_profile.line_tokens)::int,
                 (m.session is not distinct from p_question.session and p_question.session is not null)::int,
                 case when m.ordinal is not null then 0 -- what a passage tells as well, word for word, stands behind it
                      when m.quoted_in is not null and not m.single_valued and m.kind in ('fact', 'preference') and p_profile.rendering = 'lines' then -1
                      else 1 end,
                 (v_assisted and m.speaker = any (p_question.assistants) and p_question.whose is null)::int,
                 (v_assisted and m.speaker = any (p_question.assistants) and p_question.whose is not distinct from 'assistant')::int,
                 (v_assisted and m.kind in ('instruction', 'preference'))::int,
                 (v_assisted and m.ordinal is not distinct from 1)::int,
                 case when v_assisted then ln(greatest(m.token_count / p_profile.line_tokens, 1)) else 0 end,
                 m.pinned::int]::float8[] end as traits,
           case when w.seq is null then m.content_hash else int4send(m.seq) end as content_hash, m.speaker, m.source_episode_id
      from (select a.* from statewave_private.memory a
             where a.subject_key = p_question.subject_key and p_question.candidates is null
            union all
            select c.* from statewave_private.memory c
             where c.subject_key = p_question.subject_key and c.seq = any (p_question.candidates)) m
      left join unnest(p_question.redacted) w (seq) on w.seq = m.seq
     where not exists (select from unnest(p_question.denied) d (seq) where d.seq = m.seq)
       and m.recorded_at <= p_question.as_of and (m.recorded_to is null or m.recorded_to > p_question.as_of)
       and (m.kind = 'passage' or m.valid_from <= p_question.as_of and (m.valid_to is null or m.valid_to > p_question.as_of or p_question.past))
  ), hit as materialized (
    select v.seq, v.length, v.session, v.verbatim, t.lexeme, cardinality(t.positions)::float8 as frequency
      from visible v cross join lateral unnest(v.found) t
     where v.found is not null
  ), corpus as materialized (
    -- On the ann path the sample stands for the memories that are no candidates.
    select coalesce(p_question.memories, count(*)) as memories, greatest(avg(v.length) filter (where v.seq >= v_step and v.seq % v_step < 16), 1)::float8 as mean_length
      from visible v
  ), term as materialized (
    select f.lexeme, f.frequency / c.memories as share, ln(1 + (c.memories - f.frequency + .5) / (f.frequency + .5)) as rarity
      from (select n.lexeme, coalesce(p_question.frequencies[array_position(p_question.terms, n.lexeme)], count(*)) as frequency
              from hit n group by n.lexeme) f
     cross join corpus c
  ), lexical as materialized (
    -- BM25 (Robertson and Zaragoza 2009). Components are rounded to 1e-6 and summed as integers:
    -- a sum of floats would depend on the order of the rows on disk.
    select h.seq, sum(round(1e6 * t.rarity * h.frequency * (p_profile.bm25_k1 + 1)
                            / (h.frequency + p_profile.bm25_k1 * (1 - p_profile.bm25_b + p_profile.bm25_b * h.length / c.mean_length)))::bigint)::bigint as value
      from hit h
      join term t on t.lexeme = h.lexeme
     cross join corpus c
     group by h.seq
  ), conversation as materialized (
    select v.session, coalesce(v_run * c.mean_length, sum(v.length))::float8 as length, coalesce(v_run * avg(v.token_count), sum(v.token_count))::float8 as tokens
      from visible v cross join corpus c where v.verbatim group by v.session, c.mean_length
  ), conversations as materialized (
    select coalesce(p_question.sessions, count(*)) as sessions, greatest(sum(c.length) / count(*), 1) as mean_length,
           least(1, p_profile.session_tokens / greatest(sum(c.tokens) / count(*), 1)) as damping
      from conversation c
  ), session_hit as materialized (
    select h.session, h.lexeme, sum(h.frequency) as frequency
      from hit h where h.verbatim group by h.session, h.lexeme
  ), session_term as materialized (
    select f.lexeme, f.frequency / c.sessions as share, ln(1 + (c.sessions - f.frequency + .5) / (f.frequency + .5)) as rarity
      from conversations c
     cross join lateral (select n.lexeme, coalesce(c.sessions * (1 - (1 - min(t.share)) ^ v_run), count(*)) as frequency
                           from session_hit n join term t on t.lexeme = n.lexeme group by n.lexeme) f
  ), session_lexical as materialized (
    select h.session,
           sum(round(1e6 * t.rarity * h.frequency * (p_profile.session_k1 + 1)
                     / (h.frequency + p_profile.session_k1 * (1 - p_profile.session_b + p_profile.session_b * s.length / c.mean_length)))::bigint)::bigint as value
      from session_hit h
      join session_term t on t.lexeme = h.lexeme
      join conversation s on s.session = h.session
     cross join conversations c
     group by h.session
  ), expected as (
    -- On the ann path, where those with a term are not all candidates: a term is there or not, once, apart from the others.
    select 1e6 * a.mean as lexical, 1e6 * a.deviation as lexical_sd, 1e6 * b.mean as session_lexical, 1e6 * b.deviation as session_lexical_sd
      from (select sum(t.share * t.rarity) as mean, sum(t.share * (1 - t.share) * t.rarity ^ 2) ^ .5 as deviation from term t) a
     cross join (select sum(t.share * t.rarity) as mean, sum(t.share * (1 - t.share) * t.rarity ^ 2) ^ .5 as deviation from session_term t) b
     where p_question.candidates is not null
  ), semantic as materialized (
    select e.memory_seq as seq, round(1e6 * nullif(1 - (e.embedding operator(public.<=>) p_question.vector), 'NaN'))::bigint as value
      from (select a.* from statewave_private.embedding a
             where a.subject_key = p_question.subject_key and p_question.candidates is null
            union all
            select c.* from statewave_private.embedding c
             where c.subject_key = p_question.subject_key and c.memory_seq = any (p_question.candidates)) e
     where e.space_id = p_question.space_id and (e.recorded_at is null or e.recorded_at <= p_question.as_of)
  ), arm as materialized (
    select v.seq, v.session, v.verbatim, v.asks, v.token_count, coalesce(l.value, 0) as lexical, s.value as semantic, coalesce(o.value, 0) as session_lexical
      from visible v
      left join lexical l on l.seq = v.seq
      left join semantic s on s.seq = v.seq and not v.redacted
      left join session_lexical o on o.session = v.session
  ), moment as materialized (
    -- Mean and standard deviation of each arm, from exact sums.
    select coalesce(x.lexical, n.lexical) as lexical, coalesce(x.lexical_sd, greatest(n.lexical_squares - n.lexical ^ 2, 1) ^ .5) as lexical_sd,
           n.semantic, greatest(n.semantic_squares - n.semantic ^ 2, 1) ^ .5 as semantic_sd,
           coalesce(x.session_lexical, n.session_lexical) as session_lexical,
           coalesce(x.session_lexical_sd, greatest(n.session_squares - n.session_lexical ^ 2, 1) ^ .5) as session_lexical_sd, d.damping
      from (select avg(a.lexical)::float8 as lexical, sum(a.lexical::numeric * a.lexical)::float8 / count(*) as lexical_squares,
                   avg(a.semantic) filter (where a.seq >= v_step and a.seq % v_step < 16)::float8 as semantic,
                   avg(a.semantic * a.semantic) filter (where a.seq >= v_step and a.seq % v_step < 16)::float8 as semantic_squares,
                   avg(a.session_lexical)::float8 as session_lexical, sum(a.session_lexical::numeric * a.session_lexical)::float8 / count(*) as session_squares
              from arm a) n
     cross join conversations d
      left join expected x on true
  ), own as (
    select a.seq, a.session, a.verbatim, a.asks, least(1, p_profile.line_tokens / a.token_count) as share,
           a.lexical, a.semantic, a.session_lexical, z.lexical as z_lexical, z.semantic as z_semantic, z.session_lexical as z_session,
           p_profile.lexical * z.lexical + p_profile.semantic * z.semantic + p_profile.session_lexical * z.session_lexical as strength
      from arm a cross join moment m
     cross join lateral (select coalesce((a.lexical - m.lexical) / nullif(m.lexical_sd, 0), 0) as lexical, coalesce((a.semantic - m.semantic) / m.semantic_sd, 0) as semantic,
                                coalesce(m.damping * (a.session_lexical - m.session_lexical) / nullif(m.session_lexical_sd, 0), 0) as session_lexical) z
  ), helped as (
    select o.*,
           o.share * (greatest(lag(o.strength) over w, 0) + greatest(lead(o.strength) over w, 0)) as near,
           o.share * (greatest(lag(o.strength, 2) over w, 0) + greatest(lead(o.strength, 2) over w, 0)) as second_near,
           o.share * greatest(lag(case when o.asks then o.strength end) over w, 0) as asked
      from own o
    window w as (partition by o.session, case when o.verbatim then width_bucket(o.seq, v_begins) else -o.seq end order by o.seq)
  ), twin as (
    -- Lines of the same text: the best stands for all.
    select v.content_hash, v.speaker, v.verbatim, min(v.seq) as first_seq, (array_agg(v.source_episode_id order by v.seq))[1:100] as episodes, count(*) - 1 as surplus
      from visible v
      join (select w.content_hash from visible w where w.admitted group by w.content_hash having count(*) > 1) r on r.content_hash = v.content_hash
     where v.admitted
     group by v.content_hash, v.speaker, v.verbatim having count(*) > 1
  ), scored as (
    select h.*, v.heading, v.token_count, v.quoted_in, v.traits, coalesce(t.first_seq, h.seq) as group_seq, t.episodes,
           round((h.strength + p_profile.neighbour * h.near + p_profile.second_neighbour * h.second_near + p_profile.reply * h.asked
                  + p_profile.speaker * v.traits[1] + p_profile.period * v.traits[2] + p_profile.question * v.traits[3]
                  + p_profile.session * v.traits[4] + p_profile.compiled * v.traits[5] + p_profile.assistant * v.traits[6]
                  + p_profile.assistant_asked * v.traits[7] + p_profile.instruction * v.traits[8] + p_profile.opening * v.traits[9]
                  + p_profile.long_line * v.traits[10] + p_profile.pinned * v.traits[11]) * 1e6) / 1e6 as score
      from helped h
      join visible v on v.seq = h.seq
      left join twin t on t.content_hash = v.content_hash and t.speaker = v.speaker and t.verbatim = v.verbatim
     where v.admitted
  ), placed as (
    select s.*, row_number() over (partition by s.group_seq order by s.score desc, s.seq) > 1 as repeated from scored s
  )
  select (select (count(*) filter (where v.admitted) - coalesce((select sum(t.surplus) from twin t), 0))::int from visible v), s.seq, s.heading, s.token_count, s.quoted_in, s.repeated, s.episodes, s.score,
         array[s.lexical / 1e6, s.semantic / 1e6, s.session_lexical / 1e6]::float8[], array[s.z_lexical, s.z_semantic, s.z_session, s.near, s.second_near, s.asked] || s.traits
    from placed s
   where p_limit is null or not s.repeated
   order by s.repeated, s.score desc, s.seq
   limit p_limit;
end
$$;

comment on function statewave_private.rank_memories(statewave_private.question, statewave_private.ranking_profile, int) is
  'The p_limit best candidates of a subject with different texts (null: all, repeated ones last), best first, in one statement. arms: BM25 of the memory, cosine of the vectors, BM25 of its session. parts: what the score is made of, in the order of explain(): the arms in standard deviations over what is visible at the question''s time; the help of the neighbours in the session; then what else counts, 0 or 1 each but for the period and the long line. score is the sum of the parts by the profile''s weights of the same names. candidates: how many with different texts there are; heading: the day of a passage as a number from 0 up, the kind of another from -5 to -1, in the order in which they are shown; quoted_in: the passage that holds a compiled memory''s content; repeated: a better one has the same text; twins: the episodes of all that have it, 100 at most.';

revoke all on function statewave_private.rank_memories(statewave_private.question, statewave_private.ranking_profile, int) from public;
