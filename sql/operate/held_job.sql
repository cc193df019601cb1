create or replace function statewave_private.held_job(p_tenant text, p_id uuid, p_worker text)
returns statewave_private.job
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_job statewave_private.job := statewave_private.job_by_id(p_tenant, p_id);
begin
  select j.* into v_job from statewave_private.job j where j.subject_key = v_job.subject_key and j.id = p_id for no key update;
  if v_job.state is distinct from 'leased' or v_job.worker is distinct from p_worker then
    perform statewave_private.fail('SW409', format('the job is not leased by %L but %s', left(p_worker, 128), coalesce(v_job.state, 'gone')),
                                   'Its lease lapsed and another has taken it: drop what was done, or make leases longer.');
  end if;
  return v_job;
end
$$;

comment on function statewave_private.held_job(text, uuid, text) is
  'A job that a worker holds, locked. Raises SW409 where the worker does not hold it, SW404 where there is none.';

revoke all on function statewave_private.held_job(text, uuid, text) from public;
