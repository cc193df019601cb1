create or replace function statewave_private.first_uncompiled(p_key uuid, p_as_of timestamptz)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_through int := coalesce((select r.through_seq from statewave_private.compile_run r
                              where r.subject_key = p_key and r.recorded_at <= p_as_of and starts_with(r.compiler, 'builtin')
                              order by r.recorded_at desc limit 1), 0);
begin
  if v_through = 0 then
    return 0;
  elsif exists (select from statewave_private.subject s where s.subject_key = p_key and s.last_episode_seq <= v_through) then
    return null;
  end if;
  return (select m.seq
            from statewave_private.episode e
            join statewave_private.memory m on m.subject_key = p_key and m.source_episode_id = e.id and m.ordinal = 1
           where e.subject_key = p_key and e.seq > v_through
           order by e.seq limit 1);
end
$$;

comment on function statewave_private.first_uncompiled(uuid, timestamptz) is
  'The number of the first passage whose episode was not compiled at a time; null: all were. Passages are numbered as their episodes are.';

revoke all on function statewave_private.first_uncompiled(uuid, timestamptz) from public;
