-- Every schema, function, table, view and column has a comment.
select d.what
  from (select 'function ' || p.oid::regprocedure as what, obj_description(p.oid, 'pg_proc') as comment
          from pg_proc p
         where p.pronamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace, 'statewave_python'::regnamespace)
        union all
        select 'table ' || c.oid::regclass, obj_description(c.oid, 'pg_class')
          from pg_class c
         where c.relnamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
        union all
        select 'column ' || c.oid::regclass || '.' || a.attname, col_description(c.oid, a.attnum)
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
           and not c.relispartition) d
 where d.comment is null
