create or replace function statewave_private.end_memory(
  p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_memory statewave_private.memory, p_at timestamptz, p_episode_id uuid)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_ended statewave_private.memory := p_memory;
begin
  v_ended.valid_to := p_at;
  v_ended.ended_by := p_episode_id;
  return (statewave_private.revise_memory(p_memory, v_ended, p_subject.last_recorded_at, p_run_id, p_last_seq)).last_seq;
end
$$;

comment on function statewave_private.end_memory(statewave_private.subject, uuid, int, statewave_private.memory, timestamptz, uuid) is
  'Ends a memory''s validity at a time, as an episode has it. Returns the last memory number used.';

revoke all on function statewave_private.end_memory(statewave_private.subject, uuid, int, statewave_private.memory, timestamptz, uuid) from public;
