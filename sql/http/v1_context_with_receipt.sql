create or replace function statewave.v1_context_with_receipt(
  subject text, task text, max_tokens int default 4000, session text default null, caller jsonb default null, tenant text default null)
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
  v_tenant  text := statewave_private.tenant_of_call(v1_context_with_receipt.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, v1_context_with_receipt.subject);
  v_bundle  jsonb;
  v_receipt uuid;
begin
  perform statewave_private.v1_check_caller(v_tenant, v1_context_with_receipt.caller);
  perform statewave_private.lock_subject(v_key, null, null); -- no write comes between the bundle and its receipt
  v_bundle := statewave.retrieve(v1_context_with_receipt.subject, v1_context_with_receipt.task, v1_context_with_receipt.max_tokens, v1_context_with_receipt.session,
                profile => 'rest-v1', caller => v1_context_with_receipt.caller, tenant => v_tenant);
  if statewave_private.v1_config(v_tenant) ->> 'receipts' is distinct from 'never' then
    begin
      v_receipt := statewave.issue_receipt(v_bundle, v_tenant) ->> 'id';
    exception when sqlstate 'SW404' then -- nothing is known about the subject: there is nothing to sign
      v_receipt := null;
    end;
  end if;
  return statewave_private.v1_context_of(v_key, v_bundle, v_receipt);
end
$$;

comment on function statewave.v1_context_with_receipt(text, text, int, text, jsonb, text) is
  'HTTP: POST /v1/context with a receipt (emit_receipt): as v1_context(), with the receipt''s id, unless the tenant''s configuration never wants one or the subject is unknown. caller also holds query_id, task_id and parent_receipt_id, which the receipt then tells. Raises SW503 without a key to sign with; others as v1_context().';

revoke all on function statewave.v1_context_with_receipt(text, text, int, text, jsonb, text) from public;
grant execute on function statewave.v1_context_with_receipt(text, text, int, text, jsonb, text) to statewave_writer;
