create or replace function statewave_private.sealed_bundle(
  p_question statewave_private.question, p_profile statewave_private.ranking_profile, p_call jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_max_tokens constant int := p_call ->> 'max_tokens';
  v_bundle     jsonb;
begin
  v_bundle := p_call || jsonb_build_object(
      'version', 1, 'profile', p_profile.profile, 'profile_version', p_profile.version, 'policy_hash', p_question.policy_hash,
      'as_of', p_question.as_of, 'recorded_through', p_question.recorded_through,
      'embedding', (select jsonb_build_object('provider', s.provider, 'model', s.model, 'dimensions', s.dimensions)
                      from statewave_private.embedding_space s where s.space_id = p_question.space_id),
      'path', case when p_question.candidates is null then 'exact' else 'ann' end)
    || case when p_question.would_withhold is null then '{}' else jsonb_build_object('would_withhold', p_question.would_withhold) end
    || case p_profile.rendering when 'rest-v1' then statewave_private.rest_bundle_of(p_question, p_profile, v_max_tokens, p_call ->> 'task')
       else statewave_private.bundle_of(array[p_question], '{1}', null, p_profile, v_max_tokens) end;
  return v_bundle || jsonb_build_object('hash', encode(sha256(convert_to(v_bundle::text, 'UTF8')), 'hex'));
end
$$;

comment on function statewave_private.sealed_bundle(statewave_private.question, statewave_private.ranking_profile, jsonb) is
  'The bundle that answers a question, with the hash of the rest. p_call: what the call said, as the bundle shows it: subject, tenant, task, session, caller, max_tokens, filters.';

revoke all on function statewave_private.sealed_bundle(statewave_private.question, statewave_private.ranking_profile, jsonb) from public;
