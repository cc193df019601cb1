create or replace function statewave_private.apply_claims(
  p_subject statewave_private.subject, p_compiler text, p_from_seq int, p_through_seq int, p_claims statewave_private.claim[], p_action text,
  p_run_id uuid default null,
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
  run_id := coalesce(p_run_id, gen_random_uuid());
  created := 0;
  superseded := 0;
  if p_run_id is null then
    insert into statewave_private.compile_run
      (subject_key, id, tenant_id, compiler, state, from_seq, through_seq, recorded_at, started_at, finished_at, memories_created, memories_superseded)
    values (v_key, apply_claims.run_id, p_subject.tenant_id, p_compiler, 'applied', p_from_seq, p_through_seq, p_subject.last_recorded_at,
            p_subject.last_recorded_at, p_subject.last_recorded_at, 0, 0);
  end if;

  foreach v_claim in array p_claims loop
    v_applied := statewave_private.apply_found(p_subject, run_id, v_seq, v_claim);
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
         compiled_through = p_subject.compiled_through, modelled_through = p_subject.modelled_through
   where s.subject_key = v_key;
end
$$;

comment on function statewave_private.apply_claims(statewave_private.subject, text, int, int, statewave_private.claim[], text, uuid) is
  'One run of a compiler over episodes of a locked subject, p_from_seq to p_through_seq: writes what it found there, with vectors, an audit entry of p_action and the subject''s counts, and how far it is compiled, as p_subject has it. p_run_id: a claimed run, instead of a new one. Returns the run, and the memories created and superseded.';

revoke all on function statewave_private.apply_claims(statewave_private.subject, text, int, int, statewave_private.claim[], text, uuid) from public;
