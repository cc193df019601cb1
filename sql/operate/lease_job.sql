create or replace function statewave_private.lease_job(p_key uuid, p_id uuid, p_worker text, p_until timestamptz)
returns setof statewave_private.job
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_now constant timestamptz := clock_timestamp();
  v_job statewave_private.job;
begin
  select j.* into v_job from statewave_private.job j
   where j.subject_key = p_key and j.id = p_id and j.state in ('ready', 'leased') and j.run_at <= v_now
     for no key update nowait;
  if not found then
    return;
  elsif v_job.attempts >= v_job.max_attempts then -- its workers died of it
    update statewave_private.job j set state = 'dead', finished_at = v_now, last_error = 'the lease lapsed'
     where j.subject_key = p_key and j.id = p_id;
    return;
  end if;
  return query
  update statewave_private.job j set state = 'leased', worker = p_worker, run_at = p_until, attempts = j.attempts + 1
   where j.subject_key = p_key and j.id = p_id
  returning j.*;
exception
  when lock_not_available or unique_violation then -- someone else is at it, or at another one of its lane
    return;
end
$$;

comment on function statewave_private.lease_job(uuid, uuid, text, timestamptz) is
  'Leases a job, if it still can be claimed and nobody else is doing so; gives it as it then is, or no row. Waits for nothing.';

revoke all on function statewave_private.lease_job(uuid, uuid, text, timestamptz) from public;
