create or replace function statewave.allow_webhook_host(
  host text, tenants text default '*', plain_http boolean default false, addresses text[] default '{}')
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
begin
  if allow_webhook_host.host is null or allow_webhook_host.host !~ '^(\*|(\*\.)?[a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:.]{2,45}\])$' then
    perform statewave_private.fail('SW400', 'this is no host', 'Give example.com, *.example.com for those below it, an address ([::1] for one of IPv6), or * for any; in lower case.');
  elsif allow_webhook_host.tenants is null or allow_webhook_host.tenants !~ '^[A-Za-z0-9._:@-]{0,128}\*?$' or allow_webhook_host.tenants = '' then
    perform statewave_private.fail('SW400', 'tenants is no tenant', 'Give a tenant, acme-* for those that begin like it, or * for all.');
  end if;
  insert into statewave_private.webhook_host (host, tenants, plain_http, addresses)
  values (allow_webhook_host.host, allow_webhook_host.tenants, coalesce(allow_webhook_host.plain_http, false), coalesce(allow_webhook_host.addresses, '{}')::cidr[])
      on conflict on constraint webhook_host_pkey do update set plain_http = excluded.plain_http, addresses = excluded.addresses;
  perform statewave_private.administered('allow_webhook_host', jsonb_build_object('host', allow_webhook_host.host, 'tenants', allow_webhook_host.tenants,
    'plain_http', coalesce(allow_webhook_host.plain_http, false), 'addresses', allow_webhook_host.addresses));
end
$$;

comment on function statewave.allow_webhook_host(text, text, boolean, text[]) is
  'Lets webhooks of some tenants (a name, acme-*, or * for all) point to a host (example.com, *.example.com for those below it, * for any), over https, or with plain_http also over http. Addresses that are not public are refused all the same, but for those that addresses names (networks as 10.1.0.0/16). Until something is allowed, no webhook is called. Raises SW400.';

revoke all on function statewave.allow_webhook_host(text, text, boolean, text[]) from public;
grant execute on function statewave.allow_webhook_host(text, text, boolean, text[]) to statewave_admin;
