-- The parameter hnsw.ef_search is known once pgvector is loaded.
select public.vector_dims('[1]'::public.halfvec);

create or replace function statewave_private.candidates_of(p_question statewave_private.question, p_memories bigint)
returns statewave_private.question
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set hnsw.ef_search = 200
set hnsw.iterative_scan = strict_order
as $$
#variable_conflict error
declare
  v_question statewave_private.question := p_question;
  v_of       constant text := format('subject_key = %L', p_question.subject_key); -- a partial index serves a literal only
  v_count    constant int := 120; -- of each arm
  v_common   constant int := 5000; -- a term of so many memories is only counted in the sample
  v_found_in constant int := 4000; -- rarest terms first, until they have so many memories
  v_queries  constant tsquery[] := array(select quote_literal(t.term)::tsquery from unnest(p_question.terms) with ordinality t (term, place) order by t.place);
  v_near     int[];
  v_found    int[];
  v_sample   int[];
begin
  v_question.sample_step := p_memories / 16;
  v_sample := array(select w.first + s.place from generate_series(v_question.sample_step, p_memories, v_question.sample_step) w (first)
                     cross join generate_series(0, 23) s (place));
  execute format('select array(select e.memory_seq from statewave_private.embedding e where e.%s and e.space_id = %s
                                order by e.embedding::public.halfvec(%s) operator(public.<=>) $1 limit %s)',
                 v_of, p_question.space_id, public.vector_dims(p_question.vector), v_count) into v_near using p_question.vector;

  execute format('with posting as materialized (
                    select t.place, array(select m.seq from statewave_private.memory m where m.%s and m.postings @@ t.query limit %s) as seqs
                      from unnest($1) with ordinality t (query, place))
                  select array_agg(cardinality(p.seqs)::float8 order by p.place),
                         array(select x.seq
                                 from (select p.seqs, ln($2 / cardinality(p.seqs)) as rarity, sum(cardinality(p.seqs)) over (order by cardinality(p.seqs), p.place) as running
                                         from posting p where p.seqs <> ''{}'') p
                                cross join lateral unnest(p.seqs) x (seq)
                                where p.running - cardinality(p.seqs) < %s
                                group by x.seq order by sum(p.rarity) desc, x.seq limit %s)
                    from posting p', v_of, v_common, v_found_in, v_count)
     into v_question.frequencies, v_found using v_queries, p_memories + 1.0;
  v_question.frequencies := array(
    select case when t.frequency < v_common then t.frequency else greatest(v_common, p_memories * (
             select avg((m.postings @@ t.query)::int) from statewave_private.memory m
              where m.subject_key = p_question.subject_key and m.seq = any (v_sample))) end
      from unnest(v_queries, v_question.frequencies) with ordinality t (query, frequency, place) order by t.place);
  select greatest(p_memories * avg((s.session is distinct from s.previous)::int), 1) into v_question.sessions
    from (select m.session, m.seq, lag(m.session) over (order by m.seq) as previous, lag(m.seq) over (order by m.seq) as previous_seq
            from statewave_private.memory m where m.subject_key = p_question.subject_key and m.seq = any (v_sample)) s
   where s.seq = s.previous_seq + 1;

  v_question.memories := p_memories;
  v_question.candidates := array(
    select distinct c.seq + d.distance as seq from unnest(v_near || v_found) c (seq) cross join generate_series(-2, 2) d (distance)
    union
    select s.seq from unnest(v_sample) s (seq)
    order by seq);
  return v_question;
end
$$;

comment on function statewave_private.candidates_of(statewave_private.question, bigint) is
  'A question of a big subject with the memories that are worth ranking: those nearest by vector (the subject''s HNSW index), those with most and rarest of its terms (the subject''s GIN index), their neighbours by number, and sixteen runs of memories as a sample of the rest, from which sessions and common terms are counted. The same while neither index nor subject changes.';

revoke all on function statewave_private.candidates_of(statewave_private.question, bigint) from public;
