create or replace function statewave.retract(
  subject text, memory_id uuid, at timestamptz default null, reason text default null, source text default 'user',
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
  v_tenant text := statewave_private.tenant_of_call(retract.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, retract.subject);
  v_locked statewave_private.subject := statewave_private.lock_subject(v_key, null, null);
  v_old    statewave_private.memory := statewave_private.current_memory(v_key, retract.memory_id, retract.idempotency_key);
  v_at     timestamptz := coalesce(retract.at, v_locked.last_recorded_at);
  v_done   record;
begin
  if v_at < v_old.valid_from or v_at >= v_old.valid_to then
    perform statewave_private.fail('SW400', format('the memory does not hold at %s', v_at),
      format('It holds from %s until %s: give a time in between.', v_old.valid_from, coalesce(v_old.valid_to::text, 'now')));
  end if;
  v_done := statewave_private.state_directly(v_key, v_tenant, retract.subject, 'retract', jsonb_strip_nulls(jsonb_build_object('idempotency_key', retract.idempotency_key))
    || jsonb_build_object('source', retract.source, 'type', 'retract', 'labels', to_jsonb(statewave_private.labels_of(v_old)), 'provenance', jsonb_strip_nulls(jsonb_build_object('retracts', v_old.id, 'reason', retract.reason)),
    'payload', jsonb_build_object('statewave', jsonb_build_object(
      'retractions', jsonb_build_array(statewave_private.reference_to(v_old) || jsonb_build_object('whole', true) || jsonb_strip_nulls(jsonb_build_object('at', retract.at)))))));
  return (select m.id from statewave_private.memory m where m.subject_key = v_key and m.corrects = v_old.id);
end
$$;

comment on function statewave.retract(text, uuid, timestamptz, text, text, text, text) is
  'Ends what a compiled memory says, at a time (null: now), without another in its place, and returns the row that says until when it held; null when it never did (at is its valid_from). Repeated with its idempotency_key it changes nothing more. An episode of its own says so, with the memory''s labels and an audit entry. Raises SW404, SW409 (not in force any more), SW400, SW403.';

revoke all on function statewave.retract(text, uuid, timestamptz, text, text, text, text) from public;
grant execute on function statewave.retract(text, uuid, timestamptz, text, text, text, text) to statewave_writer;
