create or replace function statewave.retry_job(job_id uuid, tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(retry_job.tenant);
  v_job    statewave_private.job := statewave_private.job_by_id(v_tenant, retry_job.job_id);
  v_now    constant timestamptz := clock_timestamp();
begin
  update statewave_private.job j set state = 'ready', attempts = 0, run_at = v_now, created_at = v_now, finished_at = null
   where j.subject_key = v_job.subject_key and j.id = v_job.id and j.state = 'dead';
  if not found and v_job.state <> 'ready' then
    perform statewave_private.fail('SW409', format('the job is not dead but %s', v_job.state), 'Only what was given up can be asked for again.');
  end if;
end
$$;

comment on function statewave.retry_job(uuid, text) is
  'Asks again for a job that was given up (dead): it is tried from now on, behind those that wait in its lane. Nothing is changed where it is ready. Raises SW409 where it is leased or done, SW404, SW403.';

revoke all on function statewave.retry_job(uuid, text) from public;
grant execute on function statewave.retry_job(uuid, text) to statewave_admin;
