create or replace function statewave.v1_delete(subject text, tenant text default null)
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
  v_tenant   text := statewave_private.tenant_of_call(v1_delete.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, v1_delete.subject);
  v_memories bigint;
begin
  perform statewave_private.lock_subject(v_key, null, null);
  v_memories := statewave_private.v1_memory_count(v_key);
  return jsonb_build_object('subject_id', v1_delete.subject,
    'episodes_deleted', statewave.erase(v1_delete.subject, v_tenant) #> '{rows,episode}', 'memories_deleted', v_memories);
end
$$;

comment on function statewave.v1_delete(text, text) is
  'HTTP: DELETE /v1/subjects/{id}. Erases a subject: {subject_id, episodes_deleted, memories_deleted}, 0 of an unknown one. erase() gives the proof. Raises SW400, SW403.';

revoke all on function statewave.v1_delete(text, text) from public;
grant execute on function statewave.v1_delete(text, text) to statewave_admin;
