-- requires: record/text_fault.sql
create or replace function statewave_private.rules_of(p_rules jsonb)
returns statewave_private.policy_rule[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_number bigint;
  v_fault  text;
begin
  if p_rules is null then
    return '{}';
  elsif jsonb_typeof(p_rules) is distinct from 'array' or jsonb_array_length(p_rules) > 1000 or octet_length(p_rules::text) > 131072 then
    perform statewave_private.fail('SW400', 'rules are no array of at most 1,000 rules and 131,072 bytes',
      'Give [{"labels": ["medical"], "action": "deny", "unless": {"role": "doctor"}}, …].');
  end if;
  select r.number, f.fault into v_number, v_fault
    from jsonb_array_elements(p_rules) with ordinality r (rule, number)
   cross join lateral (select case
           when jsonb_typeof(r.rule) <> 'object' then 'it is no object'
           when r.rule - array['labels', 'caller', 'unless', 'action'] <> '{}' then 'it has keys other than labels, caller, unless and action'
           when coalesce(r.rule ->> 'action', '') not in ('deny', 'redact') then 'its action is not deny or redact'
           when jsonb_typeof(r.rule -> 'labels') is distinct from 'array' or r.rule -> 'labels' = '[]' then 'its labels are no array of one or more'
           when jsonb_typeof(r.rule -> 'caller') not in ('object', 'null') then 'its caller is no object'
           when jsonb_typeof(r.rule -> 'unless') not in ('object', 'null') or r.rule -> 'unless' = '{}' then 'its unless is no object with a field'
           else statewave_private.labels_fault(r.rule -> 'labels') end) f (fault)
   where f.fault is not null
   order by r.number
   limit 1;
  if found then
    perform statewave_private.fail('SW400', format('rule %s: %s', v_number, v_fault), 'Correct it and set the policy again; the old one still holds.');
  end if;
  return array(
    select row(null, r.number, case when r.rule -> 'labels' ? '*' then '{*}' else array(select l.label from jsonb_array_elements_text(r.rule -> 'labels') l (label)) end,
               coalesce(nullif(r.rule -> 'caller', 'null'), '{}'), nullif(r.rule -> 'unless', 'null'), r.rule ->> 'action')::statewave_private.policy_rule
      from jsonb_array_elements(p_rules) with ordinality r (rule, number)
     order by r.number);
end
$$;

comment on function statewave_private.rules_of(jsonb) is
  'The rules of a policy as rows, without the policy; of null none. Raises SW400 for the first that is none.';

revoke all on function statewave_private.rules_of(jsonb) from public;
