-- No function can be called by everyone: each names who may.
select p.oid::regprocedure as function
  from pg_proc p
 where p.pronamespace in ('statewave'::regnamespace, 'statewave_private'::regnamespace, 'statewave_python'::regnamespace)
   and has_function_privilege('public', p.oid, 'execute')
