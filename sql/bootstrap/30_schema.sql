-- Only the superuser can make PL/Python functions; the owner of the rest may call them.
create schema if not exists statewave_python;
revoke all on schema statewave_python from public;
grant usage on schema statewave_python to statewave_owner;
