create or replace function statewave.remove_webhook(name text, tenant text default null)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(remove_webhook.tenant);
  v_found  boolean;
begin
  delete from statewave_private.webhook w where w.tenant_id = v_tenant and w.name = remove_webhook.name;
  v_found := found;
  if v_found then
    perform statewave_private.stop_counting(v_tenant);
    delete from statewave_private.job j where j.tenant_id = v_tenant and j.kind = 'webhook' and j.lane = remove_webhook.name and j.state <> 'leased';
    perform statewave_private.administered('remove_webhook', jsonb_build_object('tenant', v_tenant, 'name', remove_webhook.name));
  end if;
  return v_found;
end
$$;

comment on function statewave.remove_webhook(text, text) is
  'Removes a webhook of the tenant with its deliveries, but for those under way; whether there was one. Raises SW403.';

revoke all on function statewave.remove_webhook(text, text) from public;
grant execute on function statewave.remove_webhook(text, text) to statewave_admin;
