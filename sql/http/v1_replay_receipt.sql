create or replace function statewave.v1_replay_receipt(id text, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set jit = off
set max_parallel_workers_per_gather = 0
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(v1_replay_receipt.tenant);
  v_original statewave_private.receipt := statewave_private.v1_receipt_named(v1_replay_receipt.id, v_tenant);
  v_key      constant uuid := v_original.subject_key;
  v_subject  statewave_private.subject;
  v_bundle   jsonb;
  v_hash     text;
  v_child    statewave_private.receipt;
begin
  if v_original.body ? 'parent' then
    perform statewave_private.refuse('SW422', 'the receipt is of a replay itself', 'Replay the one that its parent_receipt_id names.', 'unreplayable.nested_replay');
  end if;
  v_subject := statewave_private.lock_subject(v_key, null, null); -- no write comes between the answer and its receipt
  v_bundle := statewave.replay_receipt(v_original.body ->> 'subject', v_original.id, v_tenant) -> 'bundle';
  v_hash := encode(sha256(convert_to(v_bundle ->> 'text', 'UTF8')), 'hex');
  if statewave_private.v1_config(v_tenant) ->> 'receipts' is distinct from 'never' then
    v_child := statewave_private.sign_receipt(v_subject, v_bundle || jsonb_build_object('parent', v_original.id), v_original.body -> 'question');
  end if;
  return jsonb_build_object('original_receipt_id', statewave_private.ulid_of(v_original.id), 'replay_receipt_id', statewave_private.ulid_of(v_child.id), 'diff', jsonb_build_object(
    'context_hash', jsonb_build_object('original', v_original.body -> 'text_sha256', 'replay', v_hash, 'changed', v_original.body ->> 'text_sha256' is distinct from v_hash),
    'selected_entries', statewave_private.v1_entries_changed(v_key, v_original.body -> 'entries', v_bundle -> 'items'),
    'filters_applied', statewave_private.v1_filters_changed(v_original.body -> 'rulings',
      statewave_private.applied_rules(v_key, v_tenant, v_bundle -> 'caller', v_bundle -> 'items'))));
end
$$;

comment on function statewave.v1_replay_receipt(text, text) is
  'HTTP: POST /v1/receipts/{id}/replay. What replay_receipt() finds, as {original_receipt_id, replay_receipt_id, diff: {context_hash, selected_entries, filters_applied}}. The answer of now has a receipt of its own, unless the tenant''s configuration never wants one. Raises SW422, with the reason as its detail, for the receipt of a brief (unreplayable.handoff) or of a replay (unreplayable.nested_replay), SW503 without a key to sign with, SW404, SW403.';

revoke all on function statewave.v1_replay_receipt(text, text) from public, statewave_reader, statewave_admin; -- they could while it wrote nothing
grant execute on function statewave.v1_replay_receipt(text, text) to statewave_writer;
