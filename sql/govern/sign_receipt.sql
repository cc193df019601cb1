create or replace function statewave_private.sign_receipt(p_subject statewave_private.subject, p_bundle jsonb, p_question jsonb)
returns statewave_private.receipt
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject := p_subject;
  v_receipt statewave_private.receipt;
begin
  v_receipt := row(p_subject.subject_key, gen_random_uuid(), p_subject.audit_seq + 1, p_subject.tenant_id, p_subject.last_recorded_at, null, null, null);
  v_receipt.body := p_bundle - array['text', 'items', 'omitted', 'hash'] || jsonb_build_object(
    'id', v_receipt.id, 'issued_at', v_receipt.issued_at, 'issued_by', session_user, 'bundle_hash', p_bundle -> 'hash',
    'text_sha256', encode(sha256(convert_to(p_bundle ->> 'text', 'UTF8')), 'hex'), 'text_bytes', octet_length(p_bundle ->> 'text'),
    'profile_hash', statewave_private.profile_hash(p_bundle ->> 'profile', (p_bundle ->> 'profile_version')::int), 'question', p_question,
    'rulings', statewave_private.applied_rules(p_subject.subject_key, p_subject.tenant_id, p_bundle -> 'caller', p_bundle -> 'items'),
    'entries', (select coalesce(jsonb_agg(i.item - array['text', 'valid_from', 'valid_to'] order by i.place), '[]')
                  from jsonb_array_elements(p_bundle -> 'items') with ordinality i (item, place)));
  select s.signed_by, s.signature into strict v_receipt.key_id, v_receipt.signature
    from statewave_python.signatures(array[encode(sha256(convert_to(v_receipt.body::text, 'UTF8')), 'hex')], null) s;
  v_subject := statewave_private.audited(v_subject, 'receipt', jsonb_build_object('receipt', v_receipt.id, 'sha256', statewave_private.receipt_digest(v_receipt)));
  insert into statewave_private.receipt select v_receipt.*;
  -- A receipt is no news of the subject: its last stamp stays, and with it what bundles say of it.
  update statewave_private.subject s set audit_seq = v_subject.audit_seq, audit_head = v_subject.audit_head where s.subject_key = p_subject.subject_key;
  return v_receipt;
end
$$;

comment on function statewave_private.sign_receipt(statewave_private.subject, jsonb, jsonb) is
  'Stores a signed receipt of what a locked subject''s readers were told, with its audit entry, and returns it. p_bundle: a bundle, or what has its fields; p_question: as it was read, where only its candidates are ranked again, else null. Raises SW503 without a key.';

revoke all on function statewave_private.sign_receipt(statewave_private.subject, jsonb, jsonb) from public;
