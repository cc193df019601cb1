create or replace function statewave_private.finish_compile(p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_created int, p_superseded int)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_key     constant uuid := p_subject.subject_key;
  v_subject statewave_private.subject;
  v_run     statewave_private.compile_run;
begin
  perform statewave_private.write_vectors_from(v_key, p_subject.tenant_id, p_subject.last_memory_seq);
  insert into statewave_private.language (subject_key, text_config, tenant_id, recorded_at)
  select v_key, p_subject.text_config, p_subject.tenant_id, p_subject.last_recorded_at
   where p_created > 0
      on conflict (subject_key, text_config) do nothing;
  update statewave_private.compile_run r set memories_created = p_created, memories_superseded = p_superseded
   where r.subject_key = v_key and r.id = p_run_id
   returning r.* into v_run;
  v_subject := statewave_private.audited(p_subject, 'compile', jsonb_build_object(
    'run', p_run_id, 'episodes', jsonb_build_array(v_run.from_seq, v_run.through_seq), 'created', p_created, 'superseded', p_superseded));
  update statewave_private.subject s
     set last_recorded_at = v_subject.last_recorded_at, audit_seq = v_subject.audit_seq, audit_head = v_subject.audit_head,
         compiled_through = p_subject.compiled_through, modelled_through = p_subject.modelled_through,
         last_memory_seq = p_last_seq, memory_count = s.memory_count + p_last_seq - p_subject.last_memory_seq
   where s.subject_key = v_key;
end
$$;

comment on function statewave_private.finish_compile(statewave_private.subject, uuid, int, int, int) is
  'Ends a compile pass over a subject, locked by lock_subject: the vectors of its memories, its counts, the audit, and how far the subject is compiled, as p_subject has it.';

revoke all on function statewave_private.finish_compile(statewave_private.subject, uuid, int, int, int) from public;
