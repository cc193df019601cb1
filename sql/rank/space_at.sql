create or replace function statewave_private.space_at(p_as_of timestamptz)
returns statewave_private.embedding_space
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_space statewave_private.embedding_space;
begin
  select s.* into v_space
    from statewave_private.embedding_space s
   where case when p_as_of is null then s.is_active else s.active_during @> p_as_of end;
  if not found then
    perform statewave_private.fail('SW422', format('the vectors of %s are not there any more', p_as_of),
      'The space that questions were asked in then was dropped: ask for a later time.');
  end if;
  return v_space;
end
$$;

comment on function statewave_private.space_at(timestamptz) is
  'The embedding space that questions of a time are asked in; null means now. Raises SW422 where it was dropped: what was ranked by vectors is not ranked without them.';

revoke all on function statewave_private.space_at(timestamptz) from public;
