create or replace function statewave.get_episode(subject text, id uuid, tenant text default null, caller jsonb default null)
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
  v_tenant  text := statewave_private.tenant_of_call(get_episode.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, get_episode.subject);
  v_withheld jsonb := statewave_private.withheld_ids(v_key, v_tenant, get_episode.caller);
  v_episode jsonb;
begin
  select jsonb_build_object(
           'id', e.id, 'subject', get_episode.subject, 'tenant', e.tenant_id, 'seq', e.seq, 'source', e.source, 'type', e.type,
           'session', e.session, 'occurred_at', e.occurred_at, 'recorded_at', e.recorded_at, 'payload', e.payload,
           'metadata', e.metadata, 'provenance', e.provenance, 'labels', e.labels, 'idempotency_key', e.idempotency_key,
           'compiled', e.seq <= s.compiled_through)
    into v_episode
    from statewave_private.episode e
    join statewave_private.subject s on s.subject_key = v_key
   where e.subject_key = v_key and e.id = get_episode.id and v_withheld ->> e.id::text is distinct from 'deny';
  if not found then
    perform statewave_private.fail('SW404', 'the subject has no episode with this id', 'List them: select * from statewave.timeline(subject).');
  end if;
  return v_episode || case when v_withheld ? (v_episode ->> 'id')
    then '{"payload": {"text": "[redacted]"}, "source": null, "metadata": {}, "provenance": {}, "idempotency_key": null, "redacted": true}'::jsonb else '{}' end;
end
$$;

comment on function statewave.get_episode(text, uuid, text, jsonb) is
  'An episode as recorded: {id, subject, tenant, seq, source, type, session, occurred_at, recorded_at, payload, metadata, provenance, labels, idempotency_key, compiled}. Under a policy, for this caller (as retrieve()''s): one that it denies is not there, one that it redacts is without its text. Raises SW404, SW400, SW403.';

revoke all on function statewave.get_episode(text, uuid, text, jsonb) from public;
grant execute on function statewave.get_episode(text, uuid, text, jsonb) to statewave_reader;
