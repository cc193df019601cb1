create or replace function statewave_private.lease_end(p_worker text, p_lease interval)
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  perform statewave_private.check_name('worker', p_worker, 128);
  if p_lease is null or p_lease not between interval '1 second' and interval '1 day' then
    perform statewave_private.fail('SW400', format('the lease is %s', coalesce(p_lease::text, 'null')), 'Give 1 second to 1 day; it can be extended meanwhile.');
  end if;
  return clock_timestamp() + p_lease;
end
$$;

comment on function statewave_private.lease_end(text, interval) is
  'When a lease that begins now ends. Raises SW400 unless worker and lease can be.';

revoke all on function statewave_private.lease_end(text, interval) from public;
