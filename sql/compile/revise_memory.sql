create or replace function statewave_private.revise_memory(
  p_old statewave_private.memory, p_new statewave_private.memory, p_stamp timestamptz, p_run_id uuid, p_last_seq int,
  out id uuid, out last_seq int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_is_empty constant boolean := p_new.valid_to <= p_new.valid_from;
  v_memory   statewave_private.memory := p_new;
begin
  last_seq := p_last_seq;
  -- A memory made by this same write was never visible: history starts with what takes its place.
  if p_old.recorded_at = p_stamp then
    id := p_old.id;
    update statewave_private.memory m
       set valid_from = p_new.valid_from, valid_to = case when not v_is_empty then p_new.valid_to end, ended_by = p_new.ended_by, pinned = p_new.pinned,
           token_count = statewave_private.line_tokens(p_new), recorded_to = case when v_is_empty then m.recorded_at end
     where m.subject_key = p_old.subject_key and m.seq = p_old.seq;
    return;
  end if;

  update statewave_private.memory m set recorded_to = p_stamp where m.subject_key = p_old.subject_key and m.seq = p_old.seq;
  if v_is_empty then
    return;
  end if;
  last_seq := p_last_seq + 1;
  id := gen_random_uuid();
  v_memory.seq := last_seq;
  v_memory.id := id;
  v_memory.corrects := p_old.id;
  v_memory.recorded_at := p_stamp;
  v_memory.recorded_to := null;
  v_memory.run_id := p_run_id;
  v_memory.token_count := statewave_private.line_tokens(v_memory);
  insert into statewave_private.memory select v_memory.*;
  insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at, stated_from)
  select s.subject_key, v_memory.id, s.episode_id, s.tenant_id, p_stamp, s.stated_from
    from statewave_private.memory_source s
   where s.subject_key = p_old.subject_key and s.memory_id = p_old.id;
end
$$;

comment on function statewave_private.revise_memory(statewave_private.memory, statewave_private.memory, timestamptz, uuid, int) is
  'Changes a memory''s validity, or whether it is pinned, as p_new has it: the row is closed and a corrected one, with the same content and sources, takes its place (none when it would hold for no time). Returns that one''s id, and the last memory number used.';

revoke all on function statewave_private.revise_memory(statewave_private.memory, statewave_private.memory, timestamptz, uuid, int) from public;
