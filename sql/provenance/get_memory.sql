create or replace function statewave.get_memory(subject text, id uuid, tenant text default null, caller jsonb default null)
returns jsonb
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
  v_tenant text := statewave_private.tenant_of_call(get_memory.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, get_memory.subject);
  v_withheld jsonb := statewave_private.withheld_ids(v_key, v_tenant, get_memory.caller);
  v_memory jsonb;
begin
  select jsonb_build_object(
           'id', m.id, 'subject', get_memory.subject, 'tenant', m.tenant_id, 'kind', m.kind, 'content', m.content,
           'claim_key', m.claim_key, 'claim_value', m.claim_value, 'claim_entity', m.claim_entity, 'claim_qualifiers', m.claim_qualifiers,
           'rule', m.rule, 'ended_by', m.ended_by, 'pinned', m.pinned, 'token_count', m.token_count, 'session', m.session,
           'speaker', m.speaker, 'valid_from', m.valid_from, 'valid_to', m.valid_to, 'recorded_at', m.recorded_at,
           'recorded_to', m.recorded_to, 'source_episode_ids', statewave_private.sources_of(m, 'infinity'), 'run_id', m.run_id,
           'superseded_by', (select s.superseding_id from statewave_private.supersession s
                              where s.subject_key = v_key and s.superseded_id = any (statewave_private.versions_of(v_key, m.id))
                                and v_withheld ->> s.superseding_id::text is distinct from 'deny' order by s.recorded_at, s.superseding_id limit 1))
    into v_memory
    from statewave_private.memory m
   where m.subject_key = v_key and m.id = get_memory.id and v_withheld ->> m.id::text is distinct from 'deny';
  if not found then
    perform statewave_private.fail('SW404', 'the subject has no memory with this id', 'List them: select * from statewave.timeline(subject).');
  end if;
  return v_memory || case when v_withheld ? (v_memory ->> 'id')
    then '{"content": "[redacted]", "claim_key": null, "claim_value": null, "claim_entity": null, "claim_qualifiers": null, "rule": null, "speaker": null, "token_count": null, "redacted": true}'::jsonb else '{}' end;
end
$$;

comment on function statewave.get_memory(text, uuid, text, jsonb) is
  'A memory: {id, subject, tenant, kind, content, claim_key, claim_value, claim_entity, claim_qualifiers, rule, ended_by, pinned, token_count, session, speaker, valid_from, valid_to, recorded_at, recorded_to, source_episode_ids, run_id, superseded_by}. Under a policy, for this caller (as retrieve()''s): one that it denies is not there, one that it redacts is without its text. Raises SW404, SW400, SW403.';

revoke all on function statewave.get_memory(text, uuid, text, jsonb) from public;
grant execute on function statewave.get_memory(text, uuid, text, jsonb) to statewave_reader;
