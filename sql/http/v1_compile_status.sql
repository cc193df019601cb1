create or replace function statewave.v1_compile_status(job_id uuid, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(v1_compile_status.tenant);
  v_job      record;
  v_key      uuid;
  v_memories jsonb;
begin
  select j.* into v_job from statewave.job_status(v1_compile_status.job_id, v_tenant) j where j.kind = 'compile';
  if not found then
    perform statewave_private.fail('SW404', 'there is no such compile job', 'Ask for the job_id of POST /v1/memories/compile.');
  end if;
  if v_job.state = 'done' then
    v_key := statewave_private.subject_key(v_tenant, v_job.subject);
    select coalesce(jsonb_agg(m.memory order by r.recorded_at, m.place), '[]') into v_memories
      from statewave_private.compile_run r
     cross join lateral jsonb_array_elements(statewave_private.v1_compiled(v_key, v_job.subject, r.id, r.from_seq - 1, r.through_seq)) with ordinality m (memory, place)
     where r.subject_key = v_key and r.recorded_at between v_job.created_at and v_job.finished_at and starts_with(r.compiler, 'builtin');
  end if;
  return jsonb_strip_nulls(jsonb_build_object(
      'job_id', v1_compile_status.job_id, 'subject_id', v_job.subject, 'error', case when v_job.state = 'dead' then 'Compilation failed.' end,
      'status', case v_job.state when 'ready' then 'pending' when 'leased' then 'running' when 'done' then 'completed' else 'failed' end))
    || case when v_memories is not null then jsonb_build_object('memories_created', jsonb_array_length(v_memories), 'memories', v_memories) else '{}' end;
end
$$;

comment on function statewave.v1_compile_status(uuid, text) is
  'HTTP: GET /v1/memories/compile/{job_id}. A compile job: {job_id, status, subject_id}, status pending, running, completed (then with memories_created and memories, all that the built-in compiler made of the subject meanwhile) or failed (with error). Raises SW404 (done ones go after some days), SW403.';

revoke all on function statewave.v1_compile_status(uuid, text) from public;
grant execute on function statewave.v1_compile_status(uuid, text) to statewave_writer, statewave_worker, statewave_admin;
