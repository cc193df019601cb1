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
  v_of       constant text := format('subject_key = %L', p_question.subject_key); -- a partial index serves a literal only
  v_counted  constant int := 3000; -- a term of so many memories is only counted in the sample
  v_common   constant int := 1000; -- a term of more memories does not find them by itself
  v_queries  constant tsquery[] := array(select quote_literal(t.term)::tsquery from unnest(p_question.terms) with ordinality t (term, place) order by t.place);
  v_ef_search constant text := current_setting('hnsw.ef_search', true);
  v_iterative constant text := current_setting('hnsw.iterative_scan', true);
  v_finding  tsquery;
  v_near     int[];
  v_cosines  float8[];
  v_found    int[];
  v_rarities float8[];
  v_sample   int[];
begin
  v_question.memories := p_memories;
  v_question.sample_step := p_memories / 16;
  v_sample := array(select w.first + s.place from generate_series(v_question.sample_step, p_memories, v_question.sample_step) w (first)
                     cross join generate_series(0, 23) s (place));
  -- Not as settings of the function: who restores a dump may not know them yet.
  perform set_config('hnsw.ef_search', '200', true), set_config('hnsw.iterative_scan', 'strict_order', true);
  execute format('select array_agg(n.memory_seq), array_agg(1 - n.distance)
                    from (select e.memory_seq, e.embedding::public.halfvec(%s) operator(public.<=>) $1 as distance
                            from statewave_private.embedding e where e.%s and e.space_id = %s order by distance limit 200) n',
                 public.vector_dims(p_question.vector), v_of, p_question.space_id) into v_near, v_cosines using p_question.vector;
  perform set_config('hnsw.ef_search', coalesce(v_ef_search, '40'), true), set_config('hnsw.iterative_scan', coalesce(v_iterative, 'off'), true);

  execute format('select array(select (select count(*) from (select from statewave_private.memory m where m.%s and m.postings @@ t.query limit %s) c)
                                 from unnest($1) with ordinality t (query, place) order by t.place)', v_of, v_counted)
     into v_question.frequencies using v_queries;
  v_question.frequencies := array(
    select case when t.frequency < v_counted then t.frequency else greatest(v_counted, p_memories * (
             select avg((m.postings @@ t.query)::int) from statewave_private.memory m
              where m.subject_key = p_question.subject_key and m.seq = any (v_sample))) end
      from unnest(v_queries, v_question.frequencies) with ordinality t (query, frequency, place) order by t.place);
  -- A rare term finds by itself, common ones by twos, the rarest six of them.
  with common as (
    select t.query, t.frequency, t.place
      from unnest(v_queries, v_question.frequencies) with ordinality t (query, frequency, place)
     where t.frequency > v_common order by t.frequency, t.place limit 6
  )
  select string_agg(q.query, '|')::tsquery into v_finding
    from (select t.query::text from unnest(v_queries, v_question.frequencies) t (query, frequency) where t.frequency between 1 and v_common
          union all
          select format('(%s & %s)', a.query, b.query) from common a join common b on (b.frequency, b.place) > (a.frequency, a.place)) q (query);
  execute format('select array_agg(f.seq), array_agg(f.rarity)
                    from (select m.seq, sum(ln($4 / t.frequency)) as rarity
                            from (select m.seq, m.postings from statewave_private.memory m where m.%s and m.postings @@ $1 limit %s) m
                           cross join unnest($2, $3) t (query, frequency)
                           where m.postings @@ t.query
                           group by m.seq order by rarity desc, m.seq limit 600) f', v_of, v_counted)
     into v_found, v_rarities using v_finding, v_queries, v_question.frequencies, p_memories + 1.0;
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
  'A question of a big subject with the memories that are worth ranking: the shortlist of those nearest by vector (the subject''s HNSW index) and those with its rare terms, or two of its common ones (the subject''s GIN index), and sixteen runs of memories as a sample of the rest, from which sessions and common terms are counted. The same while neither index nor subject changes.';

revoke all on function statewave_private.candidates_of(statewave_private.question, bigint) from public;
