create or replace function statewave_private.check_lease(p_lease interval)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if p_lease is null or p_lease not between '1 second' and '1 day' then
    perform statewave_private.fail('SW400', 'the lease is not between one second and one day', 'Give an interval such as 2 minutes, and extend it meanwhile.');
  end if;
end
$$;

comment on function statewave_private.check_lease(interval) is 'Raises SW400 unless a lease is of one second to one day.';

revoke all on function statewave_private.check_lease(interval) from public;
