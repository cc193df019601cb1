create or replace function statewave.jobs(
  states text[] default null, kinds text[] default null, after uuid default null, page int default 100, tenant text default null)
returns table (job_id uuid, subject text, kind text, lane text, payload jsonb, state text, attempts int, max_attempts int, run_at timestamptz,
               worker text, last_error text, created_at timestamptz, finished_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(jobs.tenant);
begin
  perform statewave_private.check_page(jobs.page);
  if not jobs.states <@ array['ready', 'leased', 'done', 'dead'] then
    perform statewave_private.fail('SW400', 'states names one that there is not', 'The states are ready, leased, done and dead.');
  end if;
  return query
  select j.id, s.subject::text, j.kind::text, j.lane::text, j.payload, j.state::text, j.attempts, j.max_attempts, j.run_at, j.worker, j.last_error, j.created_at, j.finished_at
    from statewave_private.job j
    left join statewave_private.subject s on s.subject_key = j.subject_key
   where j.tenant_id = v_tenant and (jobs.states is null or j.state = any (jobs.states)) and (jobs.kinds is null or j.kind = any (jobs.kinds))
     and (jobs.after is null or j.id > jobs.after)
   order by j.id
   limit jobs.page;
end
$$;

comment on function statewave.jobs(text[], text[], uuid, int, text) is
  'The tenant''s jobs, all or of some states (ready, leased, done, dead) and kinds, page (1 to 1,000) at a time in the order of their ids; after: the last job_id of the page before. Raises SW400, SW403.';

revoke all on function statewave.jobs(text[], text[], uuid, int, text) from public;
grant execute on function statewave.jobs(text[], text[], uuid, int, text) to statewave_worker, statewave_admin;
