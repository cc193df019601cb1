create or replace function statewave.v1_compile_later(subject text, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant constant text := statewave_private.tenant_of_call(v1_compile_later.tenant);
  v_now    constant timestamptz := clock_timestamp();
  v_job    constant uuid := statewave.enqueue(v1_compile_later.subject, 'compile', tenant => v_tenant);
begin
  return jsonb_build_object('job_id', v_job, 'status', 'pending', 'subject_id', v1_compile_later.subject)
    || case when (select j.created_at < v_now from statewave.job_status(v_job, v_tenant) j) then '{"attached": true}'::jsonb else '{}' end;
end
$$;

comment on function statewave.v1_compile_later(text, text) is
  'HTTP: POST /v1/memories/compile with async. Has a worker compile a subject: {job_id, status, subject_id}, and attached where a job that waits already will do it. Raises SW404 for an unknown subject, SW400, SW403.';

revoke all on function statewave.v1_compile_later(text, text) from public;
grant execute on function statewave.v1_compile_later(text, text) to statewave_writer;
