create or replace function statewave_private.blame_episodes(p_subject statewave_private.subject, p_run statewave_private.compile_run, p_error text)
returns statewave_private.subject
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_key     constant uuid := p_subject.subject_key;
  v_tries   constant int := 3; -- then it is parked
  v_now     constant timestamptz := clock_timestamp();
  v_subject statewave_private.subject := p_subject;
begin
  if cardinality(p_run.episodes) > 1 then
    return v_subject; -- one of them, nobody knows which
  end if;
  insert into statewave_private.parked_episode as p (subject_key, episode_id, tenant_id, attempts, last_error, failed_at)
  select v_key, e.id, e.tenant_id, 1, p_error, v_now
    from statewave_private.episode e
   where e.subject_key = v_key and e.seq = p_run.from_seq
      on conflict (subject_key, episode_id) do update
     set attempts = p.attempts + 1, last_error = p_error, failed_at = v_now, parked_at = case when p.attempts + 1 >= v_tries then v_now end;
  v_subject.modelled_through := greatest(p_subject.modelled_through, p_run.through_seq);
  update statewave_private.subject s set modelled_through = v_subject.modelled_through where s.subject_key = v_key;
  return v_subject;
end
$$;

comment on function statewave_private.blame_episodes(statewave_private.subject, statewave_private.compile_run, text) is
  'Counts a failed run of a locked subject against its episode, if it had one alone: that is set aside, to be tried again, and parked the third time. Returns the subject as it is then.';

revoke all on function statewave_private.blame_episodes(statewave_private.subject, statewave_private.compile_run, text) from public;
