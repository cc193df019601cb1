create or replace function statewave_private.check_cursor(p_cursor jsonb)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if jsonb_typeof(p_cursor) <> 'object'
     or p_cursor -> 'at' is null or statewave_private.time_fault(p_cursor -> 'at') is not null
     or not coalesce(pg_input_is_valid(p_cursor ->> 'id', 'uuid'), false) then
    perform statewave_private.fail('SW400', 'after is no cursor', 'Give the cursor of the last row of the page before.');
  end if;
end
$$;

comment on function statewave_private.check_cursor(jsonb) is 'Raises SW400 unless it is a cursor that timeline() gave: {at, id}.';

revoke all on function statewave_private.check_cursor(jsonb) from public;
