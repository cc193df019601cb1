create or replace function statewave.events(consumer text, max_events int default 100, tenant text default null)
returns table (place bigint, event text, subject text, subject_key uuid, at timestamptz, data jsonb)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(events.tenant);
  v_consumer statewave_private.consumer := statewave_private.consumer_of_call(v_tenant, events.consumer);
  v_turns    int := 10; -- at most, since each holds its subjects until the end
  v_last     bigint;
begin
  if events.max_events is null or events.max_events not between 1 and 1000 then
    perform statewave_private.fail('SW400', format('max_events is %s', coalesce(events.max_events::text, 'null')), 'Ask for 1 to 1,000.');
  end if;
  while v_turns > 0 loop
    v_turns := case when statewave_private.relay_events(v_tenant) > 0 then v_turns - 1 else 0 end;
  end loop;
  select c.position into v_last from statewave_private.event_counter c where c.tenant_id = v_tenant;
  return query
  select e.* from statewave_private.events_after(v_tenant, v_consumer.position, v_consumer.events, v_consumer.since, events.max_events) e;
  if not found then -- there was none for it: nothing is kept for it, and the next time it need not look there
    update statewave_private.consumer c set position = v_last
     where c.tenant_id = v_tenant and c.consumer = v_consumer.consumer and c.position < v_last;
  end if;
end
$$;

comment on function statewave.events(text, int, text) is
  'The next events that a consumer (see subscribe) has not acknowledged, oldest first, max_events (1 to 1,000): the same again until acknowledge(); where there is none for it, its place moves on. place orders a tenant''s events, and those of a subject as they happened. data has ids and numbers, no texts; subject is null, and subject_key as subject_key() gives it, where the subject was erased: its other events are gone with it. Makes events of what is pending first, and holds the tenant''s relay until the transaction ends: call it in one of its own. Raises SW404, SW400, SW403.';

revoke all on function statewave.events(text, int, text) from public;
grant execute on function statewave.events(text, int, text) to statewave_worker;
