create or replace function statewave_private.resume_memory(
  p_memory statewave_private.memory, p_from timestamptz, p_stamp timestamptz, p_run_id uuid, p_last_seq int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_memory statewave_private.memory := p_memory;
begin
  v_memory.seq := p_last_seq + 1;
  v_memory.id := gen_random_uuid();
  v_memory.valid_from := p_from;
  v_memory.recorded_at := p_stamp;
  v_memory.recorded_to := null;
  v_memory.run_id := p_run_id;
  v_memory.token_count := statewave_private.line_tokens(v_memory);
  insert into statewave_private.memory select v_memory.*;
  insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at)
  select s.subject_key, v_memory.id, s.episode_id, s.tenant_id, p_stamp
    from statewave_private.memory_source s
   where s.subject_key = p_memory.subject_key and s.memory_id = p_memory.id;
  return v_memory.seq;
end
$$;

comment on function statewave_private.resume_memory(statewave_private.memory, timestamptz, timestamptz, uuid, int) is
  'Writes that a memory, as it was before it was ended, holds again from a time on. Returns the last memory number used.';

revoke all on function statewave_private.resume_memory(statewave_private.memory, timestamptz, timestamptz, uuid, int) from public;
