create or replace function statewave.set_webhook(name text, url text, events text[] default null, secret text default null, tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(set_webhook.tenant);
  v_since  constant timestamptz := clock_timestamp();
  v_secret bytea;
begin
  perform statewave_private.check_name('name', set_webhook.name, 128);
  perform statewave_private.check_events(set_webhook.events);
  perform statewave_private.webhook_target(v_tenant, set_webhook.url);
  if set_webhook.secret is null then
    select w.secret into v_secret from statewave_private.webhook w where w.tenant_id = v_tenant and w.name = set_webhook.name;
  elsif set_webhook.secret ~ '^whsec_([A-Za-z0-9+/]{4}){8,21}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' then
    v_secret := decode(substr(set_webhook.secret, 7), 'base64');
  end if;
  if v_secret is null or octet_length(v_secret) not between 24 and 64 then
    perform statewave_private.fail('SW400', 'this is no secret', 'Give whsec_ and 24 to 64 random bytes in base64, to the receiver too.');
  end if;
  perform statewave_private.count_events(v_tenant, v_since);
  insert into statewave_private.webhook as w (tenant_id, name, url, events, secret, since)
  values (v_tenant, set_webhook.name, set_webhook.url, set_webhook.events, v_secret, v_since)
      on conflict on constraint webhook_pkey do update set url = excluded.url, events = excluded.events, secret = excluded.secret;
  perform statewave_private.administered('set_webhook', jsonb_build_object('tenant', v_tenant, 'name', set_webhook.name, 'url', set_webhook.url,
    'events', set_webhook.events, 'new_secret', set_webhook.secret is not null));
end
$$;

comment on function statewave.set_webhook(text, text, text[], text, text) is
  'Has the tenant''s events that are recorded from now on sent to a URL (whose host is allowed, see allow_webhook_host), or changes where and which. events: names or patterns (memory.*), null for all. Deliveries are POSTs signed as the Standard Webhooks specification says, with secret: whsec_ and 24 to 64 bytes in base64; null keeps the one it has. At least once each, in order by subject; an endpoint tells repeats by the header webhook-id, and order by place. Raises SW400, SW403.';

revoke all on function statewave.set_webhook(text, text, text[], text, text) from public;
grant execute on function statewave.set_webhook(text, text, text[], text, text) to statewave_admin;
