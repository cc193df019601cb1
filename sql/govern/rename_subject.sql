create or replace function statewave.rename_subject(subject text, new_name text, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(rename_subject.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, rename_subject.subject);
  v_new     uuid := statewave_private.key_of_call(v_tenant, rename_subject.new_name);
  v_first   statewave_private.subject := statewave_private.lock_subject(least(v_key, v_new), null, null); -- of two renames one waits
  v_subject statewave_private.subject := statewave_private.lock_subject(v_key, null, null);
  v_rows    jsonb;
begin
  if v_subject.subject_key is null then
    perform statewave_private.fail('SW404', 'nothing is known about the subject', 'List them: select * from statewave.subjects().');
  elsif v_new = v_key then
    return jsonb_build_object('subject', rename_subject.new_name, 'tenant', v_tenant, 'renamed_at', null, 'rows', '{}'::jsonb, 'audit_seq', v_subject.audit_seq);
  elsif (statewave_private.lock_subject(v_new, null, null)).subject_key is not null then
    perform statewave_private.fail('SW409', 'there is a subject of the new name', 'Choose another name, or erase that subject first.');
  end if;
  perform statewave_private.copy_rows(v_key, v_new, rename_subject.new_name);
  v_rows := statewave_private.erase_rows(v_key, true);
  v_subject.subject_key := v_new;
  v_subject := statewave_private.audited(v_subject, 'rename', '{}');
  update statewave_private.subject s
     set last_recorded_at = v_subject.last_recorded_at, audit_seq = v_subject.audit_seq, audit_head = v_subject.audit_head
   where s.subject_key = v_new;
  return jsonb_build_object('subject', rename_subject.new_name, 'tenant', v_tenant, 'renamed_at', v_subject.last_recorded_at, 'rows', v_rows,
                            'audit_seq', v_subject.audit_seq);
end
$$;

comment on function statewave.rename_subject(text, text, text) is
  'Gives a subject another name, in one transaction: its rows are written anew under the key of the new name, with ids, times, sources, history, audit and receipts as they are, and returned as {subject, tenant, renamed_at, rows: {table: rows}, audit_seq}; to the name that it has it is left as it is. A big subject''s own indexes are made anew by maintenance. Raises SW404, SW409 where the new name is taken, SW400, SW403.';

revoke all on function statewave.rename_subject(text, text, text) from public;
grant execute on function statewave.rename_subject(text, text, text) to statewave_admin;
