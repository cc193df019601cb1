create or replace function statewave_private.compile_episodes(p_key uuid, p_max_episodes int)
returns table (run_id uuid, episodes_compiled int, memories_created int, memories_superseded int, episodes_remaining int)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject := statewave_private.lock_subject(p_key, null, null);
  v_through int := least(v_subject.last_episode_seq::bigint, v_subject.compiled_through::bigint + coalesce(p_max_episodes, v_subject.last_episode_seq));
  v_claim   statewave_private.claim;
  v_applied record;
  v_seq     int := v_subject.last_memory_seq;
begin
  episodes_compiled := coalesce(v_through - v_subject.compiled_through, 0);
  memories_created := 0;
  memories_superseded := 0;
  episodes_remaining := coalesce(v_subject.last_episode_seq - v_through, 0);
  if episodes_compiled = 0 then
    return next;
    return;
  end if;

  run_id := gen_random_uuid();
  insert into statewave_private.compile_run
    (subject_key, id, tenant_id, compiler, from_seq, through_seq, recorded_at, memories_created, memories_superseded)
  values (p_key, compile_episodes.run_id, v_subject.tenant_id, 'builtin 2', v_subject.compiled_through + 1, v_through, v_subject.last_recorded_at, 0, 0);

  for v_claim in select c.* from statewave_private.claims_of(p_key, v_subject.tenant_id, v_subject.compiled_through, v_through) c loop
    if v_claim.retracts then
      select 0 as created, r.ended as superseded, r.last_seq into v_applied
        from statewave_private.apply_retraction(v_subject, compile_episodes.run_id, v_seq, v_claim) r;
    else
      v_applied := statewave_private.apply_claim(v_subject, compile_episodes.run_id, v_seq, v_claim);
    end if;
    v_seq := v_applied.last_seq;
    memories_created := memories_created + v_applied.created;
    memories_superseded := memories_superseded + v_applied.superseded;
  end loop;

  perform statewave_private.write_vectors_from(p_key, v_subject.tenant_id, v_subject.last_memory_seq);
  insert into statewave_private.language (subject_key, text_config, tenant_id, recorded_at)
  select p_key, v_subject.text_config, v_subject.tenant_id, v_subject.last_recorded_at
   where memories_created > 0
      on conflict (subject_key, text_config) do nothing;
  update statewave_private.compile_run r
     set memories_created = compile_episodes.memories_created, memories_superseded = compile_episodes.memories_superseded
   where r.subject_key = p_key and r.id = compile_episodes.run_id;
  v_subject := statewave_private.audited(v_subject, 'compile', jsonb_build_object('run', compile_episodes.run_id, 'episodes', jsonb_build_array(
    v_subject.compiled_through + 1, v_through), 'created', memories_created, 'superseded', memories_superseded));
  update statewave_private.subject s
     set last_recorded_at = v_subject.last_recorded_at, audit_seq = v_subject.audit_seq, audit_head = v_subject.audit_head, compiled_through = v_through, last_memory_seq = v_seq,
         memory_count = s.memory_count + v_seq - v_subject.last_memory_seq
   where s.subject_key = p_key;
  return next;
end
$$;

comment on function statewave_private.compile_episodes(uuid, int) is
  'One compile pass with the built-in compiler under the subject''s lock: a row with what it did. An unknown subject has nothing to compile.';

revoke all on function statewave_private.compile_episodes(uuid, int) from public;
