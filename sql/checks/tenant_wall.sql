-- Every table of subjects stands behind forced row-level security by tenant, and every view is a security barrier.
select c.oid::regclass as relation
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key'
 where c.relnamespace = 'statewave_private'::regnamespace and c.relkind = 'p'
   and not (c.relrowsecurity and c.relforcerowsecurity
            and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant_wall'))
union all
select c.oid::regclass
  from pg_class c
 where c.relnamespace = 'statewave'::regnamespace and c.relkind = 'v'
   and not coalesce(c.reloptions @> '{security_barrier=true}', false)
