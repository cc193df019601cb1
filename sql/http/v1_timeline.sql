create or replace function statewave.v1_timeline(
  subject text, page int default 100, skip int default 0, newest_first boolean default false, status text default 'all',
  caller jsonb default null, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(v1_timeline.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, v1_timeline.subject);
  v_fresh    int := statewave_private.first_uncompiled(v_key, 'infinity');
  v_newest   constant boolean := coalesce(v1_timeline.newest_first, false);
  v_episodes uuid[];
  v_memories uuid[];
begin
  perform statewave_private.check_page(v1_timeline.page);
  if v1_timeline.status is null or v1_timeline.status <> all (array['all', 'active']) then
    perform statewave_private.fail('SW400', format('there is no status %L', left(v1_timeline.status, 64)), 'Ask for all or active.');
  elsif v1_timeline.skip is null or v1_timeline.skip < 0 then
    perform statewave_private.fail('SW400', format('skip is %s', coalesce(v1_timeline.skip::text, 'null')), 'Skip 0 rows or more.');
  end if;
  -- One more than is shown tells whether there are more.
  v_episodes := array(select e.id from statewave_private.episode e where e.subject_key = v_key
                       order by case when not v_newest then e.occurred_at end, case when not v_newest then e.seq end, e.occurred_at desc, e.seq desc
                       limit v1_timeline.page + 1 offset v1_timeline.skip);
  v_memories := array(select m.id from statewave_private.memory m
                       where m.subject_key = v_key and m.recorded_to is null and (m.kind <> 'passage' or v_fresh is null or m.seq < v_fresh)
                         and (v1_timeline.status = 'all' or m.valid_to is null or m.valid_to > statement_timestamp())
                       order by case when not v_newest then m.valid_from end, case when not v_newest then m.seq end, m.valid_from desc, m.seq desc
                       limit v1_timeline.page + 1 offset v1_timeline.skip);
  return jsonb_build_object('subject_id', v1_timeline.subject,
    'episodes', (select coalesce(jsonb_agg(n.episode order by case when v_newest then -n.place else n.place end), '[]')
                   from statewave_private.v1_episodes_named(v_key, v_tenant, v1_timeline.subject, v_episodes[1:v1_timeline.page], v1_timeline.caller) n),
    'memories', (select coalesce(jsonb_agg(n.memory order by case when v_newest then -n.place else n.place end), '[]')
                   from statewave_private.v1_memories_named(v_key, v_tenant, v1_timeline.subject, v_memories[1:v1_timeline.page], v1_timeline.caller) n),
    'episodes_has_more', cardinality(v_episodes) > v1_timeline.page, 'memories_has_more', cardinality(v_memories) > v1_timeline.page);
end
$$;

comment on function statewave.v1_timeline(text, int, int, boolean, text, jsonb, text) is
  'HTTP: GET /v1/timeline. Episodes by event time and memories by the time from which they hold, page (1 to 1,000) of each behind the first skip, or with newest_first before the last skip, always the oldest first: {subject_id, episodes, memories, episodes_has_more, memories_has_more}. status: all, or active for the memories that hold. caller: as retrieve()''s. Raises SW400, SW403.';

revoke all on function statewave.v1_timeline(text, int, int, boolean, text, jsonb, text) from public;
grant execute on function statewave.v1_timeline(text, int, int, boolean, text, jsonb, text) to statewave_reader;
