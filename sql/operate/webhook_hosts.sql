create or replace function statewave.webhook_hosts()
returns table (host text, tenants text, plain_http boolean, addresses text[])
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
begin
  return query select h.host::text, h.tenants::text, h.plain_http, h.addresses::text[] from statewave_private.webhook_host h order by h.host, h.tenants;
end
$$;

comment on function statewave.webhook_hosts() is
  'Where webhooks may point to, as allow_webhook_host() was told.';

revoke all on function statewave.webhook_hosts() from public;
grant execute on function statewave.webhook_hosts() to statewave_admin;
