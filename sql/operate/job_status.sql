create or replace function statewave.job_status(job_id uuid, tenant text default null)
returns table (subject text, kind text, lane text, payload jsonb, state text, attempts int, max_attempts int, run_at timestamptz,
               worker text, last_error text, created_at timestamptz, finished_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(job_status.tenant);
  v_job    statewave_private.job := statewave_private.job_by_id(v_tenant, job_status.job_id);
begin
  return query select
    (select s.subject::text from statewave_private.subject s where s.subject_key = v_job.subject_key), v_job.kind::text, v_job.lane::text, v_job.payload,
    v_job.state::text, v_job.attempts, v_job.max_attempts, v_job.run_at, v_job.worker, v_job.last_error, v_job.created_at, v_job.finished_at;
end
$$;

comment on function statewave.job_status(uuid, text) is
  'A job as it is now, in a row; state is ready, leased, done or dead. subject is null for the delivery of subject.erased. Raises SW404 (done ones go after some days), SW403.';

revoke all on function statewave.job_status(uuid, text) from public;
grant execute on function statewave.job_status(uuid, text) to statewave_writer, statewave_worker, statewave_admin;
