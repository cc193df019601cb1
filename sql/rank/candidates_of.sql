-- requires: rank/shortlist.sql
create or replace function statewave_private.candidates_of(p_question statewave_private.question, p_memories bigint)
returns statewave_private.question
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_question statewave_private.question := p_question;
  v_hidden   constant int[] := p_question.denied || p_question.redacted;
  -- Of the partition, as no text index is used behind row security: only numbers come from it. A partial index serves a literal only.
  v_memories constant text := format('%s m where m.subject_key = %L', (
    select m.tableoid::regclass from statewave_private.memory m where m.subject_key = p_question.subject_key limit 1), p_question.subject_key)
    || case when v_hidden is null then '' else format(' and m.seq <> all (%L::int[])', v_hidden) end;
  v_counted  constant int := 2000; -- so many memories are looked at, and beyond them a term is only counted in the sample
  v_queries  constant tsquery[] := array(select quote_literal(t.term)::tsquery from unnest(p_question.terms) with ordinality t (term, place) order by t.place);
  v_ef_search constant text := current_setting('hnsw.ef_search', true);
  v_iterative constant text := current_setting('hnsw.iterative_scan', true);
  v_shares   float8[];
  v_rarest   bigint[];
  v_rare     tsquery;
  v_common   tsquery;
  v_near     int[];
  v_cosines  float8[];
  v_found    int[];
  v_rarities float8[];
  v_sample   int[];
begin
  v_question.memories := p_memories;
  v_question.sample_step := p_memories / 16;
  v_sample := array(select w.first + s.place from generate_series(v_question.sample_step, p_memories - 15, v_question.sample_step) w (first)
                     cross join generate_series(0, 15) s (place) where (w.first + s.place = any (v_hidden)) is not true);
  -- Without a vector words alone find. The settings are none of the function: who restores a dump may not know them yet.
  if p_question.vector is not null then
    perform set_config('hnsw.ef_search', '200', true), set_config('hnsw.iterative_scan', 'strict_order', true);
    execute format('select array_agg(n.memory_seq), array_agg(1 - n.distance)
                      from (select e.memory_seq, e.embedding::public.halfvec(%s) operator(public.<=>) $1 as distance
                              from statewave_private.embedding e where e.subject_key = %L and e.space_id = %s and (e.memory_seq = any ($2)) is not true order by distance limit 200) n
                     where n.distance <> ''NaN''', -- of a text without direction
                   public.vector_dims(p_question.vector), p_question.subject_key, p_question.space_id) into v_near, v_cosines using p_question.vector, v_hidden;
    perform set_config('hnsw.ef_search', coalesce(v_ef_search, '40'), true), set_config('hnsw.iterative_scan', coalesce(v_iterative, 'off'), true);
  end if;

  v_shares := array(
    select coalesce(f.share, 0)
      from unnest(p_question.terms) with ordinality t (term, place)
      left join (select l.lexeme, count(*) / cardinality(v_sample)::float8 as share
                   from statewave_private.memory m
                  cross join unnest(tsvector_to_array(m.postings)) l (lexeme)
                  where m.subject_key = p_question.subject_key and m.seq = any (v_sample) and m.postings @@ p_question.query
                  group by l.lexeme) f on f.lexeme = t.term
     order by t.place);
  v_rarest := array(select t.place from unnest(p_question.terms, v_shares) with ordinality t (term, share, place)
                     order by t.share, length(t.term) desc, t.term limit 200);
  execute format('select array(select case when t.place = any ($2) then (select count(*) from (select from %s and m.postings @@ t.query limit %s) c) end
                                 from unnest($1) with ordinality t (query, place) order by t.place)', v_memories, v_counted)
     into v_question.frequencies using v_queries, v_rarest;
  v_question.frequencies := array(
    select case when t.frequency < v_counted then t.frequency else greatest(t.frequency, 1, p_memories * t.share) end
      from unnest(v_question.frequencies, v_shares) with ordinality t (frequency, share, place) order by t.place);

  with term as (
    select t.query, t.frequency, t.place, sum(t.frequency) over (order by t.frequency, t.place) <= v_counted as is_rare
      from unnest(v_queries, v_question.frequencies) with ordinality t (query, frequency, place)
     where t.frequency > 0 and t.place = any (v_rarest)
  ), common as (
    select t.* from term t where not t.is_rare order by t.frequency, t.place limit 6
  ), pair as (
    select format('(%s & %s)', a.query, b.query) as query, row_number() over w = 1 or sum(a.frequency * b.frequency / p_memories) over w <= v_counted as is_taken
      from common a join common b on (b.frequency, b.place) > (a.frequency, a.place)
    window w as (order by a.frequency * b.frequency, a.place, b.place)
  )
  select (select string_agg(t.query::text, '|') from term t where t.is_rare),
         coalesce((select string_agg(p.query, '|') from pair p where p.is_taken), (select c.query::text from common c order by c.frequency, c.place limit 1))
    into v_rare, v_common;
  execute format('select array_agg(f.seq), array_agg(f.rarity)
                    from (select m.seq, sum(ln($4 / t.frequency)) as rarity
                            from (select m.seq, m.postings from %1$s and m.postings @@ $1
                                  union all
                                  (select m.seq, m.postings from %1$s and m.postings @@ $5 and (m.postings @@ $1) is not true
                                    order by m.seq desc limit %2$s)) m
                           cross join (select u.query, u.frequency from unnest($2, $3) u (query, frequency) where u.frequency > 0 order by u.frequency, u.query::text limit 20) t
                           where m.postings @@ t.query
                           group by m.seq order by rarity desc, m.seq limit 600) f', v_memories, v_counted)
     into v_found, v_rarities using v_rare, v_queries, v_question.frequencies, p_memories + 1.0, v_common;
  select greatest(p_memories * avg((s.session is distinct from s.previous)::int), 1) into v_question.sessions
    from (select m.session, m.seq, lag(m.session) over (order by m.seq) as previous, lag(m.seq) over (order by m.seq) as previous_seq
            from statewave_private.memory m where m.subject_key = p_question.subject_key and m.seq = any (v_sample)) s
   where s.seq = s.previous_seq + 1;

  v_question.candidates := array(
    select s.seq from unnest(statewave_private.shortlist(v_question, v_near, v_cosines, v_found, v_rarities)) s (seq)
    union
    select s.seq from unnest(v_sample) s (seq)
    order by seq);
  return v_question;
end
$$;

comment on function statewave_private.candidates_of(statewave_private.question, bigint) is
  'A question of a big subject with the memories that are worth ranking: the shortlist of those nearest by vector (the subject''s HNSW index) and those with one of its rarest terms, 2,000 memories of them in all, or two of its common ones, the newest 2,000 (the subject''s GIN index), and sixteen runs of memories as a sample of the rest, from which sessions and common terms are counted. Of a long question the 200 rarest terms are counted exactly. What is withheld is no candidate by its own words. The same while neither index nor subject changes.';

revoke all on function statewave_private.candidates_of(statewave_private.question, bigint) from public;
