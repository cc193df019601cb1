create or replace function statewave.correct(
  subject text, memory_id uuid, content text, value text default null, reason text default null, source text default 'user',
  idempotency_key text default null, tenant text default null)
returns uuid
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(correct.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, correct.subject);
  v_locked statewave_private.subject := statewave_private.lock_subject(v_key, null, null);
  v_old    statewave_private.memory := statewave_private.current_memory(v_key, correct.memory_id, correct.idempotency_key);
  v_done   record;
begin
  if (v_old.claim_key is null) <> (correct.value is null) then
    perform statewave_private.fail('SW400', case when correct.value is null then format('the memory is a claim of %s: its right value is missing', v_old.claim_key)
                                                 else 'the memory is no claim: it has no value' end,
                                   'Give content and value of a claim, content alone of another memory.');
  end if;
  v_done := statewave_private.state_directly(v_key, v_tenant, correct.subject, 'correct', jsonb_strip_nulls(jsonb_build_object('idempotency_key', correct.idempotency_key))
    || jsonb_build_object('source', correct.source, 'type', 'correct', 'labels', to_jsonb(statewave_private.labels_of(v_old)), 'provenance', jsonb_strip_nulls(jsonb_build_object('corrects', v_old.id, 'reason', correct.reason)),
    'payload', jsonb_build_object('statewave', jsonb_build_object(
      'retractions', jsonb_build_array(statewave_private.reference_to(v_old) || jsonb_build_object('at', v_old.valid_from, 'whole', true)),
      'memory_candidates', jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'kind', v_old.kind, 'text', correct.content, 'speaker', v_old.speaker, 'valid_from', v_old.valid_from, 'valid_to', v_old.valid_to,
        'claim', case when v_old.claim_key is not null then jsonb_build_object(
          'key', v_old.claim_key, 'value', correct.value, 'entity', v_old.claim_entity, 'qualifiers', v_old.claim_qualifiers) end))))
      || case when v_old.pinned then jsonb_build_object('pins', jsonb_build_array(statewave_private.reference_to(v_old)
           || jsonb_build_object('value', statewave_private.canonical_value(coalesce(correct.value, correct.content)), 'pinned', true))) else '{}' end)));
  insert into statewave_private.supersession
    (subject_key, superseded_id, superseding_id, tenant_id, run_id, rule, reason, score, threshold, recorded_at)
  select v_key, v_old.id, v_done.memory_id, v_tenant, v_done.run_id, 'correction', coalesce(correct.reason, 'Corrected.'),
         statewave_private.likeness(coalesce(v_old.claim_canonical, statewave_private.canonical_value(v_old.content)),
                                    statewave_private.canonical_value(coalesce(correct.value, correct.content))), 1, r.recorded_at
    from statewave_private.compile_run r
   where r.subject_key = v_key and r.id = v_done.run_id and v_done.memory_id <> v_old.id
      on conflict (subject_key, superseded_id, superseding_id) do nothing;
  return v_done.memory_id;
end
$$;

comment on function statewave.correct(text, uuid, text, text, text, text, text, text) is
  'Says what a compiled memory should have said and returns the memory that stands in its place, for the same time, and pinned if it was: content, and the value if it is a claim. The wrong one never held; it stays, closed, with the supersession, its rule correction and the reason. Repeated with its idempotency_key it changes nothing more. An episode of its own is the source, with the labels of the memory and an audit entry. Raises SW404, SW409 (not in force any more), SW400, SW403.';

revoke all on function statewave.correct(text, uuid, text, text, text, text, text, text) from public;
grant execute on function statewave.correct(text, uuid, text, text, text, text, text, text) to statewave_writer;
