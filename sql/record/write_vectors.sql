create or replace function statewave_private.write_vectors(p_key uuid, p_tenant text, p_after_seq int, p_embeddings jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
begin
  insert into statewave_private.embedding (subject_key, memory_seq, space_id, tenant_id, embedding)
  select p_key, v.seq, s.space_id, p_tenant, v.vector::public.halfvec
    from statewave_private.embedding_space s
   cross join lateral (
         select u.seq, u.vector
           from (select array_agg(m.seq order by m.seq) as seqs, array_agg(concat_ws(': ', k.asked_as, m.content) order by m.seq) as contents
                   from statewave_private.memory m
                   left join statewave_private.claim_key k on k.claim_key = m.claim_key
                  where m.subject_key = p_key and m.seq > p_after_seq and not p_embeddings ? m.source_episode_id::text
                  group by (m.seq - p_after_seq - 1) / 200) b
          cross join lateral unnest(b.seqs, statewave_python.vectors(b.contents)) u (seq, vector)
          where u.vector is not null
         union all
         select m.seq, p_embeddings ->> m.source_episode_id::text
           from statewave_private.memory m
          where m.subject_key = p_key and m.seq > p_after_seq and p_embeddings ? m.source_episode_id::text
         ) v
   where s.is_active;
end
$$;

comment on function statewave_private.write_vectors(uuid, text, int, jsonb) is
  'Gives the memories after p_after_seq their vectors in the active space: the built-in embedder''s, of the content without the speaker (after the words in which people ask for such a claim), or the caller''s own, {episode id: [numbers]}.';

revoke all on function statewave_private.write_vectors(uuid, text, int, jsonb) from public;
