create or replace function statewave.verify_receipt(subject text, id uuid, tenant text default null)
returns table (valid boolean, problem text)
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
  v_tenant  text := statewave_private.tenant_of_call(verify_receipt.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, verify_receipt.subject);
  v_receipt statewave_private.receipt := statewave_private.receipt_of(v_key, verify_receipt.id);
  v_signed  record;
begin
  select s.signed_by, s.signature into v_signed
    from statewave_python.signatures(array[encode(sha256(convert_to(v_receipt.body::text, 'UTF8')), 'hex')], v_receipt.key_id) s;
  problem := case
    when v_signed.signed_by is null then format('there is no key %L any more', v_receipt.key_id)
    when v_signed.signature <> v_receipt.signature then 'the signature is not of this receipt'
    when not exists (select from statewave_private.audit_entry d
                      where d.subject_key = v_key and d.seq = v_receipt.seq and d.detail ->> 'sha256' = statewave_private.receipt_digest(v_receipt))
      then 'the audit has another receipt in its place' end;
  valid := problem is null;
  return next;
end
$$;

comment on function statewave.verify_receipt(text, uuid, text) is
  'Whether a receipt is the one that was issued: signed by the key that it names, and in the subject''s audit chain (which audit_verify checks). problem says what is wrong. Raises SW404, SW400, SW403, SW503.';

revoke all on function statewave.verify_receipt(text, uuid, text) from public;
grant execute on function statewave.verify_receipt(text, uuid, text) to statewave_reader, statewave_admin;
