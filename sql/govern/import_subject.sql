create or replace function statewave.import_subject(document jsonb, subject text default null, tenant text default null)
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
  v_tenant  text := statewave_private.tenant_of_call(import_subject.tenant);
  v_name    text := coalesce(import_subject.subject, import_subject.document ->> 'subject');
  v_key     uuid := statewave_private.key_of_call(v_tenant, v_name);
  v_subject statewave_private.subject;
  v_rows    jsonb;
begin
  perform statewave_private.check_document(import_subject.document);
  if exists (select from statewave_private.subject s where s.subject_key = v_key) then
    perform statewave_private.fail('SW409', 'there is a subject of this name', 'Import it under another name (subject), or erase that one first; merge_subjects() can join them then.');
  end if;
  begin
    v_rows := statewave_private.write_document(v_key, v_tenant, v_name, import_subject.document);
  exception when integrity_constraint_violation or data_exception or program_limit_exceeded then
    perform statewave_private.fail('SW422', 'the document does not fit together: ' || sqlerrm, 'Nothing of it was stored. Export the subject again.');
  end;
  perform statewave_private.check_imported(v_key);
  v_subject := statewave_private.lock_subject(v_key, null, null);
  v_subject := statewave_private.audited(v_subject, 'import', jsonb_build_object('document', import_subject.document -> 'sha256',
    'subject', import_subject.document -> 'subject', 'tenant', import_subject.document -> 'tenant'));
  perform statewave_private.advance_subject(v_subject, 0, 0, null, null);
  return jsonb_build_object('subject', v_name, 'tenant', v_tenant, 'imported_at', v_subject.last_recorded_at, 'rows', v_rows, 'audit_seq', v_subject.audit_seq);
end
$$;

comment on function statewave.import_subject(jsonb, text, text) is
  'Stores an exported subject, whole, in one transaction: under its name or another (subject), with its ids, times, sources, labels, supersessions, audit and receipts, and makes vectors if the document has none. The sha256 tells a damaged document, it does not prove who made it: import what you trust. Returns {subject, tenant, imported_at, rows: {table: rows}, audit_seq}. Raises SW422 for a changed, partial or foreign document, SW409 where there is such a subject, SW400, SW403.';

revoke all on function statewave.import_subject(jsonb, text, text) from public;
grant execute on function statewave.import_subject(jsonb, text, text) to statewave_admin;
