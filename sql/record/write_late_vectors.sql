create or replace function statewave_private.write_late_vectors(p_subject statewave_private.subject, p_space_id int, p_seqs int[], p_vectors public.halfvec[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject;
  v_count   int;
begin
  -- What was forgotten meanwhile needs none.
  insert into statewave_private.embedding (subject_key, memory_seq, space_id, tenant_id, embedding, recorded_at)
  select p_subject.subject_key, m.seq, p_space_id, p_subject.tenant_id, v.vector, p_subject.last_recorded_at
    from unnest(p_seqs, p_vectors) v (seq, vector)
    join statewave_private.memory m on m.subject_key = p_subject.subject_key and m.seq = v.seq
      on conflict (subject_key, memory_seq, space_id) do nothing;
  get diagnostics v_count = row_count;
  if v_count > 0 then
    v_subject := statewave_private.audited(p_subject, 'embed', jsonb_build_object('space', p_space_id, 'vectors', v_count));
    update statewave_private.subject s
       set last_recorded_at = v_subject.last_recorded_at, audit_seq = v_subject.audit_seq, audit_head = v_subject.audit_head
     where s.subject_key = p_subject.subject_key;
  end if;
  return v_count;
end
$$;

comment on function statewave_private.write_late_vectors(statewave_private.subject, int, int[], public.halfvec[]) is
  'Gives memories of a locked subject their vectors in a space, known from its stamp on, with an audit entry: a bundle of before is repeated without them. Returns how many had none.';

revoke all on function statewave_private.write_late_vectors(statewave_private.subject, int, int[], public.halfvec[]) from public;
