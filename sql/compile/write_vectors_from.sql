-- requires: record/embedded_text.sql
create or replace function statewave_private.write_vectors_from(p_key uuid, p_tenant text, p_seq int)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_seqs     int[];
  v_contents text[];
begin
  select array_agg(m.seq order by m.seq), array_agg(statewave_private.embedded_text(m.content, k.asked_as) order by m.seq) into v_seqs, v_contents
    from statewave_private.memory m
   cross join lateral statewave_private.claim_key_of(p_tenant, m.claim_key) k
   where m.subject_key = p_key and m.seq > p_seq
     and exists (select from statewave_private.embedding_space s
                  where not s.is_retired
                    and not exists (select from statewave_private.embedding e where e.subject_key = p_key and e.memory_seq = m.seq and e.space_id = s.space_id));
  perform statewave_private.write_vectors(p_key, p_tenant, v_seqs, v_contents, array[]::text[]);
end
$$;

comment on function statewave_private.write_vectors_from(uuid, text, int) is
  'Writes the vectors that a subject''s memories with numbers above p_seq have not, in each space that is active or filling.';

revoke all on function statewave_private.write_vectors_from(uuid, text, int) from public;
