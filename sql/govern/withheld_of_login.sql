-- requires: govern/withheld_ids.sql
create or replace function statewave_private.withheld_of_login(p_key uuid, p_tenant text)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return statewave_private.withheld_ids(p_key, p_tenant, null);
end
$$;

comment on function statewave_private.withheld_of_login(uuid, text) is
  'withheld_ids() for the login role, for the views: what a view calls runs with the rights of who reads it. Nobody can name it, as nobody has usage of this schema.';

revoke all on function statewave_private.withheld_of_login(uuid, text) from public;
grant execute on function statewave_private.withheld_of_login(uuid, text) to statewave_reader;
