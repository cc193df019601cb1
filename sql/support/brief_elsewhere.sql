create or replace function statewave_private.brief_elsewhere(p_key uuid, p_session text, p_as_of timestamptz, p_unseen uuid[])
returns table (section text, place int, rank int, text text, ids uuid[], detail jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_lines constant int := 5;
begin
  return query
  select 'elsewhere', l.number, l.number, statewave_private.said_line(l.speaker, l.content, l.event_at), array[l.source_episode_id], null::jsonb
    from (select m.speaker, m.content, m.event_at, m.source_episode_id, row_number() over (order by m.event_at desc, m.seq desc)::int as number
            from statewave_private.memory m
           where m.subject_key = p_key and m.kind = 'passage' and m.session is distinct from p_session collate "C" and m.recorded_at <= p_as_of
             and m.id <> all (p_unseen) and statewave_private.party_of(m.speaker, m.source) is distinct from 'agent'
           order by m.event_at desc, m.seq desc
           limit v_lines) l;
end
$$;

comment on function statewave_private.brief_elsewhere(uuid, text, timestamptz, uuid[]) is
  'Lines of a handoff brief from outside of its session: the last five things that the customer said there, the newest first. ids: the episodes.';

revoke all on function statewave_private.brief_elsewhere(uuid, text, timestamptz, uuid[]) from public;
