-- requires: govern/rulings.sql
create or replace function statewave_private.guarded(p_question statewave_private.question, p_tenant text, p_caller jsonb)
returns statewave_private.question
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_question statewave_private.question := p_question;
  v_policy   record := statewave_private.policy_of_call(p_tenant, p_caller);
begin
  v_question.policy_hash := v_policy.hash;
  v_question.would_withhold := null;
  select array_agg(r.seq) filter (where r.action = 'deny'), array_agg(r.seq) filter (where r.action = 'redact')
    into v_question.denied, v_question.redacted
    from statewave_private.rulings(p_question.subject_key, v_policy.rules) r
   where r.seq is not null;
  if v_policy.mode = 'log_only' then
    v_question.would_withhold := jsonb_build_object('deny', coalesce(cardinality(v_question.denied), 0), 'redact', coalesce(cardinality(v_question.redacted), 0));
    v_question.denied := null;
    v_question.redacted := null;
  end if;
  return v_question;
end
$$;

comment on function statewave_private.guarded(statewave_private.question, text, jsonb) is
  'A question with the policy that holds now for the caller: what is withheld from it, before anything is ranked. Raises SW400.';

revoke all on function statewave_private.guarded(statewave_private.question, text, jsonb) from public;
