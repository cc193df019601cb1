create or replace function statewave.issue_receipt(bundle jsonb, tenant text default null)
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
  v_bundle   constant jsonb := issue_receipt.bundle;
  v_tenant   text;
  v_key      uuid;
  v_question statewave_private.question;
  v_again    jsonb;
  v_subject  statewave_private.subject;
  v_receipt  statewave_private.receipt;
begin
  if jsonb_typeof(v_bundle) is distinct from 'object' or v_bundle ->> 'version' is distinct from '1' or v_bundle ->> 'subject' is null
     or v_bundle ->> 'as_of' is null or v_bundle ->> 'hash' is null then
    perform statewave_private.fail('SW400', 'this is no bundle of one subject', 'Give what retrieve() returned, whole.');
  end if;
  v_tenant := statewave_private.tenant_of_call(coalesce(issue_receipt.tenant, v_bundle ->> 'tenant'));
  v_key := statewave_private.key_of_call(v_tenant, v_bundle ->> 'subject');
  if v_bundle ->> 'hash' <> encode(sha256(convert_to((v_bundle - 'hash')::text, 'UTF8')), 'hex') then
    perform statewave_private.fail('SW422', 'the bundle was changed after it was retrieved', 'Give what retrieve() returned, whole.');
  elsif v_bundle ->> 'tenant' is distinct from v_tenant then
    perform statewave_private.fail('SW400', 'the bundle is of another tenant', 'Leave tenant out: the bundle names its own.');
  end if;
  v_subject := statewave_private.lock_subject(v_key, null, null);
  if v_subject.subject_key is null then
    perform statewave_private.fail('SW404', 'nothing is known about the subject', 'There is nothing to give a receipt for.');
  end if;
  if v_bundle ->> 'path' = 'ann' then
    v_question := statewave_private.question_again(v_key, v_bundle, null);
    v_question.as_of := v_bundle ->> 'as_of';
    v_question.recorded_through := v_bundle ->> 'recorded_through';
  end if;
  v_again := statewave_private.answer_again(v_key, v_bundle, v_question);
  if v_again is distinct from v_bundle then
    perform statewave_private.fail('SW422', 'retrieving again gives another bundle',
      'A write came between, or was in flight; or the bundle was not made here. Retrieve again and issue its receipt at once.');
  end if;
  v_receipt := statewave_private.sign_receipt(v_subject, v_bundle, case when v_question.subject_key is not null then to_jsonb(v_question) - array['denied', 'redacted'] end);
  return v_receipt.body || jsonb_build_object('seq', v_receipt.seq, 'key_id', v_receipt.key_id, 'signature', encode(v_receipt.signature, 'hex'));
end
$$;

comment on function statewave.issue_receipt(jsonb, text) is
  'Retrieves a bundle again and, where it is the same, stores and returns a signed receipt of it: what was asked, as_of, profile with its hash, entries (memory, rank, score, episodes), rulings (what the policy''s rules did), bundle_hash, key_id, signature (HMAC-SHA256 of the sha256 of the rest). Its audit entry links it into the subject''s chain. Raises SW422 for a bundle that is not what retrieving gives, SW400, SW403, SW404, SW503 without a key.';

revoke all on function statewave.issue_receipt(jsonb, text) from public;
grant execute on function statewave.issue_receipt(jsonb, text) to statewave_writer;
