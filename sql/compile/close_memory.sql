create or replace function statewave_private.close_memory(
  p_memory statewave_private.memory, p_valid_to timestamptz, p_stamp timestamptz, p_run_id uuid, p_last_seq int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_history statewave_private.memory := p_memory;
begin
  -- A memory made by this same run was never visible: history starts with what takes its place.
  if p_memory.recorded_at = p_stamp then
    update statewave_private.memory m
       set valid_to = case when p_valid_to > m.valid_from then p_valid_to end,
           recorded_to = case when p_valid_to > m.valid_from then null else m.recorded_at end
     where m.subject_key = p_memory.subject_key and m.seq = p_memory.seq;
    return p_last_seq;
  end if;

  update statewave_private.memory m
     set recorded_to = p_stamp
   where m.subject_key = p_memory.subject_key and m.seq = p_memory.seq;
  if p_valid_to <= p_memory.valid_from then
    return p_last_seq;
  end if;

  v_history.seq := p_last_seq + 1;
  v_history.id := gen_random_uuid();
  v_history.corrects := p_memory.id;
  v_history.valid_to := p_valid_to;
  v_history.recorded_at := p_stamp;
  v_history.recorded_to := null;
  v_history.run_id := p_run_id;
  insert into statewave_private.memory select v_history.*;
  insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at)
  select s.subject_key, v_history.id, s.episode_id, s.tenant_id, p_stamp
    from statewave_private.memory_source s
   where s.subject_key = p_memory.subject_key and s.memory_id = p_memory.id;
  return v_history.seq;
end
$$;

comment on function statewave_private.close_memory(statewave_private.memory, timestamptz, timestamptz, uuid, int) is
  'Ends a memory''s validity at p_valid_to: the row is closed and a corrected one, with the same content and sources, takes its place (none when it would have held for no time). Returns the last memory number used.';

revoke all on function statewave_private.close_memory(statewave_private.memory, timestamptz, timestamptz, uuid, int) from public;
