create or replace function statewave.pin(subject text, memory_id uuid, pinned boolean default true, source text default 'user',
  idempotency_key text default null, tenant text default null)
returns uuid
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
  v_tenant text := statewave_private.tenant_of_call(pin.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, pin.subject);
  v_locked statewave_private.subject := statewave_private.lock_subject(v_key, null, null);
  v_old    statewave_private.memory := statewave_private.current_memory(v_key, pin.memory_id, pin.idempotency_key);
  v_done   record;
begin
  if v_old.pinned is not distinct from pin.pinned and v_old.recorded_to is null then
    return v_old.id;
  elsif v_old.valid_to <= v_locked.last_recorded_at or v_old.valid_from > v_locked.last_recorded_at or pin.pinned is null then
    perform statewave_private.fail('SW400', case when pin.pinned is null then 'pinned is null' when v_old.valid_to <= v_locked.last_recorded_at then 'what the memory says is over'
                                                 else 'what the memory says does not hold yet' end, 'Pin what holds: true or false.');
  end if;
  v_done := statewave_private.state_directly(v_key, v_tenant, pin.subject, 'pin', jsonb_strip_nulls(jsonb_build_object('idempotency_key', pin.idempotency_key))
    || jsonb_build_object('source', pin.source, 'type', 'pin', 'labels', to_jsonb(statewave_private.labels_of(v_old)), 'payload', jsonb_build_object('statewave', jsonb_build_object(
      'pins', jsonb_build_array(statewave_private.reference_to(v_old) || jsonb_build_object('pinned', pin.pinned))))));
  return (select m.id from statewave_private.memory m where m.subject_key = v_key and m.corrects = v_old.id);
end
$$;

comment on function statewave.pin(text, uuid, boolean, text, text, text) is
  'Puts a compiled memory first in every bundle of its subject, while it holds (pinned false: no more), and returns the row that says so. Repeated with its idempotency_key it changes nothing more. An episode of its own is recorded, with the memory''s labels and an audit entry. Raises SW404, SW409 (not in force any more), SW400, SW403.';

revoke all on function statewave.pin(text, uuid, boolean, text, text, text) from public;
grant execute on function statewave.pin(text, uuid, boolean, text, text, text) to statewave_writer;
