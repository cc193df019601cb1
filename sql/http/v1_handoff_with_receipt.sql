create or replace function statewave.v1_handoff_with_receipt(
  subject text, session text, reason text default 'escalation', max_tokens int default 4000, caller jsonb default null, tenant text default null)
returns jsonb
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
  v_tenant  text := statewave_private.tenant_of_call(v1_handoff_with_receipt.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, v1_handoff_with_receipt.subject);
  v_caller  constant jsonb := v1_handoff_with_receipt.caller;
  v_subject statewave_private.subject;
  v_brief   jsonb;
  v_receipt uuid;
begin
  perform statewave_private.v1_check_caller(v_tenant, v_caller);
  v_subject := statewave_private.lock_subject(v_key, null, null); -- no write comes between the brief and its receipt
  v_brief := statewave.handoff(v1_handoff_with_receipt.subject, v1_handoff_with_receipt.session, v1_handoff_with_receipt.reason, v1_handoff_with_receipt.max_tokens,
               caller => v_caller, tenant => v_tenant);
  if v_subject.subject_key is not null and statewave_private.v1_config(v_tenant) ->> 'receipts' is distinct from 'never' then
    v_receipt := (statewave_private.sign_receipt(v_subject, jsonb_build_object(
      'version', 1, 'mode', 'handoff', 'subject', v1_handoff_with_receipt.subject, 'tenant', v_tenant, 'task', v1_handoff_with_receipt.reason, 'session', v1_handoff_with_receipt.session,
      'caller', v_caller, 'policy_hash', (statewave_private.policy_of_call(v_tenant, v_caller)).hash, 'as_of', v_brief -> 'generated_at', 'max_tokens', v1_handoff_with_receipt.max_tokens,
      'text', v_brief -> 'handoff_notes', 'token_count', v_brief -> 'token_estimate', 'items', statewave_private.v1_items_of_brief(v_key, v_brief -> 'provenance'),
      'hash', encode(sha256(convert_to(v_brief::text, 'UTF8')), 'hex')), null)).id;
  end if;
  return v_brief || jsonb_build_object('receipt_id', statewave_private.ulid_of(v_receipt), 'receipt_emitted', v_receipt is not null);
end
$$;

comment on function statewave.v1_handoff_with_receipt(text, text, text, int, jsonb, text) is
  'HTTP: POST /v1/handoff with a receipt (emit_receipt): as v1_handoff(), with the id of a receipt, unless the tenant''s configuration never wants one or the subject is unknown. Its task is the reason, its entries are what the brief was taken from, its output is the notes. Raises SW503 without a key to sign with; others as v1_handoff().';

revoke all on function statewave.v1_handoff_with_receipt(text, text, text, int, jsonb, text) from public;
grant execute on function statewave.v1_handoff_with_receipt(text, text, text, int, jsonb, text) to statewave_writer;
