create or replace function statewave.erase(subject text, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(erase.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, erase.subject);
  v_rows   jsonb;
begin
  v_rows := statewave_private.erase_rows(v_key);
  return jsonb_build_object(
    'subject', erase.subject, 'tenant', v_tenant, 'erased_at', clock_timestamp(), 'rows', v_rows,
    'total', (select coalesce(sum(r.value::bigint), 0) from jsonb_each_text(v_rows) r),
    'remains', 'Dead rows until vacuum, and copies in the write-ahead log and in backups until they expire.');
end
$$;

comment on function statewave.erase(text, text) is
  'Removes everything about a subject in one transaction and returns the proof: {subject, tenant, erased_at, rows: {table: rows removed}, total, remains}. The tables come from the catalog: each with a subject_key. An unknown subject gives zero rows. Raises SW400, SW403.';

revoke all on function statewave.erase(text, text) from public;
grant execute on function statewave.erase(text, text) to statewave_admin;
