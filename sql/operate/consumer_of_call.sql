create or replace function statewave_private.consumer_of_call(p_tenant text, p_consumer text)
returns statewave_private.consumer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_consumer statewave_private.consumer;
begin
  perform statewave_private.check_name('consumer', p_consumer, 128);
  select c.* into v_consumer from statewave_private.consumer c where c.tenant_id = p_tenant collate "C" and c.consumer = p_consumer collate "C";
  if not found then
    perform statewave_private.fail('SW404', format('there is no consumer %L', p_consumer), 'Make it: select statewave.subscribe(consumer).');
  end if;
  return v_consumer;
end
$$;

comment on function statewave_private.consumer_of_call(text, text) is
  'The consumer that a call names. Raises SW404 where there is none, SW400.';

revoke all on function statewave_private.consumer_of_call(text, text) from public;
