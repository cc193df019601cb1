create or replace function statewave_private.sources_of(p_memory statewave_private.memory, p_as_of timestamptz)
returns uuid[]
language sql
stable
parallel safe
return array[p_memory.source_episode_id]
  || array(select s.episode_id from statewave_private.memory_source s
            where s.subject_key = p_memory.subject_key and s.memory_id = p_memory.id and s.recorded_at <= p_as_of
            order by s.episode_id);

comment on function statewave_private.sources_of(statewave_private.memory, timestamptz) is
  'The episodes that a memory was taken from, as known at p_as_of: the first, then the further ones.';

revoke all on function statewave_private.sources_of(statewave_private.memory, timestamptz) from public;
