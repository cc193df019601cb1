create or replace function statewave_private.memories_at(p_key uuid, p_seqs int[], p_as_of timestamptz)
returns table (memory statewave_private.memory, further uuid[])
language plpgsql
stable
rows 50
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return query
  select m, array(select s.episode_id from statewave_private.memory_source s
                   where s.subject_key = p_key and s.memory_id = m.id and s.recorded_at <= p_as_of)
    from statewave_private.memory m
   where m.subject_key = p_key and m.seq = any (p_seqs);
end
$$;

comment on function statewave_private.memories_at(uuid, int[], timestamptz) is
  'Memories of a subject by number, each with the episodes beside its first that said it by a time. The key is a parameter of the statement, so that one partition is touched.';

revoke all on function statewave_private.memories_at(uuid, int[], timestamptz) from public;
