create or replace function statewave.unsubscribe(consumer text, tenant text default null)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(unsubscribe.tenant);
  v_found  boolean;
begin
  delete from statewave_private.consumer c where c.tenant_id = v_tenant and c.consumer = unsubscribe.consumer;
  v_found := found;
  perform statewave_private.stop_counting(v_tenant);
  return v_found;
end
$$;

comment on function statewave.unsubscribe(text, text) is
  'Removes a consumer of the tenant''s events; whether there was one. Raises SW403.';

revoke all on function statewave.unsubscribe(text, text) from public;
grant execute on function statewave.unsubscribe(text, text) to statewave_worker, statewave_admin;
