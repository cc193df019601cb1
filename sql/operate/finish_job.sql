create or replace function statewave.finish_job(job_id uuid, worker text, tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(finish_job.tenant);
  v_job    statewave_private.job := statewave_private.job_by_id(v_tenant, finish_job.job_id);
  v_now    constant timestamptz := clock_timestamp();
begin
  if v_job.state = 'done' and v_job.worker = finish_job.worker then -- said again, for want of the answer
    return;
  end if;
  v_job := statewave_private.held_job(v_tenant, finish_job.job_id, finish_job.worker);
  update statewave_private.job j set state = 'done', finished_at = v_now, last_error = null
   where j.subject_key = v_job.subject_key and j.id = v_job.id;
end
$$;

comment on function statewave.finish_job(uuid, text, text) is
  'Says that a job is done. May be said again. Raises SW409 where the worker does not hold it (its lease lapsed and another took it), SW404, SW403.';

revoke all on function statewave.finish_job(uuid, text, text) from public;
grant execute on function statewave.finish_job(uuid, text, text) to statewave_worker;
