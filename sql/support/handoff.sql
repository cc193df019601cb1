create or replace function statewave.handoff(
  subject text, session text, reason text default 'escalation', max_tokens int default 4000, as_of timestamptz default null,
  tenant text default null, caller jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set intervalstyle = 'postgres'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(handoff.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, handoff.subject);
  v_as_of  timestamptz := (statewave_private.moment_of_call(v_key, handoff.as_of)).as_of;
  v_unseen uuid[] := statewave_private.unseen(v_key, v_tenant, handoff.caller);
  v_health jsonb;
begin
  perform statewave_private.check_name('session', handoff.session, 512), statewave_private.check_name('reason', handoff.reason, 256),
          statewave_private.check_budget(handoff.max_tokens);
  v_health := statewave_private.health_at(v_key, handoff.subject, v_as_of, v_unseen);
  return (
    with line as materialized (
      select row_number() over () as number, b.*
        from statewave_private.brief_at(v_key, handoff.subject, handoff.session, handoff.reason, handoff.max_tokens, v_as_of, v_unseen, v_health) b
    ), cited as (
      select l.section, jsonb_agg(l.text order by l.number) as texts, jsonb_agg(l.detail order by l.number) as details, string_agg(l.text, ' ' order by l.number) as text
        from line l group by l.section
    ), source as (
      select c.name, jsonb_agg(c.id order by c.number) as ids
        from (select n.name, i.id, min(l.number) as number
                from line l
                join (values ('customer', 'fact_ids'), ('facts', 'fact_ids'), ('issue', 'episode_ids'), ('tried', 'episode_ids'), ('open', 'resolution_ids'),
                             ('resolved', 'resolution_ids'), ('elsewhere', 'context_episode_ids')) n (section, name) on n.section = l.section
               cross join lateral unnest(l.ids) i (id)
               group by n.name, i.id) c
       group by c.name
    )
    select jsonb_build_object(
             'subject_id', handoff.subject, 'session_id', handoff.session, 'reason', handoff.reason, 'generated_at', v_as_of,
             'customer_summary', coalesce((select c.text from cited c where c.section = 'customer'), ''),
             'active_issue', coalesce((select c.text from cited c where c.section = 'issue'), ''),
             'attempted_steps', coalesce((select c.texts from cited c where c.section = 'tried'), '[]'),
             'key_facts', coalesce((select c.texts from cited c where c.section = 'facts'), '[]'),
             'resolution_history', coalesce((select c.details from cited c where c.section = 'open'), '[]') || coalesce((select c.details from cited c where c.section = 'resolved'), '[]'),
             'recent_context', coalesce((select c.texts from cited c where c.section = 'elsewhere'), '[]'),
             'health_score', v_health -> 'score', 'health_state', v_health -> 'state', 'health_factors', v_health -> 'factors',
             'handoff_notes', coalesce((select string_agg(l.line, '' order by l.number) from line l where l.cost is not null), ''),
             'token_estimate', coalesce((select sum(l.cost) from line l), 0),
             'provenance', '{"fact_ids": [], "episode_ids": [], "resolution_ids": [], "context_episode_ids": []}'::jsonb
                           || coalesce((select jsonb_object_agg(s.name, s.ids) from source s), '{}'),
             'receipt_id', null, 'receipt_emitted', false));
end
$$;

comment on function statewave.handoff(text, text, text, int, timestamptz, text, jsonb) is
  'What whoever takes over a session must know: {subject_id, session_id, reason, generated_at, customer_summary, active_issue, attempted_steps, key_facts, resolution_history, recent_context, health_score, health_state, health_factors, handoff_notes, token_estimate, provenance: {fact_ids, episode_ids, resolution_ids, context_episode_ids}, receipt_id, receipt_emitted}. handoff_notes is the brief in Markdown: whole lines, the most important first into max_tokens (16 to 1,000,000); token_estimate is its exact cl100k_base count and never above. provenance names what the lines were taken from, also those that do not fit. caller, as_of: as retrieve()''s; what is withheld takes no part. Reads only. Raises SW400, SW403.';

revoke all on function statewave.handoff(text, text, text, int, timestamptz, text, jsonb) from public;
grant execute on function statewave.handoff(text, text, text, int, timestamptz, text, jsonb) to statewave_reader;
