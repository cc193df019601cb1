-- requires: http/v1_label_meant.sql
create or replace function statewave.v1_promote_labels(id uuid, labels text[], tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant    text := statewave_private.tenant_of_call(v1_promote_labels.tenant);
  v_subject   text := statewave_private.v1_subject_of_memory(v1_promote_labels.id, v_tenant);
  v_key       uuid := statewave_private.key_of_call(v_tenant, v_subject);
  v_meant     text[] := array(select distinct statewave_private.v1_label_meant(l.label) as label from unnest(v1_promote_labels.labels) l (label) order by label);
  v_set       text[];
  v_suggested text[];
begin
  perform statewave_private.lock_subject(v_key, null, null);
  select coalesce(array_agg(l.label) filter (where not l.is_suggested), '{}'), coalesce(array_agg(l.label order by l.label) filter (where l.is_suggested), '{}')
    into v_set, v_suggested
    from statewave_private.label l where l.subject_key = v_key and l.target_id = v1_promote_labels.id;
  if v_meant = '{}' then
    perform statewave_private.refuse('SW422', 'no label is named', 'Name labels that are suggested for the memory.', 'promote_labels.empty');
  elsif cardinality(v_meant) < cardinality(v1_promote_labels.labels) then
    perform statewave_private.refuse('SW422', 'a label is named twice', 'Name each once.', 'promote_labels.duplicate_labels');
  elsif not v_meant <@ v_suggested then
    perform statewave_private.refuse('SW422', 'a label is not suggested for the memory', 'Only what was suggested can be promoted; set others by PATCH /v1/memories/{id}/labels.', 'promote_labels.not_suggested');
  end if;
  return jsonb_build_object('memory_id', v1_promote_labels.id, 'promoted', v_meant,
    'sensitivity_labels', statewave.set_labels(v_subject, v1_promote_labels.id, v_set || v_meant, v_tenant),
    'suggested_labels', array(select s.label from unnest(v_suggested) s (label) where s.label <> all (v_meant)));
end
$$;

comment on function statewave.v1_promote_labels(uuid, text[], text) is
  'HTTP: POST /admin/memories/{id}/promote-labels. Puts labels that are suggested for a memory in force: {memory_id, promoted, sensitivity_labels, suggested_labels}. Raises SW422, its detail promote_labels.empty, .duplicate_labels or .not_suggested; SW404, SW403.';

revoke all on function statewave.v1_promote_labels(uuid, text[], text) from public;
grant execute on function statewave.v1_promote_labels(uuid, text[], text) to statewave_admin, statewave_worker;
