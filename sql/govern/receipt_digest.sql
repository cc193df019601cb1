create or replace function statewave_private.receipt_digest(p_receipt statewave_private.receipt)
returns text
language sql
stable
return encode(sha256(convert_to(jsonb_build_array(p_receipt.id, extract(epoch from p_receipt.issued_at), p_receipt.body, p_receipt.key_id,
                                                  encode(p_receipt.signature, 'hex'))::text, 'UTF8')), 'hex');

comment on function statewave_private.receipt_digest(statewave_private.receipt) is
  'sha256 in hex of a receipt, whole, as its audit entry has it.';

revoke all on function statewave_private.receipt_digest(statewave_private.receipt) from public;
