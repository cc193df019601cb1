create or replace function statewave_private.event_data(p_event statewave_private.event)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_most   constant int := 1000; -- ids of episodes in an event
  v_entry  statewave_private.audit_entry;
  v_range  jsonb;
begin
  select a.* into v_entry from statewave_private.audit_entry a where a.subject_key = p_event.subject_key and a.seq = p_event.seq;
  v_range := v_entry.detail -> case v_entry.action when 'merge' then 'moved' else 'episodes' end;
  if p_event.event = 'memory.superseded' then
    return jsonb_build_object('memory_id', p_event.memory_id) || coalesce((
      select jsonb_build_object('superseded_by', s.superseding_id, 'rule', s.rule, 'run', s.run_id)
        from statewave_private.supersession s
       where s.subject_key = p_event.subject_key and s.superseded_id = p_event.memory_id and s.run_id = (v_entry.detail ->> 'run')::uuid
       order by s.superseding_id limit 1), '{}');
  end if;
  return coalesce((select jsonb_object_agg(d.key, d.value) from jsonb_each(v_entry.detail) d
                    where jsonb_typeof(d.value) = 'number' or d.value ->> 0 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'), '{}')
      || case when jsonb_typeof(v_range) = 'array' then jsonb_build_object('episodes', (v_range ->> 1)::int - (v_range ->> 0)::int + 1) else '{}' end
      || case when v_entry.action = 'merge' then jsonb_build_object('merged_key', statewave_private.subject_key(p_event.tenant_id, v_entry.detail ->> 'subject')) else '{}' end
      || case when v_entry.action in ('record', 'merge') then jsonb_build_object('episode_ids', (
           select coalesce(jsonb_agg(x.id), '[]')
             from (select e.id from statewave_private.episode e
                    where e.subject_key = p_event.subject_key and e.seq between (v_range ->> 0)::int and (v_range ->> 1)::int
                    order by e.seq limit v_most) x)) else '{}' end;
end
$$;

comment on function statewave_private.event_data(statewave_private.event) is
  'What an event tells, looked up in the subject''s rows as they are now: the ids and numbers of its audit entry, of episode.recorded and subject.merged the episodes'' ids (the first 1,000), of memory.superseded what took its place. No texts.';

revoke all on function statewave_private.event_data(statewave_private.event) from public;
