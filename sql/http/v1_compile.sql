create or replace function statewave.v1_compile(subject text, max_episodes int default 500, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(v1_compile.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, v1_compile.subject);
  v_from     int := (select s.compiled_through from statewave_private.subject s where s.subject_key = v_key for no key update);
  v_run      record;
  v_memories jsonb;
begin
  select c.run_id, c.episodes_compiled, c.episodes_remaining into v_run
    from statewave.compile(v1_compile.subject, v1_compile.max_episodes, v_tenant) c;
  v_memories := statewave_private.v1_compiled(v_key, v1_compile.subject, v_run.run_id, v_from, v_from + v_run.episodes_compiled);
  return jsonb_build_object('subject_id', v1_compile.subject, 'memories_created', jsonb_array_length(v_memories), 'memories', v_memories,
    'has_more', v_run.episodes_remaining > 0, 'remaining_episodes', v_run.episodes_remaining);
end
$$;

comment on function statewave.v1_compile(text, int, text) is
  'HTTP: POST /v1/memories/compile. Compiles at most so many episodes: {subject_id, memories_created, memories, has_more, remaining_episodes}. The memories are those that the run made, and the passages of its episodes, which the API calls summaries. Raises SW400, SW403.';

revoke all on function statewave.v1_compile(text, int, text) from public;
grant execute on function statewave.v1_compile(text, int, text) to statewave_writer;
