create or replace function statewave.fail_job(
  job_id uuid, worker text, reason text, retryable boolean default true, retry_after interval default null, tenant text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(fail_job.tenant);
  v_job    statewave_private.job := statewave_private.job_by_id(v_tenant, fail_job.job_id);
  v_error  constant text := left(coalesce(fail_job.reason, ''), 2000);
  v_now    constant timestamptz := clock_timestamp();
  v_most   constant interval := interval '1 hour'; -- between two attempts, unless retry_after asks for more: up to a day
  v_next   timestamptz;
begin
  if v_job.state in ('ready', 'dead') and v_job.worker = fail_job.worker then -- said again, for want of the answer
    return v_job.state;
  end if;
  v_job := statewave_private.held_job(v_tenant, fail_job.job_id, fail_job.worker);
  v_next := v_now + least(v_most, interval '2 seconds' * 2 ^ least(v_job.attempts - 1, 20)) * (.75 + random() / 2);
  if fail_job.retry_after is not null then
    v_next := greatest(v_next, v_now + least(fail_job.retry_after, interval '1 day'));
  end if;
  if not coalesce(fail_job.retryable, true) or v_job.attempts >= v_job.max_attempts then
    update statewave_private.job j set state = 'dead', finished_at = v_now, last_error = v_error
     where j.subject_key = v_job.subject_key and j.id = v_job.id;
    return 'dead';
  end if;
  update statewave_private.job j set state = 'ready', run_at = v_next, last_error = v_error
   where j.subject_key = v_job.subject_key and j.id = v_job.id;
  -- Those behind it wait as long, and are in nobody's way meanwhile.
  update statewave_private.job j set run_at = v_next
   where j.subject_key = v_job.subject_key and j.kind = v_job.kind and j.lane = v_job.lane and j.state = 'ready' and j.run_at < v_next;
  return 'ready';
end
$$;

comment on function statewave.fail_job(uuid, text, text, boolean, interval, text) is
  'Says that an attempt at a job failed, and why: it is tried again (ready) after 2 seconds, doubled with each attempt to at most an hour, and not before retry_after (a day at most); after max_attempts, or where it is not retryable, it is dead until retry_job(). Those behind it in its lane wait for it while it is ready. Returns its new state. Raises SW409 where the worker does not hold it, SW404, SW403.';

revoke all on function statewave.fail_job(uuid, text, text, boolean, interval, text) from public;
grant execute on function statewave.fail_job(uuid, text, text, boolean, interval, text) to statewave_worker;
