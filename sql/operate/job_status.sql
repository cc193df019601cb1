create or replace function statewave.job_status(job_id uuid, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(job_status.tenant);
  v_job    statewave_private.job := statewave_private.job_by_id(v_tenant, job_status.job_id);
begin
  return jsonb_build_object(
    'job_id', v_job.id, 'subject', (select s.subject from statewave_private.subject s where s.subject_key = v_job.subject_key),
    'kind', v_job.kind, 'lane', v_job.lane, 'payload', v_job.payload, 'state', v_job.state, 'attempts', v_job.attempts, 'max_attempts', v_job.max_attempts,
    'run_at', v_job.run_at, 'worker', v_job.worker, 'last_error', v_job.last_error, 'created_at', v_job.created_at, 'finished_at', v_job.finished_at);
end
$$;

comment on function statewave.job_status(uuid, text) is
  'A job as it is now: {job_id, subject, kind, lane, payload, state, attempts, max_attempts, run_at, worker, last_error, created_at, finished_at}; state is ready, leased, done or dead. subject is null for the delivery of subject.erased. Raises SW404 (done ones go after some days), SW403.';

revoke all on function statewave.job_status(uuid, text) from public;
grant execute on function statewave.job_status(uuid, text) to statewave_writer, statewave_worker, statewave_admin;
