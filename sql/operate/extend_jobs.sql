create or replace function statewave.extend_jobs(worker text, job_ids uuid[], lease interval default '1 minute', tenant text default null)
returns uuid[]
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
  v_tenant text := statewave_private.tenant_of_call(extend_jobs.tenant);
  v_until  timestamptz := statewave_private.lease_end(extend_jobs.worker, extend_jobs.lease);
  v_held   uuid[];
begin
  if extend_jobs.job_ids is null or cardinality(extend_jobs.job_ids) > 100 then
    perform statewave_private.fail('SW400', 'job_ids is null or has more than 100', 'Name the jobs that the worker holds.');
  end if;
  with extended as (
    update statewave_private.job j set run_at = greatest(j.run_at, v_until)
     where j.tenant_id = v_tenant and j.id = any (extend_jobs.job_ids) and j.state = 'leased' and j.worker = extend_jobs.worker
    returning j.id
  )
  select coalesce(array_agg(e.id order by e.id), '{}') into v_held from extended e;
  return v_held;
end
$$;

comment on function statewave.extend_jobs(text, uuid[], interval, text) is
  'Makes the leases of a worker''s jobs last from now, and returns those that it still holds: of the others another has taken over, or their subject is gone. Raises SW400, SW403.';

revoke all on function statewave.extend_jobs(text, uuid[], interval, text) from public;
grant execute on function statewave.extend_jobs(text, uuid[], interval, text) to statewave_worker;
