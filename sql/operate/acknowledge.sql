create or replace function statewave.acknowledge(consumer text, place bigint, tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(acknowledge.tenant);
  v_consumer statewave_private.consumer := statewave_private.consumer_of_call(v_tenant, acknowledge.consumer);
  v_last     bigint;
begin
  select c.position into v_last from statewave_private.event_counter c where c.tenant_id = v_tenant;
  if acknowledge.place is null or acknowledge.place > v_last then
    perform statewave_private.fail('SW400', format('there is no event at %s', coalesce(acknowledge.place::text, 'null')), 'Give the place of the last event that was dealt with.');
  end if;
  update statewave_private.consumer c set position = greatest(c.position, acknowledge.place)
   where c.tenant_id = v_tenant and c.consumer = v_consumer.consumer;
end
$$;

comment on function statewave.acknowledge(text, bigint, text) is
  'Says that a consumer has dealt with the events up to a place: events() begins behind it. An earlier one changes nothing. In the transaction that deals with them, each takes effect once. Raises SW404, SW400, SW403.';

revoke all on function statewave.acknowledge(text, bigint, text) from public;
grant execute on function statewave.acknowledge(text, bigint, text) to statewave_worker;
