create or replace function statewave_private.enqueue_job(
  p_key uuid, p_tenant text, p_kind text, p_lane text, p_payload jsonb, p_run_at timestamptz default null)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_now constant timestamptz := clock_timestamp();
  v_id  uuid;
begin
  loop
    insert into statewave_private.job (subject_key, id, tenant_id, kind, lane, payload, run_at, created_at)
    select p_key, gen_random_uuid(), p_tenant, p_kind, p_lane, p_payload,
           greatest(p_run_at, v_now, max(j.run_at) filter (where j.state = 'ready')), greatest(v_now, max(j.created_at) + interval '1 microsecond')
      from statewave_private.job j
     where j.subject_key = p_key and j.kind = p_kind and j.lane = p_lane and j.state in ('ready', 'leased')
        on conflict (subject_key, kind, lane) where state = 'ready' and worker is null and payload = '{}' do nothing
    returning id into v_id;
    exit when v_id is not null;
    -- Locked, so that it is not claimed before what this transaction writes can be seen.
    update statewave_private.job j set run_at = greatest(v_now, p_run_at)
     where j.subject_key = p_key and j.kind = p_kind and j.lane = p_lane and j.state = 'ready' and j.worker is null and j.payload = '{}'
       and j.run_at > greatest(v_now, p_run_at)
    returning j.id into v_id;
    exit when v_id is not null;
    select j.id into v_id from statewave_private.job j
     where j.subject_key = p_key and j.kind = p_kind and j.lane = p_lane and j.state = 'ready' and j.worker is null and j.payload = '{}'
       for share;
    exit when v_id is not null;
  end loop;
  return v_id;
end
$$;

comment on function statewave_private.enqueue_job(uuid, text, text, text, jsonb, timestamptz) is
  'Makes a job for a subject whose row the caller has locked, in the caller''s transaction, and returns its id: that of the one that waits already where the payload is {} and none of its kind and lane has been claimed yet, which then waits no longer than this one would. p_run_at: not before; null is now.';

revoke all on function statewave_private.enqueue_job(uuid, text, text, text, jsonb, timestamptz) from public;
