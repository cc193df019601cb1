-- requires: govern/schema_version.sql
-- requires: govern/document_hash.sql
-- requires: govern/is_operational.sql
create or replace function statewave_private.check_document(p_document jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if jsonb_typeof(p_document) is distinct from 'object' or p_document ->> 'format' is distinct from 'statewave.subject' or p_document ->> 'version' is distinct from '1'
     or jsonb_typeof(p_document -> 'tables') is distinct from 'object'
     or jsonb_typeof(p_document -> 'spaces') is distinct from 'array'
     or exists (select from jsonb_each(p_document -> 'tables') t (name, value)
                 where jsonb_typeof(t.value) <> 'array' or jsonb_path_exists(t.value, 'strict $[*] ? (@.type() != "object")')) then
    perform statewave_private.fail('SW400', 'this is no exported subject', 'Give what export_subject() returned, whole.');
  elsif p_document ->> 'sha256' is distinct from statewave_private.document_hash(p_document) then
    perform statewave_private.fail('SW422', 'the document was changed after it was exported', 'Give what export_subject() returned, whole.');
  elsif p_document -> 'complete' is distinct from 'true' then
    perform statewave_private.fail('SW422', 'the document is partial: it has what a policy shows, and no history', 'An administrator can export all of it.');
  elsif p_document ->> 'schema' is distinct from statewave_private.schema_version() then
    perform statewave_private.fail('SW422', format('the document is of schema %s, this database of %s', left(p_document ->> 'schema', 64), statewave_private.schema_version()),
                                   'Import it where that schema is deployed, or upgrade the other database and export again.');
  elsif exists (select from statewave_private.subject_tables() t
                 where not p_document -> 'tables' ? t.name and (t.name <> 'embedding' or p_document -> 'vectors' = 'true') and not statewave_private.is_operational(t.name))
        or exists (select from jsonb_object_keys(p_document -> 'tables') d (name) where d.name not in (select t.name from statewave_private.subject_tables() t where not statewave_private.is_operational(t.name))) then
    perform statewave_private.fail('SW422', 'the document has not the tables of this schema', 'Export the subject again.');
  elsif p_document -> 'vectors' = 'true' and exists (
          select from jsonb_array_elements(p_document -> 'spaces') d (space)
           where not exists (select from statewave_private.embedding_space e where to_jsonb(e) @> (d.space - 'space_id') and not (e.is_retired and e.active_during = '{}'))) then
    perform statewave_private.fail('SW422', 'the document has vectors of a model that this database does not know', 'Export it without vectors.');
  end if;
end
$$;

comment on function statewave_private.check_document(jsonb) is
  'Raises SW400 or SW422 unless it is a complete exported subject, unchanged, for this schema.';

revoke all on function statewave_private.check_document(jsonb) from public;
