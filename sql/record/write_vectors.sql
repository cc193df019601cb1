create or replace function statewave_private.write_vectors(p_key uuid, p_tenant text, p_seqs int[], p_contents text[], p_vectors text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  insert into statewave_private.embedding (subject_key, memory_seq, space_id, tenant_id, embedding)
  select p_key, v.seq, s.space_id, p_tenant, v.vector::public.halfvec
    from statewave_private.embedding_space s
   cross join lateral (
         select u.seq, u.vector
           from (select array_agg(m.seq) as seqs, array_agg(m.content) as contents
                   from unnest(p_seqs, p_contents, p_vectors) with ordinality m (seq, content, vector, place)
                  where m.vector is null
                  group by m.place / 200) b -- 200 texts at once: a cancel is heard between two
          cross join lateral unnest(b.seqs, statewave_python.vectors(b.contents)) u (seq, vector)
          where u.vector is not null
         union all
         select m.seq, m.vector
           from unnest(p_seqs, p_vectors) m (seq, vector)
          where m.vector is not null
         ) v
   where s.is_active;
end
$$;

comment on function statewave_private.write_vectors(uuid, text, int[], text[], text[]) is
  'Gives memories their vectors in the active space: the caller''s own (p_vectors, null where there is none), else the built-in embedder''s of p_contents.';

revoke all on function statewave_private.write_vectors(uuid, text, int[], text[], text[]) from public;
