create or replace function statewave.claim_jobs(
  worker text, kinds text[], max_jobs int default 10, lease interval default '1 minute', tenant text default null)
returns table (job_id uuid, subject text, kind text, lane text, payload jsonb, attempts int, lease_until timestamptz)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(claim_jobs.tenant);
  v_until  timestamptz := statewave_private.lease_end(claim_jobs.worker, claim_jobs.lease);
  v_more   constant int := 20; -- looked at beside those asked for: other workers may be quicker at some
  v_left   int := claim_jobs.max_jobs;
  v_due    record;
begin
  if claim_jobs.max_jobs is null or claim_jobs.max_jobs not between 1 and 100 then
    perform statewave_private.fail('SW400', format('max_jobs is %s', coalesce(claim_jobs.max_jobs::text, 'null')), 'Claim 1 to 100.');
  elsif claim_jobs.kinds is null or cardinality(claim_jobs.kinds) > 100 then
    perform statewave_private.fail('SW400', 'kinds is null or has more than 100', 'Name the kinds of jobs that the worker can do.');
  end if;
  for v_due in select d.subject_key, d.id from statewave_private.due_jobs(v_tenant, claim_jobs.kinds, v_left + v_more) d loop
    return query
    select j.id, s.subject::text, j.kind::text, j.lane::text, j.payload, j.attempts, j.run_at
      from statewave_private.lease_job(v_due.subject_key, v_due.id, claim_jobs.worker, v_until) j
      left join statewave_private.subject s on s.subject_key = v_due.subject_key;
    v_left := v_left - found::int;
    exit when v_left = 0;
  end loop;
end
$$;

comment on function statewave.claim_jobs(text, text[], int, interval, text) is
  'Gives a worker up to max_jobs (1 to 100) jobs of these kinds that are due, to be done until lease_until: finish_job(), fail_job(), extend_jobs(). Of a subject, kind and lane the first alone, while none is leased. One whose lease lapsed is given to the next who asks, and may then be done twice. worker names one process: no other may have the name. Raises SW400, SW403.';

revoke all on function statewave.claim_jobs(text, text[], int, interval, text) from public;
grant execute on function statewave.claim_jobs(text, text[], int, interval, text) to statewave_worker;
