create or replace function statewave_private.claim_subject(p_key uuid, p_worker text, p_max_episodes int, p_max_characters int, p_lease interval)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_subject  statewave_private.subject := statewave_private.lock_subject(p_key, null, null);
  v_now      constant timestamptz := clock_timestamp();
  v_id       constant uuid := gen_random_uuid();
  v_late     constant text := 'the lease ended';
  v_run      statewave_private.compile_run;
  v_episodes int[];
begin
  select r.* into v_run from statewave_private.compile_run r where r.subject_key = p_key and r.state = 'claimed' for no key update;
  if v_subject.subject_key is null or v_run.lease_until > v_now then
    return null;
  elsif v_run.id is not null then
    perform statewave_private.end_run(v_run, 'lapsed', null, v_late, '{}');
    v_subject := statewave_private.blame_episodes(v_subject, v_run, v_late);
  end if;

  v_episodes := statewave_private.next_episodes(v_subject, p_max_episodes, p_max_characters);
  if v_episodes = '{}' then -- what is left was forgotten, or is withheld
    update statewave_private.subject s set modelled_through = s.last_episode_seq where s.subject_key = p_key;
    return null;
  end if;
  insert into statewave_private.compile_run
    (subject_key, id, tenant_id, compiler, state, from_seq, through_seq, started_at, memories_created, memories_superseded,
     episodes, worker, claimed_by, lease_until, attempt)
  select p_key, v_id, v_subject.tenant_id, 'model', 'claimed', v_episodes[1], v_episodes[cardinality(v_episodes)], v_now, 0, 0,
         v_episodes, p_worker, session_user, v_now + p_lease, 1 + count(*)
    from statewave_private.compile_run r
   where r.subject_key = p_key and r.state in ('failed', 'lapsed') and r.through_seq >= v_episodes[1] and r.from_seq <= v_episodes[1];
  return v_id;
end
$$;

comment on function statewave_private.claim_subject(uuid, text, int, int, interval) is
  'Locks a subject and claims its next episodes for a worker: the run, or null when another holds it or nothing is left. A claim whose lease has ended lapses.';

revoke all on function statewave_private.claim_subject(uuid, text, int, int, interval) from public;
