create or replace function statewave_private.brief_of_session(p_key uuid, p_session text, p_as_of timestamptz, p_unseen uuid[])
returns table (section text, place int, rank int, text text, ids uuid[], detail jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_steps constant int := 5;
begin
  return query
  with line as materialized (
    select m.source_episode_id, m.speaker, m.content, statewave_private.party_of(m.speaker, m.source) as party,
           e.type in ('action', 'tool_call', 'resolution_attempt') as is_step, row_number() over (order by m.event_at, m.seq) as number
      from statewave_private.memory m
      join statewave_private.episode e on e.subject_key = p_key and e.id = m.source_episode_id
     where m.subject_key = p_key and m.kind = 'passage' and m.session = p_session collate "C" and m.recorded_at <= p_as_of and m.id <> all (p_unseen)
  ), issue as (
    select l.* from line l order by l.party is distinct from 'customer', l.number limit 1
  ), step as (
    select l.*, row_number() over (order by l.number desc)::int as recency
      from line l where (l.party = 'agent' or l.is_step) and l.number not in (select i.number from issue i)
  )
  select 'issue', 1, 1, statewave_private.said_line(i.speaker, i.content)
                        || coalesce(' (+ ' || nullif((select count(*) from line) - 1, 0)::text || ' more messages in session)', ''), array[i.source_episode_id], null::jsonb
    from issue i
  union all
  select 'tried', v_steps + 1 - s.recency, s.recency, statewave_private.said_line(s.speaker, s.content), array[s.source_episode_id], null
    from step s
   where s.recency <= v_steps;
end
$$;

comment on function statewave_private.brief_of_session(uuid, text, timestamptz, uuid[]) is
  'Lines of a handoff brief about its session: what the customer came with, and the last five things that an agent said or did. rank: the least is dropped last; ids: the episodes.';

revoke all on function statewave_private.brief_of_session(uuid, text, timestamptz, uuid[]) from public;
