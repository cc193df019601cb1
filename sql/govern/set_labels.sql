-- requires: govern/labels_in_force.sql
create or replace function statewave.set_labels(subject text, id uuid, labels text[], tenant text default null)
returns text[]
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
  v_tenant  text := statewave_private.tenant_of_call(set_labels.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, set_labels.subject);
  v_subject statewave_private.subject;
  v_episode uuid;
  v_memory  uuid;
begin
  perform statewave_private.check_labels(set_labels.labels);
  v_subject := statewave_private.lock_subject(v_key, null, null);
  select e.id into v_episode from statewave_private.episode e where e.subject_key = v_key and e.id = set_labels.id;
  select m.id into v_memory from statewave_private.memory m where m.subject_key = v_key and m.id = set_labels.id;
  if v_episode is null and v_memory is null then
    perform statewave_private.fail('SW404', 'the subject has no memory or episode with this id', 'List them: select * from statewave.timeline(subject).');
  end if;

  -- What was suggested and is not set stays suggested.
  delete from statewave_private.label l
   where l.subject_key = v_key and l.target_id = set_labels.id and (not l.is_suggested or l.label = any (set_labels.labels));
  insert into statewave_private.label (subject_key, target_id, label, tenant_id, episode_id, memory_id, is_suggested, recorded_at)
  select v_key, set_labels.id, n.label, v_tenant, v_episode, v_memory, false, v_subject.last_recorded_at
    from (select distinct u.label from unnest(set_labels.labels) u (label)) n;
  v_subject := statewave_private.audited(v_subject, 'labels', jsonb_build_object('id', set_labels.id, 'labels', set_labels.labels));
  perform statewave_private.advance_subject(v_subject, 0, 0, null, null);
  return coalesce((
    select array_agg(distinct u.label order by u.label)
      from statewave_private.labels_in_force(v_key) f
     cross join lateral unnest(f.labels) u (label)
     where f.episode_id = v_episode
        or f.episode_id in (select m.source_episode_id from statewave_private.memory m where m.subject_key = v_key and m.id = v_memory
                            union all
                            select s.episode_id from statewave_private.memory_source s where s.subject_key = v_key and s.memory_id = v_memory)), '{}');
end
$$;

comment on function statewave.set_labels(text, uuid, text[], text) is
  'Sets the sensitivity labels of a memory or an episode, in place of those set before ({}: none), and returns those that it now has with what it inherits. A memory''s labels are also those of its sources and of all that was or will be taken from them, passages included; those that record() was given stay. Policies decide what labels mean (set_policy). Raises SW404, SW400, SW403.';

revoke all on function statewave.set_labels(text, uuid, text[], text) from public;
grant execute on function statewave.set_labels(text, uuid, text[], text) to statewave_admin, statewave_worker;
