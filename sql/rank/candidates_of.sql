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
  v_common   constant int := 3000; -- a term of so many memories is only counted in the sample
  v_rarest   constant int := 4000; -- rarest terms first, until they have so many memories
  v_queries  constant tsquery[] := array(select quote_literal(t.term)::tsquery from unnest(p_question.terms) with ordinality t (term, place) order by t.place);
  v_ef_search constant text := current_setting('hnsw.ef_search', true);
  v_iterative constant text := current_setting('hnsw.iterative_scan', true);
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

  execute format('with posting as materialized (
                    select t.place, array(select m.seq from statewave_private.memory m where m.%s and m.postings @@ t.query limit %s) as seqs
                      from unnest($1) with ordinality t (query, place)
                  ), rarest as (
                    select p.seqs, ln($2 / cardinality(p.seqs)) as rarity, sum(cardinality(p.seqs)) over (order by cardinality(p.seqs), p.place) as running
                      from posting p where p.seqs <> ''{}''
                  ), found as (
                    select x.seq, sum(r.rarity) as rarity
                      from rarest r cross join lateral unnest(r.seqs) x (seq)
                     where r.running - cardinality(r.seqs) < %s
                     group by x.seq order by rarity desc, x.seq limit 400
                  )
                  select array(select cardinality(p.seqs)::float8 from posting p order by p.place), array_agg(f.seq), array_agg(f.rarity)
                    from found f', v_of, v_common, v_rarest)
     into v_question.frequencies, v_found, v_rarities using v_queries, p_memories + 1.0;
  v_question.frequencies := array(
    select case when t.frequency < v_common then t.frequency else greatest(v_common, p_memories * (
             select avg((m.postings @@ t.query)::int) from statewave_private.memory m
              where m.subject_key = p_question.subject_key and m.seq = any (v_sample))) end
      from unnest(v_queries, v_question.frequencies) with ordinality t (query, frequency, place) order by t.place);
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
  'A question of a big subject with the memories that are worth ranking: the shortlist of those nearest by vector (the subject''s HNSW index) and those with its rarest terms (the subject''s GIN index), and sixteen runs of memories as a sample of the rest, from which sessions and common terms are counted. The same while neither index nor subject changes.';

revoke all on function statewave_private.candidates_of(statewave_private.question, bigint) from public;
