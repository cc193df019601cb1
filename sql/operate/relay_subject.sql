-- requires: operate/event_names.sql
-- requires: operate/wants.sql
create or replace function statewave_private.relay_subject(p_key uuid, p_counter statewave_private.event_counter, p_before timestamptz)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_most     constant int := 1000; -- entries in a turn
  v_subject  statewave_private.subject;
  v_through  int;
  v_position bigint;
begin
  select s.* into v_subject from statewave_private.subject s
   where s.subject_key = p_key and s.has_news and s.created_at < p_before
     for no key update nowait;
  if not found then
    return null;
  end if;
  v_through := least(v_subject.audit_seq, v_subject.relayed_through + v_most);

  with entry as (
    select a.seq, a.recorded_at, n.event, (a.detail ->> 'run')::uuid as run_id
      from statewave_private.audit_entry a
      join statewave_private.event_names() n on n.action = a.action
     where a.subject_key = p_key and a.seq between v_subject.relayed_through + 1 and v_through and a.recorded_at >= p_counter.since
  ), told as (
    select e.seq, 0 as number, e.event, null::uuid as memory_id, e.recorded_at from entry e
    union all
    select e.seq, row_number() over (partition by e.seq order by s.superseded_id, s.superseding_id), 'memory.superseded', s.superseded_id, e.recorded_at
      from entry e
      join statewave_private.supersession s on s.subject_key = p_key and s.run_id = e.run_id
  ), made as (
    insert into statewave_private.event (subject_key, seq, number, tenant_id, position, event, memory_id, recorded_at)
    select p_key, t.seq, t.number, v_subject.tenant_id, p_counter.position + row_number() over (order by t.seq, t.number), t.event, t.memory_id, t.recorded_at
      from told t
    returning position
  )
  select coalesce(max(m.position), p_counter.position) into v_position from made m;

  update statewave_private.subject s set relayed_through = v_through where s.subject_key = p_key;
  perform statewave_private.enqueue_job(p_key, v_subject.tenant_id, 'webhook', d.name, jsonb_build_object('position', d.position))
     from (select w.name, e.position
             from statewave_private.event e
             join statewave_private.webhook w on w.tenant_id = v_subject.tenant_id and e.recorded_at >= w.since and statewave_private.wants(w.events, e.event)
            where e.subject_key = p_key and e.position > p_counter.position
            order by e.position) d;
  return v_position;
exception
  when lock_not_available then -- it is being written about: the next time
    return null;
end
$$;

comment on function statewave_private.relay_subject(uuid, statewave_private.event_counter, timestamptz) is
  'Makes events, and deliveries to webhooks, of the audit entries of a subject that are none yet, behind the counter''s position, and returns the last position given. Null, and nothing done, where there are none, someone is writing about the subject, or it was made after p_before.';

revoke all on function statewave_private.relay_subject(uuid, statewave_private.event_counter, timestamptz) from public;
