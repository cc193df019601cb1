create or replace function statewave.refuse_webhook_host(host text, tenants text default '*')
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_found boolean;
begin
  delete from statewave_private.webhook_host h where h.host = refuse_webhook_host.host and h.tenants = refuse_webhook_host.tenants;
  v_found := found;
  if v_found then
    perform statewave_private.administered('refuse_webhook_host', jsonb_build_object('host', refuse_webhook_host.host, 'tenants', refuse_webhook_host.tenants));
  end if;
  return v_found;
end
$$;

comment on function statewave.refuse_webhook_host(text, text) is
  'Takes back what allow_webhook_host() allowed for the same host and tenants, from the next delivery on; whether there was such a permission.';

revoke all on function statewave.refuse_webhook_host(text, text) from public;
grant execute on function statewave.refuse_webhook_host(text, text) to statewave_admin;
