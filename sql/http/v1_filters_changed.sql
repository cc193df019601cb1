-- requires: http/v1_filters_of.sql
create or replace function statewave_private.v1_filters_changed(p_before jsonb, p_after jsonb)
returns jsonb
language sql
immutable
parallel safe
begin atomic
  select jsonb_build_object(
      'added', statewave_private.v1_filters_of(jsonb_agg(n.ruling order by n.place) filter (where not p_before @> jsonb_build_array(n.ruling))),
      'removed', (select statewave_private.v1_filters_of(jsonb_agg(o.ruling order by o.place))
                    from jsonb_array_elements(p_before) with ordinality o (ruling, place) where not p_after @> jsonb_build_array(o.ruling)))
    from jsonb_array_elements(p_after) with ordinality n (ruling, place);
end;

comment on function statewave_private.v1_filters_changed(jsonb, jsonb) is
  'How what a policy''s rules did to a replay differs from what they did to its receipt''s bundle, as the HTTP API shows it: {added, removed}.';

revoke all on function statewave_private.v1_filters_changed(jsonb, jsonb) from public;
