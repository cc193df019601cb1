-- requires: support/health_signals.sql
create or replace function statewave_private.health_factors(p_key uuid, p_as_of timestamptz, p_unseen uuid[])
returns table (place int, signal text, impact int, detail text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_week    constant interval := '7 days';   -- what is recent, and what is idle
  v_answer  constant float8 := 10 * 60;      -- seconds, on average
  v_limit   constant float8 := 24 * 60 * 60; -- seconds, of a resolution
  v_rate    constant numeric := .8;
begin
  return query
  with settled as materialized (
    select s.session, (s.resolution).status as status, (s.resolution).resolved_at as resolved_at, coalesce(s.last_at, (s.resolution).updated_at) as last_at
      from statewave_private.sessions_at(p_key, p_as_of, p_unseen) s
     where (s.resolution).id is not null
  ), counted as (
    select count(*) as all_of_them, count(*) filter (where s.status <> 'resolved') as unresolved, count(*) filter (where s.status = 'resolved') as resolved,
           count(*) filter (where s.resolved_at between p_as_of - v_week and p_as_of) as recent
      from settled s
  ), idle as (
    select s.session, extract(day from p_as_of - s.last_at)::int as days
      from settled s where s.status = 'open' and s.last_at <= p_as_of - v_week order by s.last_at, s.session collate "C" limit 1
  ), repeated as (
    select r.session, r.earlier from statewave_private.repeats_at(p_key, p_as_of, p_unseen) r limit 1
  ), urgent as (
    select count(distinct m.source_episode_id) as episodes
      from statewave_private.memory m
     where m.subject_key = p_key and m.kind = 'passage' and m.recorded_at <= p_as_of and m.id <> all (p_unseen) and statewave_private.is_urgent(m.content)
  ), waited as (
    select count(*) filter (where t.resolution_breached) as late, avg(t.first_response_seconds) as answer
      from statewave_private.sla_at(p_key, p_as_of, p_unseen, v_answer, v_limit) t
  )
  select g.place, g.signal, case when g.impact < 0 then greatest(g.most, g.impact * f.times) else least(g.most, g.impact * f.times) end::int, f.detail
    from counted c
   cross join urgent u
   cross join waited w
    left join idle i on true
    left join repeated r on true
   cross join lateral (values
         ('unresolved_issues', c.unresolved, format('%s session(s) not resolved', c.unresolved)),
         ('repeated_issues', (r.session is not null)::int, format('session %s is about the same as %s, which was resolved', r.session, r.earlier)),
         ('escalations', u.episodes, format('%s urgent episode(s)', u.episodes)),
         ('idle_open_issue', (i.session is not null)::int, format('session %s is open, and idle for %s days', i.session, i.days)),
         ('recent_resolution', least(c.recent, 1), format('%s session(s) resolved in the last 7 days', c.recent)),
         ('high_resolution_rate', (c.all_of_them >= 2 and c.resolved >= v_rate * c.all_of_them)::int, format('%s of %s sessions resolved', c.resolved, c.all_of_them)),
         ('sla_resolution_breaches', w.late, format('%s session(s) took more than 24 hours to resolve', w.late)),
         ('slow_first_response', coalesce(w.answer > v_answer, false)::int, format('%s minutes to a first response on average', round(w.answer / 60, 1)))) f (signal, times, detail)
    join statewave_private.health_signals() g on g.signal = f.signal
   where f.times > 0
   order by g.place;
end
$$;

comment on function statewave_private.health_factors(uuid, timestamptz, uuid[]) is
  'What moves the health score of a subject at a time, by how much and why, over all of its episodes and sessions but those unseen.';

revoke all on function statewave_private.health_factors(uuid, timestamptz, uuid[]) from public;
