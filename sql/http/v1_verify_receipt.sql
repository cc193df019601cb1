create or replace function statewave.v1_verify_receipt(id text, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set jit = off
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(v1_verify_receipt.tenant);
  v_receipt statewave_private.receipt := statewave_private.v1_receipt_named(v1_verify_receipt.id, v_tenant);
  v_found   record;
begin
  select v.valid, v.problem into v_found from statewave.verify_receipt(v_receipt.body ->> 'subject', v_receipt.id, v_tenant) v;
  return jsonb_build_object(
    'valid', case when v_found.valid or v_found.problem not like 'there is no key%' then v_found.valid end, 'key_id', v_receipt.key_id, 'algorithm', 'hmac-sha256-body-v1',
    'reason', case when v_found.valid then 'ok' when v_found.problem like 'there is no key%' then 'key_unavailable' else 'signature_mismatch' end, 'problem', v_found.problem);
end
$$;

comment on function statewave.v1_verify_receipt(text, text) is
  'HTTP: GET /v1/receipts/{id}/verify. Whether a receipt is the one that was issued: {valid, key_id, algorithm, reason, problem}; reason: ok, signature_mismatch (which problem tells in words), or key_unavailable, with valid null. Raises SW404, SW403, SW503.';

revoke all on function statewave.v1_verify_receipt(text, text) from public;
grant execute on function statewave.v1_verify_receipt(text, text) to statewave_reader, statewave_admin;
