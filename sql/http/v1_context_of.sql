create or replace function statewave_private.v1_context_of(p_key uuid, p_bundle jsonb, p_receipt_id uuid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_labels constant jsonb := statewave_private.v1_labels(p_key);
  v_subject constant text := p_bundle ->> 'subject';
  v_now    constant timestamptz := p_bundle ->> 'as_of';
  v_shown  jsonb;
begin
  with item as materialized (
    select i.item, i.item ->> 'shown_as' as shown_as, i.place, i.item ? 'redacted' as redacted
      from jsonb_array_elements(p_bundle -> 'items') with ordinality i (item, place)
  ), remembered as materialized (
    select i.place, i.shown_as, y.m, i.redacted, u.sources, case when v_labels = '{}' then '{}' else statewave_private.v1_labels_of(v_labels, u.sources) end as labels
      from item i
     cross join lateral (select x from statewave_private.memory x where x.subject_key = p_key and x.id = (i.item ->> 'memory_id')::uuid limit 1) y (m)
     cross join lateral (select array(select s.id::uuid from jsonb_array_elements_text(i.item -> 'source_episode_ids') with ordinality s (id, place) order by s.place)) u (sources)
     where i.shown_as <> 'episode'
  ), memory as materialized (
    select r.place, r.shown_as, statewave_private.v1_memory_of(r.m, v_subject, r.sources, r.labels, v_now, r.redacted) as document from remembered r
  ), covered as (
    select distinct s.id::uuid as id from item i cross join lateral jsonb_array_elements_text(i.item -> 'source_episode_ids') s (id)
     where i.item ->> 'kind' <> 'passage'
  ), cited as (
    select s.id::uuid as id, min(i.place) filter (where i.shown_as = 'episode') as place, bool_or(i.redacted) as redacted
      from item i cross join lateral jsonb_array_elements_text(i.item -> 'source_episode_ids') s (id)
     group by s.id
  ), episode as (
    select c.place, e.session, e.occurred_at, c.id, case when c.place is not null and c.id not in (select v.id from covered v) then
             statewave_private.v1_episode_of(e, v_subject, c.redacted) end as document
      from cited c
     cross join lateral (select x.* from statewave_private.episode x where x.subject_key = p_key and x.id = c.id limit 1) e
  )
  select jsonb_build_object(
      'facts', coalesce((select jsonb_agg(m.document order by m.shown_as = 'episode_summary', m.place) from memory m where m.shown_as <> 'procedure'), '[]'),
      'procedures', coalesce((select jsonb_agg(m.document order by m.place) from memory m where m.shown_as = 'procedure'), '[]'),
      'episodes', coalesce((select jsonb_agg(e.document order by e.place) from episode e where e.document is not null), '[]'),
      'sessions', coalesce((select jsonb_agg(s.session order by s.last_at desc, s.name)
                              from (select e.session as name, max(e.occurred_at) as last_at, jsonb_build_object('session_id', e.session, 'episode_count', count(*), 'first_at', min(e.occurred_at), 'last_at', max(e.occurred_at)) as session
                                      from episode e where e.session is not null group by e.session) s), '[]'))
    into v_shown;
  return v_shown || jsonb_build_object(
    'subject_id', p_bundle -> 'subject', 'task', p_bundle -> 'task', 'assembled_context', p_bundle -> 'text', 'token_estimate', p_bundle -> 'token_count',
    'provenance', jsonb_build_object(
      'fact_ids', jsonb_path_query_array(v_shown, '$.facts[*] ? (@.kind == "profile_fact").id'), 'summary_ids', jsonb_path_query_array(v_shown, '$.facts[*] ? (@.kind == "episode_summary").id'),
      'procedure_ids', jsonb_path_query_array(v_shown, '$.procedures[*].id'), 'episode_ids', jsonb_path_query_array(v_shown, '$.episodes[*].id')),
    'receipt_id', statewave_private.ulid_of(p_receipt_id), 'receipt_emitted', p_receipt_id is not null);
end
$$;

comment on function statewave_private.v1_context_of(uuid, jsonb, uuid) is
  'A bundle of profile rest-v1 as POST /v1/context answers: {subject_id, task, facts, episodes, procedures, provenance, assembled_context, token_estimate, sessions, receipt_id, receipt_emitted}. A passage whose episode is a source of a memory in the bundle brings no episode; sessions are those that it speaks of.';

revoke all on function statewave_private.v1_context_of(uuid, jsonb, uuid) from public;
