create or replace function statewave_private.sources_of(p_memory statewave_private.memory, p_twins uuid[], p_as_of timestamptz)
returns uuid[]
language sql
stable
parallel safe
begin atomic
  select array_agg(s.episode_id order by s.place, s.episode_id)
    from (select u.episode_id, min(u.place) as place
            from (select p_memory.source_episode_id as episode_id, 0 as place
                  union all
                  select o.episode_id, 1 from statewave_private.memory_source o
                   where o.subject_key = p_memory.subject_key and o.memory_id = p_memory.id and o.recorded_at <= p_as_of
                  union all
                  select t.episode_id, 1 from unnest(p_twins) t (episode_id)) u
           group by u.episode_id) s;
end;

comment on function statewave_private.sources_of(statewave_private.memory, uuid[], timestamptz) is
  'The episodes that a memory was taken from and, after the first, those that say the same (p_twins: in a memory with the same text).';

revoke all on function statewave_private.sources_of(statewave_private.memory, uuid[], timestamptz) from public;
