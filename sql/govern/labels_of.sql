-- requires: govern/labels_in_force.sql
create or replace function statewave_private.labels_of(p_memory statewave_private.memory)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return array(
    select distinct u.label
      from statewave_private.labels_in_force(p_memory.subject_key) f
     cross join lateral unnest(f.labels) u (label)
     where f.episode_id = p_memory.source_episode_id
        or f.episode_id in (select s.episode_id from statewave_private.memory_source s
                             where s.subject_key = p_memory.subject_key and s.memory_id = p_memory.id)
     order by u.label);
end
$$;

comment on function statewave_private.labels_of(statewave_private.memory) is
  'The labels that a memory has: those of all its sources.';

revoke all on function statewave_private.labels_of(statewave_private.memory) from public;
