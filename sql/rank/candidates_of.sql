-- The parameter hnsw.ef_search is known once pgvector is loaded.
select public.vector_dims('[1]'::public.halfvec);

create or replace function statewave_private.candidates_of(p_question statewave_private.question, p_memories bigint)
returns statewave_private.question
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set hnsw.ef_search = 400
as $$
#variable_conflict error
declare
  v_question statewave_private.question := p_question;
  v_of       constant text := format('subject_key = %L', p_question.subject_key); -- a partial index serves a literal only
  v_count    constant int := 300; -- of each arm
  v_sample   constant int := 400;
  v_term     text;
  v_number   int;
  v_near     int[];
  v_found    int[];
begin
  execute format('select array(select e.memory_seq from statewave_private.embedding e where e.%s and e.space_id = %s
                                order by e.embedding::public.halfvec(%s) operator(public.<=>) $1 limit %s)',
                 v_of, p_question.space_id, public.vector_dims(p_question.vector), v_count) into v_near using p_question.vector;

  v_question.frequencies := '{}';
  foreach v_term in array p_question.terms loop
    execute format('select count(*) from (select from statewave_private.memory m where m.%s and m.postings @@ $1 limit 5000) t', v_of)
       into v_number using quote_literal(v_term)::tsquery;
    v_question.frequencies := v_question.frequencies || v_number;
  end loop;
  -- A rare term finds by itself, common ones by twos.
  execute format('select array(select m.seq
                                 from (select m.seq, m.postings from statewave_private.memory m where m.%s and m.postings @@ $1 limit 5000) m
                                cross join unnest($2, $3) t (term, frequency)
                                where m.postings @@ t.term
                                group by m.seq order by sum(1 / (t.frequency + 1.0)) desc, m.seq limit %s)', v_of, v_count)
     into v_found
    using (select string_agg(format('(%s)', q.query), '|')::tsquery
             from (select quote_literal(t.term) as query
                     from unnest(p_question.terms, v_question.frequencies) t (term, frequency) where t.frequency <= 1000
                   union all
                   select format('%L & %L', a.term, b.term)
                     from unnest(p_question.terms, v_question.frequencies) a (term, frequency)
                     join unnest(p_question.terms, v_question.frequencies) b (term, frequency) on b.term > a.term
                    where a.frequency > 1000 and b.frequency > 1000) q),
          array(select quote_literal(t.term)::tsquery from unnest(p_question.terms) with ordinality t (term, place) order by t.place),
          v_question.frequencies;

  v_question.memories := p_memories;
  v_question.sample_from := greatest(p_memories - v_sample, 0);
  v_question.candidates := array(
    select distinct c.seq + d.distance as seq from unnest(v_near || v_found) c (seq) cross join generate_series(-2, 2) d (distance)
    union
    select s.seq from generate_series(v_question.sample_from, p_memories::int) s (seq)
    order by seq);
  return v_question;
end
$$;

comment on function statewave_private.candidates_of(statewave_private.question, bigint) is
  'A question of a big subject with the memories that are worth ranking: those nearest by vector (the subject''s HNSW index), those with its rarest terms or two of its common ones (the subject''s GIN index), their neighbours by number, and the newest as a sample of the rest. The same while neither index nor subject changes.';

revoke all on function statewave_private.candidates_of(statewave_private.question, bigint) from public;
