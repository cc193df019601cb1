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
  v_tenant  text := statewave_private.tenant_of_call(erase.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, erase.subject);
  v_subject statewave_private.subject := statewave_private.lock_subject(v_key, null, null);
  v_part    int := statewave_private.partition_of(v_key);
  v_rows    jsonb := statewave_private.erase_rows(v_key, v_subject.subject_key is not null);
  v_id      uuid := gen_random_uuid();
begin
  if v_subject.subject_key is not null then
    insert into statewave_private.erasure (id, tenant_id, erased_at, erased_by, row_counts, chain_length, chain_head, erased_key)
    values (v_id, v_tenant, v_subject.last_recorded_at, session_user, v_rows, v_subject.audit_seq, v_subject.audit_head,
            (select v_key from statewave_private.event_counter c where c.tenant_id = v_tenant and c.since < 'infinity'));
  end if;
  return jsonb_build_object(
    'subject', erase.subject, 'tenant', v_tenant, 'erased_at', coalesce(v_subject.last_recorded_at, clock_timestamp()), 'rows', v_rows,
    'total', (select coalesce(sum(r.value::bigint), 0) from jsonb_each_text(v_rows) r),
    'erasure', case when v_subject.subject_key is not null then v_id end, 'chain_length', v_subject.audit_seq, 'chain_head', encode(v_subject.audit_head, 'hex'), 'partition', v_part,
    'remains', statewave_private.what_remains());
end
$$;

comment on function statewave.erase(text, text) is
  'Removes everything about a subject in one transaction and returns the proof: {subject, tenant, erased_at, rows: {table: rows removed}, total, erasure, chain_length, chain_head, partition, remains}: erasure is the id of the record that stays, which does not name the subject (where somebody reads events it has subject_key() for some days, for subject.erased), chain_… the end of its audit, partition what scrub_plan() takes. The tables come from the catalog: each with a subject_key. An unknown subject gives zero rows. Raises SW400, SW403.';

revoke all on function statewave.erase(text, text) from public;
grant execute on function statewave.erase(text, text) to statewave_admin;
