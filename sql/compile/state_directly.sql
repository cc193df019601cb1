create or replace function statewave_private.state_directly(
  p_key uuid, p_tenant text, p_subject text, p_action text, p_episode jsonb,
  out episode_id uuid, out memory_id uuid, out run_id uuid)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_seq     int;
  v_subject statewave_private.subject;
  v_claims  statewave_private.claim[];
begin
  episode_id := (statewave_private.write_episodes(p_key, p_tenant, p_subject, jsonb_build_array(p_episode)))[1];
  select e.seq into v_seq from statewave_private.episode e where e.subject_key = p_key and e.id = state_directly.episode_id;
  select r.id into run_id
    from statewave_private.compile_run r
   where r.subject_key = p_key and r.from_seq = v_seq and r.through_seq = v_seq and r.compiler = 'direct';
  if not found then -- else the call is repeated, with its idempotency key
    v_subject := statewave_private.lock_subject(p_key, null, null);
    v_claims := array(select c.claim from statewave_private.claims_brought(p_key, p_tenant, v_seq - 1, v_seq) c order by c.place);
    run_id := (statewave_private.apply_claims(v_subject, 'direct', v_seq, v_seq, v_claims, p_action)).run_id;
  end if;
  select m.id into memory_id
    from statewave_private.compile_run r
    join statewave_private.memory m on m.subject_key = p_key and m.kind <> 'passage' and m.recorded_at <= r.recorded_at and (m.recorded_to is null or m.recorded_to > r.recorded_at)
   where r.subject_key = p_key and r.id = state_directly.run_id
     and (m.source_episode_id = state_directly.episode_id
          or m.id in (select s.memory_id from statewave_private.memory_source s where s.subject_key = p_key and s.episode_id = state_directly.episode_id))
   order by m.seq desc
   limit 1;
end
$$;

comment on function statewave_private.state_directly(uuid, text, text, text, jsonb) is
  'Records an episode whose payload says what is to be remembered and writes that at once, with an audit entry of p_action: the episode, the memory that it is a source of, if any, as that run left it, and the run. Repeated with its idempotency key it changes nothing and gives the same. Errors as record()''s.';

revoke all on function statewave_private.state_directly(uuid, text, text, text, jsonb) from public;
