create or replace function statewave_private.fill_vectors(p_subject statewave_private.subject, p_space statewave_private.embedding_space, p_max int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_seqs    int[];
  v_vectors public.halfvec[];
begin
  with missing as materialized (
    select t.seq, t.content, row_number() over (order by t.seq) / 200 as block
      from statewave_private.texts_without(p_subject.subject_key, p_subject.tenant_id, p_space.space_id, p_max) t
  )
  select array_agg(u.seq order by u.seq), array_agg(coalesce(u.vector::public.halfvec, array_fill(0, array[p_space.dimensions])::public.halfvec) order by u.seq)
    into v_seqs, v_vectors
    from (select array_agg(m.seq order by m.seq) as seqs, array_agg(m.content order by m.seq) as contents from missing m group by m.block) b
   cross join lateral unnest(b.seqs, statewave_python.vectors(b.contents)) u (seq, vector);
  return statewave_private.write_late_vectors(p_subject, p_space.space_id, v_seqs, v_vectors);
end
$$;

comment on function statewave_private.fill_vectors(statewave_private.subject, statewave_private.embedding_space, int) is
  'Gives the first p_max memories of a locked subject that lack one their vectors in a space of the built-in embedder''s; returns how many.';

revoke all on function statewave_private.fill_vectors(statewave_private.subject, statewave_private.embedding_space, int) from public;
