create or replace function statewave.subscribe(consumer text, events text[] default null, from_start boolean default false, tenant text default null)
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
  v_tenant   text := statewave_private.tenant_of_call(subscribe.tenant);
  v_since    constant timestamptz := case when subscribe.from_start then '-infinity' else clock_timestamp() end;
  v_last     bigint;
  v_position bigint;
begin
  perform statewave_private.check_name('consumer', subscribe.consumer, 128);
  perform statewave_private.check_events(subscribe.events);
  v_last := statewave_private.count_events(v_tenant, v_since);
  insert into statewave_private.consumer as c (tenant_id, consumer, events, since, position)
  values (v_tenant, subscribe.consumer, subscribe.events, v_since, case when subscribe.from_start then 0 else v_last end)
      on conflict on constraint consumer_pkey do update set events = excluded.events
  returning c.position into v_position;
  return v_position;
end
$$;

comment on function statewave.subscribe(text, text[], boolean, text) is
  'Makes a consumer of the tenant''s events, and returns the place that it is at. events: names or patterns (memory.*) of those it wants, null for all; said again, they change, and the place stays. It gets what is recorded from now on; from_start: what is kept from before too, for the tenant''s first consumer all that the audit has. Raises SW400, SW403.';

revoke all on function statewave.subscribe(text, text[], boolean, text) from public;
grant execute on function statewave.subscribe(text, text[], boolean, text) to statewave_worker, statewave_admin;
