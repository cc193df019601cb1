create or replace function statewave.promote_labels(subject text, labels text[], tenant text default null)
returns bigint
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
  v_tenant  text := statewave_private.tenant_of_call(promote_labels.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, promote_labels.subject);
  v_subject statewave_private.subject;
  v_count   bigint;
begin
  perform statewave_private.check_labels(promote_labels.labels);
  v_subject := statewave_private.lock_subject(v_key, null, null);
  update statewave_private.label l
     set is_suggested = false, recorded_at = v_subject.last_recorded_at
   where l.subject_key = v_key and l.is_suggested and l.label = any (promote_labels.labels);
  get diagnostics v_count = row_count;
  if v_count > 0 then
    v_subject := statewave_private.audited(v_subject, 'labels', jsonb_build_object('promoted', v_count, 'labels', promote_labels.labels));
    perform statewave_private.advance_subject(v_subject, 0, 0, null, null);
  end if;
  return v_count;
end
$$;

comment on function statewave.promote_labels(text, text[], text) is
  'Makes the suggestions of these labels (email, phone, card, secret) labels in force for a subject, and returns how many there were. Later suggestions are again only suggestions. Raises SW400, SW403.';

revoke all on function statewave.promote_labels(text, text[], text) from public;
grant execute on function statewave.promote_labels(text, text[], text) to statewave_admin, statewave_worker;
