create or replace function statewave_private.subject_tables()
returns table (name text, depth int)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return query
  with recursive scoped as (
    select c.oid, c.relname
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key' and not a.attisdropped
     where c.relnamespace = 'statewave_private'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  ), below (oid, depth) as (
    select s.oid, 0 from scoped s
    union
    select f.conrelid, b.depth + 1
      from below b
      join pg_constraint f on f.confrelid = b.oid and f.contype = 'f' and f.conrelid <> f.confrelid and f.conparentid = 0
      join scoped s on s.oid = f.conrelid
  )
  select s.relname::text, max(b.depth)
    from scoped s
    join below b on b.oid = s.oid
   group by s.relname;
end
$$;

comment on function statewave_private.subject_tables() is
  'Every table that holds rows of subjects, from the catalog, with the length of its longest chain of foreign keys up to a table that refers to none.';

revoke all on function statewave_private.subject_tables() from public;
