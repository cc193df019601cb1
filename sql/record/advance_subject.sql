create or replace function statewave_private.advance_subject(
  p_subject statewave_private.subject, p_episodes int, p_memories int, p_first_at timestamptz, p_last_at timestamptz,
  p_bytes bigint default 0, p_tokens bigint default 0)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_day  constant date := (p_subject.last_recorded_at at time zone 'UTC')::date;
  v_used statewave_private.subject;
begin
  update statewave_private.subject s
     set last_recorded_at = p_subject.last_recorded_at, audit_seq = p_subject.audit_seq, audit_head = p_subject.audit_head,
         last_episode_seq = s.last_episode_seq + p_episodes, episode_count = s.episode_count + p_episodes,
         last_memory_seq = s.last_memory_seq + p_memories, memory_count = s.memory_count + p_memories,
         usage_day = v_day,
         usage_episodes = case when s.usage_day = v_day then s.usage_episodes else 0 end + case when p_bytes > 0 then p_episodes else 0 end,
         usage_bytes = case when s.usage_day = v_day then s.usage_bytes else 0 end + p_bytes,
         usage_tokens = case when s.usage_day = v_day then s.usage_tokens else 0 end + p_tokens,
         first_occurred_at = least(s.first_occurred_at, p_first_at), last_occurred_at = greatest(s.last_occurred_at, p_last_at)
   where s.subject_key = p_subject.subject_key
   returning s.* into v_used;
  if p_bytes > 0 then
    perform statewave_private.check_quotas(v_used);
  end if;
end
$$;

comment on function statewave_private.advance_subject(statewave_private.subject, int, int, timestamptz, timestamptz, bigint, bigint) is
  'Counts new episodes and memories on the row of their subject, which was read by lock_subject: numbers, times of recording, the audit''s head and of the first and last event.';

revoke all on function statewave_private.advance_subject(statewave_private.subject, int, int, timestamptz, timestamptz, bigint, bigint) from public;
