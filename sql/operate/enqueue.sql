create or replace function statewave.enqueue(
  subject text, kind text, payload jsonb default '{}', lane text default '', run_at timestamptz default null, tenant text default null)
returns uuid
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(enqueue.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, enqueue.subject);
begin
  perform statewave_private.check_job(enqueue.kind, enqueue.lane, enqueue.payload, enqueue.run_at);
  perform from statewave_private.subject s where s.subject_key = v_key for key share; -- an erase waits, and then finds the job
  if not found then
    perform statewave_private.fail('SW404', 'nothing is known about the subject', 'Record something first.');
  end if;
  return statewave_private.enqueue_job(v_key, v_tenant, enqueue.kind, enqueue.lane, enqueue.payload, enqueue.run_at);
end
$$;

comment on function statewave.enqueue(text, text, jsonb, text, timestamptz, text) is
  'Asks for something to be done about a subject by a worker, once this transaction has committed, and returns the job''s id. kind compile runs the built-in compiler; others are claimed by workers of yours. lane tells apart what is to be done side by side; within a subject, kind and lane jobs are done one at a time, in order. With an empty payload, one that waits already is enough. run_at: not before. Raises SW404 for an unknown subject, SW400, SW403.';

revoke all on function statewave.enqueue(text, text, jsonb, text, timestamptz, text) from public;
grant execute on function statewave.enqueue(text, text, jsonb, text, timestamptz, text) to statewave_writer, statewave_worker;
