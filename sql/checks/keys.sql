-- Every primary, unique and foreign key of a subject's table begins with subject_key (foreign keys
-- to the small shared tables excepted), so that the tables can be distributed by it.
select k.conrelid::regclass as table, k.conname as key
  from pg_constraint k
  join pg_attribute a on a.attrelid = k.conrelid and a.attname = 'subject_key'
 where k.connamespace = 'statewave_private'::regnamespace
   and (k.contype in ('p', 'u', 'x') and not a.attnum = any (k.conkey)
        or k.contype = 'f' and not a.attnum = any (k.conkey)
           and exists (select from pg_attribute f where f.attrelid = k.confrelid and f.attname = 'subject_key')
        or k.condeferrable)
union all
select i.indrelid::regclass, i.indexrelid::regclass::name
  from pg_index i
  join pg_class c on c.oid = i.indrelid and c.relnamespace = 'statewave_private'::regnamespace
  join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'subject_key'
 where i.indisunique and not a.attnum = any (i.indkey)
