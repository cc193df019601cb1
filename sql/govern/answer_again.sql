create or replace function statewave_private.answer_again(p_key uuid, p_asked jsonb, p_question statewave_private.question default null)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_filters  constant jsonb := coalesce(p_asked -> 'filters', '{}');
  v_profile  statewave_private.ranking_profile := statewave_private.profile_at(p_asked ->> 'profile', (p_asked ->> 'as_of')::timestamptz);
  v_question statewave_private.question := p_question;
begin
  perform statewave_private.check_budget((p_asked ->> 'max_tokens')::int, v_profile.rendering);
  if v_question.subject_key is null then
    v_question := statewave_private.question_again(p_key, p_asked, (p_asked ->> 'as_of')::timestamptz);
  else
    perform statewave_private.space_at(v_question.as_of);
    v_question := statewave_private.guarded(v_question, p_asked ->> 'tenant', p_asked -> 'caller');
  end if;
  return statewave_private.sealed_bundle(v_question, v_profile,
    jsonb_build_object('subject', p_asked -> 'subject', 'tenant', p_asked -> 'tenant', 'task', p_asked -> 'task', 'session', p_asked -> 'session',
      'caller', nullif(p_asked -> 'caller', 'null'), 'max_tokens', p_asked -> 'max_tokens', 'filters', v_filters));
end
$$;

comment on function statewave_private.answer_again(uuid, jsonb, statewave_private.question) is
  'The bundle that retrieve() gives for what a bundle or receipt says was asked, at its as_of; with p_question, the question as it was read then, by ranking its candidates.';

revoke all on function statewave_private.answer_again(uuid, jsonb, statewave_private.question) from public;
