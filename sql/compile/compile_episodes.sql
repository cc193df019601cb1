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
    (subject_key, id, tenant_id, compiler, state, from_seq, through_seq, recorded_at, started_at, finished_at, memories_created, memories_superseded)
  values (p_key, compile_episodes.run_id, v_subject.tenant_id, 'builtin 2', 'applied', v_subject.compiled_through + 1, v_through,
          v_subject.last_recorded_at, v_subject.last_recorded_at, v_subject.last_recorded_at, 0, 0);

  for v_claim in select c.* from statewave_private.claims_of(p_key, v_subject.tenant_id, v_subject.compiled_through, v_through) c loop
    v_applied := statewave_private.apply_found(v_subject, compile_episodes.run_id, v_seq, v_claim);
    v_seq := v_applied.last_seq;
    memories_created := memories_created + v_applied.created;
    memories_superseded := memories_superseded + v_applied.superseded;
  end loop;

  v_subject.compiled_through := v_through;
  perform statewave_private.finish_compile(v_subject, compile_episodes.run_id, v_seq, memories_created, memories_superseded);
  return next;
end
$$;

comment on function statewave_private.compile_episodes(uuid, int) is
  'One compile pass with the built-in compiler under the subject''s lock: a row with what it did. An unknown subject has nothing to compile.';

revoke all on function statewave_private.compile_episodes(uuid, int) from public;
