create or replace function statewave.v1_set_labels(id uuid, labels text[], tenant text default null)
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
  v_tenant  text := statewave_private.tenant_of_call(v1_set_labels.tenant);
  v_subject text := statewave_private.v1_subject_of_memory(v1_set_labels.id, v_tenant);
begin
  perform statewave.set_labels(v_subject, v1_set_labels.id,
    array(select distinct lower(btrim(l.label)) as label from unnest(v1_set_labels.labels) l (label) order by label), v_tenant);
  return (select n.memory from statewave_private.v1_memories_named(statewave_private.key_of_call(v_tenant, v_subject), v_tenant, v_subject, array[v1_set_labels.id], null) n);
end
$$;

comment on function statewave.v1_set_labels(uuid, text[], text) is
  'HTTP: PATCH /v1/memories/{id}/labels. Sets a memory''s labels, in lower case, trimmed and each once, and returns it, with those that it inherits. Raises SW404, SW400, SW403.';

revoke all on function statewave.v1_set_labels(uuid, text[], text) from public;
grant execute on function statewave.v1_set_labels(uuid, text[], text) to statewave_admin, statewave_worker;
