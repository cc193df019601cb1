create or replace function statewave_private.sla_at(p_key uuid, p_as_of timestamptz, p_unseen uuid[], p_first_response float8, p_resolution float8)
returns table (session text, status text, first_message_at timestamptz, first_response_at timestamptz, resolved_at timestamptz,
               first_response_seconds numeric, resolution_seconds numeric, open_duration_seconds numeric,
               first_response_breached boolean, resolution_breached boolean, overdue boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return query
  with line as materialized (
    select m.session, statewave_private.party_of(m.speaker, m.source) as party, m.event_at, m.seq
      from statewave_private.memory m
     where m.subject_key = p_key and m.kind = 'passage' and m.session is not null and m.recorded_at <= p_as_of and m.id <> all (p_unseen)
  ), opened as (
    select distinct on (l.session) l.session, l.event_at, l.seq from line l where l.party = 'customer' order by l.session, l.event_at, l.seq
  ), answered as (
    select distinct on (l.session) l.session, l.event_at
      from line l
      join opened o on o.session = l.session
     where l.party = 'agent' and (l.event_at, l.seq) > (o.event_at, o.seq)
     order by l.session, l.event_at, l.seq
  ), timed as (
    select s.session, coalesce((s.resolution).status, 'unknown')::text as status, o.event_at as opened_at, a.event_at as answered_at, (s.resolution).resolved_at,
           s.first_at, trim_scale(extract(epoch from a.event_at - o.event_at)) as answer, trim_scale(extract(epoch from greatest((s.resolution).resolved_at, o.event_at) - o.event_at)) as solution,
           trim_scale(extract(epoch from greatest(p_as_of, o.event_at) - o.event_at)) as age
      from statewave_private.sessions_at(p_key, p_as_of, p_unseen) s
      left join opened o on o.session = s.session
      left join answered a on a.session = s.session
     where s.episodes > 0
  )
  select t.session, t.status, t.opened_at, t.answered_at, t.resolved_at, t.answer, case when t.resolved_at is not null then t.solution end,
         case when t.status = 'open' then t.age end, coalesce(t.answer > p_first_response, false),
         coalesce(t.resolved_at is not null and t.solution > p_resolution, false),
         coalesce(t.status = 'open' and (t.age > p_resolution or t.answer is null and t.age > p_first_response), false)
    from timed t
   order by t.first_at, t.session collate "C";
end
$$;

comment on function statewave_private.sla_at(uuid, timestamptz, uuid[], float8, float8) is
  'How long a subject''s sessions waited, by event time, the first one first: from the customer''s first words to the agent''s next ones, and to the resolution; limits in seconds. breached: it took longer; overdue: it is open, and takes longer already.';

revoke all on function statewave_private.sla_at(uuid, timestamptz, uuid[], float8, float8) from public;
