create or replace function statewave_private.brief_of_state(
  p_key uuid, p_subject text, p_session text, p_reason text, p_as_of timestamptz, p_unseen uuid[], p_health jsonb)
returns table (section text, place int, rank int, text text, ids uuid[], detail jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_factors constant int := 3;
  v_answer  constant float8 := 5 * 60;       -- seconds, as sla()'s defaults
  v_limit   constant float8 := 24 * 60 * 60;
begin
  return query
  select v.section, v.place, v.place, v.text, '{}'::uuid[], null::jsonb
    from (values ('title', 1, p_subject), ('head', 1, 'Reason: ' || p_reason), ('head', 2, 'Session: ' || p_session)) v (section, place, text)
  union all
  select 'health', 1, 1,
         case p_health ->> 'state' when 'healthy' then '🟢' when 'watch' then '🟡' else '🔴' end
         || format(' %s (score: %s)', upper(replace(p_health ->> 'state', '_', ' ')), p_health ->> 'score')
         || coalesce(' — ' || (select string_agg(f.factor ->> 'detail', '; ' order by f.number)
                                 from (select x.factor, row_number() over (order by abs((x.factor ->> 'impact')::int) desc, x.place) as number
                                         from jsonb_array_elements(p_health -> 'factors') with ordinality x (factor, place)) f
                                where f.number <= v_factors), ''), '{}', null
  union all
  select 'sla', l.place, l.place, l.text, '{}', null
    from statewave_private.sla_at(p_key, p_as_of, p_unseen, v_answer, v_limit) s
   cross join lateral (values
         (1, format('First response: %s', coalesce(make_interval(secs => round(s.first_response_seconds)::float8)::text, 'none yet'))
             || case when s.first_response_breached then ' (late)' else '' end),
         (2, case when s.resolution_seconds is not null then format('Resolved after %s', make_interval(secs => round(s.resolution_seconds)::float8))
                  when s.open_duration_seconds is not null then format('Open for %s', make_interval(secs => round(s.open_duration_seconds)::float8)) end
             || case when s.resolution_breached or s.overdue then ' (late)' else '' end)) l (place, text)
   where s.session = p_session and s.first_message_at is not null and l.text is not null;
end
$$;

comment on function statewave_private.brief_of_state(uuid, text, text, text, timestamptz, uuid[], jsonb) is
  'Lines of a handoff brief that say whose it is, why, how the subject is served (health_at) and how long the session has waited.';

revoke all on function statewave_private.brief_of_state(uuid, text, text, text, timestamptz, uuid[], jsonb) from public;
