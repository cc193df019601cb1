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
  select p_key, v.seq, s.space_id, p_tenant, v.vector
    from statewave_private.embedding_space s
   cross join lateral (
         select u.seq, coalesce(u.vector::public.halfvec, array_fill(0, array[s.dimensions])::public.halfvec) as vector
           from (select array_agg(m.seq) as seqs, array_agg(m.content) as contents
                   from unnest(p_seqs, p_contents, p_vectors) with ordinality m (seq, content, vector, place)
                  where s.provider = 'builtin' and (m.vector is null or not s.is_active)
                  group by m.place / 200) b -- 200 texts at once: a cancel is heard between two
          cross join lateral unnest(b.seqs, statewave_python.vectors(b.contents)) u (seq, vector)
         union all
         select m.seq, m.vector::public.halfvec
           from unnest(p_seqs, p_vectors) m (seq, vector)
          where s.is_active and m.vector is not null
         ) v
   where not s.is_retired
      on conflict (subject_key, memory_seq, space_id) do nothing;
  perform statewave_private.want_vectors(p_key, p_tenant, s.space_id)
     from statewave_private.embedding_space s
    where s.provider <> 'builtin' and not s.is_retired
      and exists (select from unnest(p_seqs, p_vectors) m (seq, vector) where not s.is_active or m.vector is null);
end
$$;

comment on function statewave_private.write_vectors(uuid, text, int[], text[], text[]) is
  'Gives memories the vectors that they have not in each space that is active or filling: in the active one the caller''s own (p_vectors, null where there is none), else the built-in embedder''s of p_contents, all zero for a text without direction; what is another provider''s is left to a worker.';

revoke all on function statewave_private.write_vectors(uuid, text, int[], text[], text[]) from public;
