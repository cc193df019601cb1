create or replace function statewave_private.schema_version()
returns text
language sql
stable
begin atomic
  select max(d.part) from statewave_private.deployment d where d.part ~ '^[0-9]{4}_';
end;

comment on function statewave_private.schema_version() is
  'The last migration: the tables are as it left them.';

revoke all on function statewave_private.schema_version() from public;
