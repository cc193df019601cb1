create or replace function statewave_private.v1_filters_of(p_rulings jsonb)
returns jsonb
language sql
immutable
parallel safe
begin atomic
  select coalesce(jsonb_agg(jsonb_build_object('memory_id', r.ruling -> 'memory_id', 'rule_id', r.ruling ->> 'rule', 'action', r.ruling -> 'action', 'matched_labels', r.ruling -> 'labels')
                    order by r.place), '[]')
    from jsonb_array_elements(p_rulings) with ordinality r (ruling, place);
end;

comment on function statewave_private.v1_filters_of(jsonb) is
  'What a policy''s rules did, as applied_rules() tells it, in the HTTP API''s words: [{memory_id, rule_id, action, matched_labels}].';

revoke all on function statewave_private.v1_filters_of(jsonb) from public;
