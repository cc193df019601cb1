create or replace function statewave_private.apply_claims(
  p_subject statewave_private.subject, p_compiler text, p_from_seq int, p_through_seq int, p_claims statewave_private.claim[], p_action text,
  out run_id uuid, out created int, out superseded int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_key     constant uuid := p_subject.subject_key;
  v_subject statewave_private.subject := p_subject;
  v_claim   statewave_private.claim;
  v_applied record;
  v_seq     int := p_subject.last_memory_seq;
begin
  run_id := gen_random_uuid();
  created := 0;
  superseded := 0;
  insert into statewave_private.compile_run
    (subject_key, id, tenant_id, compiler, from_seq, through_seq, recorded_at, memories_created, memories_superseded)
  values (v_key, apply_claims.run_id, p_subject.tenant_id, p_compiler, p_from_seq, p_through_seq, p_subject.last_recorded_at, 0, 0);

  foreach v_claim in array p_claims loop
    v_applied := case
      when v_claim.pinned is not null then statewave_private.apply_pin(p_subject, run_id, v_seq, v_claim)
      when v_claim.retracts then statewave_private.apply_retraction(p_subject, run_id, v_seq, v_claim)
      else statewave_private.apply_claim(p_subject, run_id, v_seq, v_claim)
    end;
    v_seq := v_applied.last_seq;
    created := created + v_applied.created;
    superseded := superseded + v_applied.superseded;
  end loop;

  perform statewave_private.write_vectors_from(v_key, p_subject.tenant_id, p_subject.last_memory_seq);
  insert into statewave_private.language (subject_key, text_config, tenant_id, recorded_at)
  select v_key, p_subject.text_config, p_subject.tenant_id, p_subject.last_recorded_at
   where created > 0
      on conflict (subject_key, text_config) do nothing;
  update statewave_private.compile_run r
     set memories_created = apply_claims.created, memories_superseded = apply_claims.superseded
   where r.subject_key = v_key and r.id = apply_claims.run_id;
  v_subject := statewave_private.audited(v_subject, p_action, jsonb_build_object('run', run_id, 'episodes', jsonb_build_array(p_from_seq, p_through_seq),
    'created', created, 'superseded', superseded));
  update statewave_private.subject s
     set last_recorded_at = v_subject.last_recorded_at, audit_seq = v_subject.audit_seq, audit_head = v_subject.audit_head, last_memory_seq = v_seq,
         memory_count = s.memory_count + v_seq - v_subject.last_memory_seq,
         compiled_through = case when p_action = 'compile' then p_through_seq else s.compiled_through end
   where s.subject_key = v_key;
end
$$;

comment on function statewave_private.apply_claims(statewave_private.subject, text, int, int, statewave_private.claim[], text) is
  'One run of a compiler over episodes of a locked subject, p_from_seq to p_through_seq: writes what it found there, with vectors, an audit entry of p_action and the subject''s counts. Returns the run, and the memories created and superseded.';

revoke all on function statewave_private.apply_claims(statewave_private.subject, text, int, int, statewave_private.claim[], text) from public;
