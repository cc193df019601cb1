-- requires: govern/schema_version.sql
-- requires: govern/document_hash.sql
create or replace function statewave.export_subject(
  subject text, vectors boolean default true, complete boolean default true, tenant text default null, caller jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set bytea_output = 'hex'
set jit = off
set max_parallel_workers_per_gather = 0
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(export_subject.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, export_subject.subject);
  v_complete boolean := coalesce(export_subject.complete, true);
  v_vectors  boolean := v_complete and coalesce(export_subject.vectors, true);
  v_document jsonb;
begin
  if v_complete and not pg_has_role(session_user, 'statewave_admin', 'member') then
    perform statewave_private.fail('SW403', 'only an administrator may export all of a subject', 'Ask for what the policy shows you: complete => false.');
  elsif not exists (select from statewave_private.subject s where s.subject_key = v_key) then
    perform statewave_private.fail('SW404', 'nothing is known about the subject', 'List them: select * from statewave.subjects().');
  end if;
  v_document := jsonb_build_object(
    'format', 'statewave.subject', 'version', 1, 'schema', statewave_private.schema_version(), 'subject', export_subject.subject, 'tenant', v_tenant,
    'complete', v_complete, 'vectors', v_vectors,
    'spaces', (select coalesce(jsonb_agg(jsonb_build_object('space_id', e.space_id, 'provider', e.provider, 'model', e.model, 'dimensions', e.dimensions) order by e.space_id), '[]')
                 from statewave_private.embedding_space e
                where v_vectors and exists (select from statewave_private.embedding v where v.subject_key = v_key and v.space_id = e.space_id)),
    'tables', case when v_complete then statewave_private.document_tables(v_key, v_vectors) else statewave_private.shown_rows(v_key, v_tenant, export_subject.caller) end);
  return v_document || jsonb_build_object('sha256', statewave_private.document_hash(v_document));
exception when program_limit_exceeded then -- a jsonb value holds 256 MiB of elements
  perform statewave_private.fail('SW413', 'the subject is too big for one document', 'Leave the vectors out (vectors => false), or dump the database.');
end
$$;

comment on function statewave.export_subject(text, boolean, boolean, text, jsonb) is
  'All that is stored about a subject as one document, {format, version, schema, subject, tenant, complete, vectors, spaces, tables: {table: [row]}, sha256}: history, sources, labels, audit and receipts, for import_subject(). vectors: with the vectors, which importing makes anew otherwise, but for those that callers gave. For administrators, whatever the policy. complete => false: the episodes and memories alone, as the policy shows them to the caller; it cannot be imported. Raises SW404, SW413, SW400, SW403.';

revoke all on function statewave.export_subject(text, boolean, boolean, text, jsonb) from public;
grant execute on function statewave.export_subject(text, boolean, boolean, text, jsonb) to statewave_reader, statewave_admin;
