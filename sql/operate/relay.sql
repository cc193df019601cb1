create or replace function statewave.relay(tenant text default null)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
begin
  return statewave_private.relay_events(statewave_private.tenant_of_call(relay.tenant));
end
$$;

comment on function statewave.relay(text) is
  'Makes events, and deliveries to webhooks, of what happened to up to 20 of the tenant''s subjects; returns how many, 0 when there is nothing now. events() does it too: only webhooks need that a worker calls it. Then notifies the channel statewave. Raises SW403.';

revoke all on function statewave.relay(text) from public;
grant execute on function statewave.relay(text) to statewave_worker;
