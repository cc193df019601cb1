create or replace function statewave_private.with_others(p_first uuid, p_others uuid[])
returns uuid[]
language sql
immutable
parallel safe
return array[p_first] || array(select distinct o.id from unnest(p_others) o (id) where o.id <> p_first order by o.id);

comment on function statewave_private.with_others(uuid, uuid[]) is
  'A memory''s first episode and then the others, each once. Apart from item_of, which is inlined only while it holds no subquery.';

revoke all on function statewave_private.with_others(uuid, uuid[]) from public;
