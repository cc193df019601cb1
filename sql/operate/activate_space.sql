create or replace function statewave.activate_space(space_id int, force boolean default false)
returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_space   statewave_private.embedding_space;
  v_missing bigint;
  v_now     timestamptz;
begin
  lock table statewave_private.embedding_space in share row exclusive mode;
  v_space := statewave_private.space_of_call(activate_space.space_id);
  if v_space.is_retired and v_space.active_during = '{}' then
    perform statewave_private.fail('SW409', format('space %s is being dropped', v_space.space_id), 'Call drop_space() until its next is null, then add it again.');
  end if;
  select s.missing into v_missing from statewave.spaces() s where s.space_id = v_space.space_id;
  if v_space.is_active then
    return v_missing;
  elsif v_missing > 0 and not coalesce(activate_space.force, false) then
    perform statewave_private.fail('SW409', format('%s memories have no vector in space %s', v_missing, v_space.space_id),
      'Fill it first (fill_space), or force it: memories without a vector are then found by their words alone.');
  end if;
  select greatest(clock_timestamp(), max(lower(a.during)) + interval '1 microsecond') into v_now
    from statewave_private.embedding_space s cross join unnest(s.active_during) a (during) where s.is_active;
  update statewave_private.embedding_space s
     set is_active = false, is_retired = true, active_during = s.active_during - tstzmultirange(tstzrange(v_now, null))
   where s.is_active;
  update statewave_private.embedding_space s
     set is_active = true, is_retired = false, active_during = s.active_during + tstzmultirange(tstzrange(v_now, null))
   where s.space_id = v_space.space_id;
  perform statewave_private.administered('activate_space', jsonb_build_object('space', v_space.space_id, 'missing', v_missing));
  return v_missing;
end
$$;

comment on function statewave.activate_space(int, boolean) is
  'Asks questions in this space from the commit on; the one that was active is retired, its vectors stay and serve a past as_of. Returns how many memories have no vector in it, of the tenants that the login may act for: 0 unless force. Counts every memory. Raises SW409 where some have none (unless force) and for one that is being dropped, SW404.';

revoke all on function statewave.activate_space(int, boolean) from public;
grant execute on function statewave.activate_space(int, boolean) to statewave_admin;
