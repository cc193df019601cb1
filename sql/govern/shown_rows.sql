create or replace function statewave_private.shown_rows(p_key uuid, p_tenant text, p_caller jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_withheld constant jsonb := statewave_private.withheld_ids(p_key, p_tenant, p_caller);
begin
  return jsonb_build_object(
    'episode', (
      select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'session', e.session, 'type', e.type, 'occurred_at', e.occurred_at, 'recorded_at', e.recorded_at)
               || case when v_withheld ? e.id::text then '{"payload": {"text": "[redacted]"}, "redacted": true}'
                       else jsonb_build_object('payload', e.payload, 'source', e.source, 'metadata', e.metadata, 'provenance', e.provenance, 'labels', e.labels) end
               order by e.seq), '[]')
        from statewave_private.episode e
       where e.subject_key = p_key and v_withheld ->> e.id::text is distinct from 'deny'),
    'memory', (
      select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'session', m.session, 'valid_from', m.valid_from, 'valid_to', m.valid_to,
                 'recorded_at', m.recorded_at, 'recorded_to', m.recorded_to, 'source_episode_ids', to_jsonb(statewave_private.sources_of(m, 'infinity')))
               || case when v_withheld ? m.id::text then '{"content": "[redacted]", "redacted": true}'
                       else jsonb_build_object('content', m.content, 'speaker', m.speaker, 'claim_key', m.claim_key, 'claim_value', m.claim_value) end
               order by m.seq), '[]')
        from statewave_private.memory m
       where m.subject_key = p_key and v_withheld ->> m.id::text is distinct from 'deny'));
end
$$;

comment on function statewave_private.shown_rows(uuid, text, jsonb) is
  'The episodes and memories of a subject as the policy in force shows them to the caller: {episode: [...], memory: [...]}. Raises SW400.';

revoke all on function statewave_private.shown_rows(uuid, text, jsonb) from public;
