create or replace function statewave_private.applied_rules(p_key uuid, p_tenant text, p_caller jsonb, p_items jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_policy record := statewave_private.policy_of_call(p_tenant, p_caller);
begin
  return (
    with shown as (
      select distinct (i.item ->> 'memory_id')::uuid as id from jsonb_array_elements(p_items) i (item)
    ), applied as (
      select r.rule, r.action, s.id as memory_id, array_agg(distinct l.label order by l.label) as labels
        from statewave_private.rulings(p_key, v_policy.rules) r
        join unnest(v_policy.rules) p on p.place = r.rule
       cross join lateral unnest(r.labels) l (label)
        left join shown s on s.id = r.id
       where r.seq is not null and (p.labels = '{*}' or l.label = any (p.labels))
       group by r.rule, r.action, s.id
    )
    select coalesce(jsonb_agg(jsonb_build_object('rule', a.rule, 'action', a.action, 'labels', a.labels, 'memory_id', a.memory_id) order by a.rule, a.memory_id), '[]')
      from applied a);
end
$$;

comment on function statewave_private.applied_rules(uuid, text, jsonb, jsonb) is
  'What the rules of the policy in force did to a bundle, or in the mode log_only would do: [{rule, action, labels, memory_id}], rule being its place and labels those that it matched. Only what is among the bundle''s items is named; what was withheld altogether is one entry a rule, without an id. Raises SW400.';

revoke all on function statewave_private.applied_rules(uuid, text, jsonb, jsonb) from public;
