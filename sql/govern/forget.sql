create or replace function statewave.forget(subject text, episode_ids uuid[], tenant text default null)
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
  v_tenant  text := statewave_private.tenant_of_call(forget.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, forget.subject);
  v_ids     uuid[] := array(select distinct i.id from unnest(forget.episode_ids) i (id) where i.id is not null);
  v_subject statewave_private.subject := statewave_private.lock_subject(v_key, null, null);
  v_known   uuid[];
  v_done    record;
begin
  if cardinality(v_ids) = 0 or cardinality(v_ids) > 10000 then
    perform statewave_private.fail('SW400', format('%s episodes', cardinality(v_ids)), 'Name 1 to 10,000 episodes by their ids.');
  end if;
  v_known := array(select e.id from statewave_private.episode e where e.subject_key = v_key and e.id = any (v_ids));
  if v_known = '{}' then
    select statewave_private.forget_rows(v_key, v_known) as rows, v_subject.audit_seq as audit_seq into v_done;
  else
    v_done := statewave_private.forgotten(v_subject, v_known, '{}', '{}', 'forget');
  end if;
  return jsonb_build_object(
    'subject', forget.subject, 'tenant', v_tenant, 'forgotten_at', coalesce(v_subject.last_recorded_at, clock_timestamp()), 'episodes', cardinality(v_known),
    'unknown', cardinality(v_ids) - cardinality(v_known), 'rows', v_done.rows, 'audit_seq', v_done.audit_seq,
    'partition', statewave_private.partition_of(v_key), 'remains', statewave_private.what_remains());
end
$$;

comment on function statewave.forget(text, uuid[], text) is
  'Removes episodes of a subject, 1 to 10,000 by their ids, with all that has no other source, in one transaction, and returns the proof: {subject, tenant, forgotten_at, episodes, unknown, rows: {table: rows removed}, audit_seq, partition, remains}: unknown counts ids that the subject does not have (any more). A fact that one of them had closed stays closed; receipts stay, with the ids and the question. Raises SW400, SW403.';

revoke all on function statewave.forget(text, uuid[], text) from public;
grant execute on function statewave.forget(text, uuid[], text) to statewave_admin;
