create or replace function statewave_private.leaf_text(p_value jsonb)
returns text
language sql
immutable
parallel safe
begin atomic
  with recursive node (path, key, value) as (
    select array[]::bigint[] as path, null::text as key, p_value as value
    union all
    select n.path || c.place, coalesce(c.key, n.key), c.value
      from node n
     cross join lateral ( -- each level holds a copy of what is below it: deeper than 32, JSON stays as it is
           select row_number() over (), e.key, e.value
             from jsonb_each(case jsonb_typeof(n.value) when 'object' then n.value end) e where cardinality(n.path) < 32
           union all
           select a.place, null as key, a.value
             from jsonb_array_elements(case jsonb_typeof(n.value) when 'array' then n.value end) with ordinality a (value, place)
             where cardinality(n.path) < 32
           ) c (place, key, value)
  )
  select coalesce(string_agg(coalesce(n.key || ': ', '') || (n.value #>> '{}'), E'\n' order by n.path), '')
    from node n
   where jsonb_typeof(n.value) in ('string', 'number', 'boolean') or cardinality(n.path) = 32 and jsonb_typeof(n.value) in ('object', 'array');
end;

comment on function statewave_private.leaf_text(jsonb) is
  'A document as text: its strings, numbers and booleans in their order, a line each, after their key.';

revoke all on function statewave_private.leaf_text(jsonb) from public;
