create or replace function statewave.timeline(
  subject text,
  after jsonb default null,
  page int default 100,
  newest_first boolean default true,
  status text default 'all',
  tenant text default null,
  caller jsonb default null)
returns table (at timestamptz, entry text, id uuid, kind text, content text, detail jsonb, cursor jsonb)
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
  v_tenant  text := statewave_private.tenant_of_call(timeline.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, timeline.subject);
  v_forward boolean := not coalesce(timeline.newest_first, true);
  v_at      timestamptz;
  v_id      uuid;
begin
  perform statewave_private.check_page(timeline.page);
  if timeline.status is null or timeline.status <> all (array['all', 'active', 'superseded']) then
    perform statewave_private.fail('SW400', format('there is no status %L', left(timeline.status, 64)), 'Ask for all, active or superseded.');
  elsif timeline.after is not null then
    perform statewave_private.check_cursor(timeline.after);
    v_at := (timeline.after ->> 'at')::timestamptz;
    v_id := (timeline.after ->> 'id')::uuid;
  end if;

  -- A page from each table in its index order, then the page of both.
  return query
  with withheld as materialized (
    select w.id, w.action from statewave_private.withheld(v_key, v_tenant, timeline.caller) w
  ), episode as (
    select e.occurred_at as at, 'episode' as entry, e.id, e.type::text as kind,
           case when w.id is null then (select coalesce(string_agg(l.speaker || ': ' || l.body, E'\n' order by l.place), '')
                                          from statewave_private.payload_lines(e.payload, e.source, e.occurred_at) l)
                else '[redacted]' end as content,
           jsonb_build_object('session', e.session, 'recorded_at', e.recorded_at, 'labels', e.labels)
           || case when w.id is null then jsonb_build_object('source', e.source, 'metadata', e.metadata) else '{}' end as detail
      from statewave_private.episode e
      left join withheld w on w.id = e.id
     where e.subject_key = v_key and timeline.status <> 'superseded' and w.action is distinct from 'deny'
       and (v_at is null or case when v_forward then (e.occurred_at, e.id) > (v_at, v_id) else (e.occurred_at, e.id) < (v_at, v_id) end)
     order by case when v_forward then e.occurred_at end, case when v_forward then e.id end, e.occurred_at desc, e.id desc
     limit timeline.page
  ), memory as (
    select m.valid_from as at, 'memory' as entry, m.id, m.kind::text as kind, case when w.id is null then m.content else '[redacted]' end as content,
           jsonb_strip_nulls(case when w.id is null then jsonb_build_object('claim_key', m.claim_key, 'claim_value', m.claim_value, 'speaker', m.speaker) else '{}' end
           || jsonb_build_object('valid_to', m.valid_to, 'recorded_at', m.recorded_at, 'recorded_to', m.recorded_to, 'source_episode_id', m.source_episode_id, 'corrects', m.corrects,
             'superseded', (select jsonb_agg(jsonb_build_object('by', s.superseding_id, 'rule', s.rule, 'reason', s.reason) order by s.recorded_at, s.superseding_id)
                              from statewave_private.supersession s where s.subject_key = v_key and s.superseded_id = any (statewave_private.versions_of(v_key, m.id))
                               and w.id is null and s.superseding_id not in (select x.id from withheld x)))) as detail
      from statewave_private.memory m
      left join withheld w on w.id = m.id
     where m.subject_key = v_key and m.kind <> 'passage' and w.action is distinct from 'deny'
       and m.recorded_to is null
       and (timeline.status = 'all' or (m.valid_to is null or m.valid_to > statement_timestamp()) = (timeline.status = 'active'))
       and (v_at is null or case when v_forward then (m.valid_from, m.id) > (v_at, v_id) else (m.valid_from, m.id) < (v_at, v_id) end)
     order by case when v_forward then m.valid_from end, case when v_forward then m.id end, m.valid_from desc, m.id desc
     limit timeline.page
  )
  select t.at, t.entry, t.id, t.kind, t.content, t.detail, jsonb_build_object('at', t.at, 'id', t.id)
    from (select * from episode union all select * from memory) t
   order by case when v_forward then t.at end, case when v_forward then t.id end, t.at desc, t.id desc
   limit timeline.page;
end
$$;

comment on function statewave.timeline(text, jsonb, int, boolean, text, text, jsonb) is
  'A subject''s episodes and compiled memories by event time, page (1 to 1,000) at a time; after: the cursor of the last row before. status: all, active (what holds, and the episodes) or superseded (what gave way, with the reason in detail). caller: as retrieve()''s. Raises SW400, SW403.';

revoke all on function statewave.timeline(text, jsonb, int, boolean, text, text, jsonb) from public;
grant execute on function statewave.timeline(text, jsonb, int, boolean, text, text, jsonb) to statewave_reader;
