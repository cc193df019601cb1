-- Nothing that a distributed table cannot have: triggers of our own, identity columns.
select t.tgrelid::regclass as table, t.tgname as what
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
 where c.relnamespace = 'statewave_private'::regnamespace and not t.tgisinternal
union all
select a.attrelid::regclass, a.attname
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
 where c.relnamespace = 'statewave_private'::regnamespace and a.attidentity <> ''
