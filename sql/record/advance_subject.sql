create or replace function statewave_private.advance_subject(
  p_subject statewave_private.subject, p_episodes int, p_memories int, p_first_at timestamptz, p_last_at timestamptz)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan -- until PostgreSQL 18 a generic update opens all partitions
as $$
#variable_conflict error
begin
  update statewave_private.subject s
     set last_recorded_at = p_subject.last_recorded_at, audit_seq = p_subject.audit_seq, audit_head = p_subject.audit_head,
         last_episode_seq = s.last_episode_seq + p_episodes, episode_count = s.episode_count + p_episodes,
         last_memory_seq = s.last_memory_seq + p_memories, memory_count = s.memory_count + p_memories,
         first_occurred_at = least(s.first_occurred_at, p_first_at), last_occurred_at = greatest(s.last_occurred_at, p_last_at)
   where s.subject_key = p_subject.subject_key;
end
$$;

comment on function statewave_private.advance_subject(statewave_private.subject, int, int, timestamptz, timestamptz) is
  'Counts new episodes and memories on the row of their subject, which was read by lock_subject: numbers, times of recording, the audit''s head and of the first and last event.';

revoke all on function statewave_private.advance_subject(statewave_private.subject, int, int, timestamptz, timestamptz) from public;
