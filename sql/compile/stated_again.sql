create or replace function statewave_private.stated_again(
  p_memory statewave_private.memory, p_at timestamptz,
  out episode_id uuid, out stated_from timestamptz)
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  select s.episode_id, s.stated_from into episode_id, stated_from
    from (select p_memory.source_episode_id, p_memory.stated_from
          union all
          select x.episode_id, x.stated_from from statewave_private.memory_source x
           where x.subject_key = p_memory.subject_key and x.memory_id = p_memory.id) s (episode_id, stated_from)
   where s.stated_from > p_at and (p_memory.valid_to is null or s.stated_from < p_memory.valid_to) -- a row that was ended keeps all sources
   order by s.stated_from, s.episode_id
   limit 1;
end
$$;

comment on function statewave_private.stated_again(statewave_private.memory, timestamptz) is
  'The first source that states a memory for a time after p_at at which it holds, and that time; null when none does.';

revoke all on function statewave_private.stated_again(statewave_private.memory, timestamptz) from public;
