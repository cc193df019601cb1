create or replace function statewave_private.relay_erasures(p_counter statewave_private.event_counter)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_position bigint;
begin
  with news as (
    select e.id, row_number() over (order by e.erased_at, e.id) as number
      from statewave_private.erasure e
     where e.tenant_id = p_counter.tenant_id and e.erased_key is not null and e.position is null and e.erased_at >= p_counter.since
  ), told as (
    update statewave_private.erasure e set position = p_counter.position + n.number from news n where e.id = n.id
    returning e.position
  )
  select coalesce(max(t.position), p_counter.position) into v_position from told t;
  perform statewave_private.enqueue_job(d.id, p_counter.tenant_id, 'webhook', d.name, jsonb_build_object('position', d.position))
     from (select w.name, e.id, e.position
             from statewave_private.erasure e
             join statewave_private.webhook w on w.tenant_id = e.tenant_id and e.erased_at >= w.since and statewave_private.wants(w.events, 'subject.erased')
            where e.tenant_id = p_counter.tenant_id and e.position > p_counter.position
            order by e.position) d;
  return v_position;
end
$$;

comment on function statewave_private.relay_erasures(statewave_private.event_counter) is
  'Makes events, and deliveries to webhooks, of the tenant''s erasures that are none yet, behind the counter''s position, and returns the last position given.';

revoke all on function statewave_private.relay_erasures(statewave_private.event_counter) from public;
