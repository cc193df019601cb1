-- Every function pins its search_path, pg_temp last, or has a body that was parsed when it was made.
select p.oid::regprocedure as function
  from pg_proc p
 where p.pronamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace, 'statewave_python'::regnamespace)
   and p.prosqlbody is null
   and not exists (select from unnest(p.proconfig) c (setting) where c.setting ~ '^search_path=.*pg_temp$')
