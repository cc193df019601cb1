create or replace function statewave_private.episodes_of(p_subject statewave_private.subject, p_episodes jsonb)
returns statewave_private.episode[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return (
    select array_agg(row(n.*)::statewave_private.episode order by n.seq)
      from (select p_subject.subject_key, p_subject.last_episode_seq + e.number::int as seq, gen_random_uuid() as id, p_subject.tenant_id,
                   g.source, g.type, g.session, coalesce(g.occurred_at, p_subject.last_recorded_at), p_subject.last_recorded_at,
                   g.payload, g.metadata, g.provenance,
                   array(select l.label from jsonb_array_elements_text(nullif(e.episode -> 'labels', 'null')) l (label)),
                   e.episode ->> 'idempotency_key',
                   sha256(convert_to(jsonb_build_array(g.payload, g.source, g.type, g.session, g.metadata, g.provenance, g.occurred_at)::text, 'UTF8'))
              from jsonb_array_elements(p_episodes) with ordinality e (episode, number)
             cross join lateral (
                   select e.episode -> 'payload', coalesce(e.episode ->> 'source', 'user'), coalesce(e.episode ->> 'type', 'message'),
                          e.episode ->> 'session', (e.episode ->> 'occurred_at')::timestamptz,
                          coalesce(nullif(e.episode -> 'metadata', 'null'), '{}'), coalesce(nullif(e.episode -> 'provenance', 'null'), '{}')
                   ) g (payload, source, type, session, occurred_at, metadata, provenance)) n);
end
$$;

comment on function statewave_private.episodes_of(statewave_private.subject, jsonb) is
  'A checked batch as the rows that it would be: in its order, with fresh ids, the hash of each body as given, and numbers after the subject''s last.';

revoke all on function statewave_private.episodes_of(statewave_private.subject, jsonb) from public;
