-- The login of the HTTP API: it may call the contract and has no right to a table. A gateway, since it
-- has authenticated who asks: what a request says of its caller is believed by policies.
\set ON_ERROR_STOP on
select 'create role statewave_api login in role statewave_reader, statewave_writer, statewave_worker, statewave_admin'
 where not exists (select from pg_roles where rolname = 'statewave_api') \gexec
select format('alter role statewave_api password %L', :'password') \gexec
select statewave.grant_tenant('statewave_api', 'default', is_default => true, is_gateway => true);
