create or replace function statewave.extend_claim(run_id uuid, worker text, lease interval default '2 minutes', tenant text default null)
returns timestamptz
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(extend_claim.tenant);
  v_run    statewave_private.compile_run := statewave_private.run_of_id(extend_claim.run_id, v_tenant);
  v_until  timestamptz := statewave_private.lease_end(extend_claim.worker, extend_claim.lease);
begin
  perform statewave_private.check_held(v_run, extend_claim.worker);
  -- Not behind the subject's lock: a long write of another must not end the lease.
  update statewave_private.compile_run r set lease_until = v_until
   where r.subject_key = v_run.subject_key and r.id = v_run.id and r.state = 'claimed';
  if not found then
    perform statewave_private.fail('SW409', 'the run is no longer claimed', 'Claim again.');
  end if;
  return v_until;
end
$$;

comment on function statewave.extend_claim(uuid, text, interval, text) is
  'Extends the lease of a claimed run from now on and returns its new end: a worker''s heartbeat. Raises SW409 when its lease has ended or it is applied or failed, SW403 when it is another worker''s, SW404, SW400.';

revoke all on function statewave.extend_claim(uuid, text, interval, text) from public;
grant execute on function statewave.extend_claim(uuid, text, interval, text) to statewave_worker;
