create or replace function statewave_private.webhook_target(p_tenant text, p_url text)
returns cidr[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  -- Strict, so that whoever connects cannot read another host out of it: no user, no backslash, no upper case.
  v_parts     constant text[] := regexp_match(p_url, '^(https?)://([a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:.]{2,45}\])(?::([1-9][0-9]{0,4}))?(?:[/?][!-\[\]-~]*)?$');
  v_allowed   statewave_private.webhook_host[];
  v_addresses cidr[];
begin
  if v_parts is null or octet_length(p_url) > 2048 or p_url ~ '#' or v_parts[3]::int > 65535 then
    perform statewave_private.fail('SW400', 'this is no URL for a webhook', 'Give https://host/path, the host in lower case, without a user, in at most 2,048 characters.');
  end if;
  v_allowed := array(select h from statewave_private.webhook_host h
                      where (h.host in (v_parts[2], '*') or starts_with(h.host, '*.') and right(v_parts[2], length(h.host) - 1) = substr(h.host, 2))
                        and (h.tenants in (p_tenant, '*') or right(h.tenants, 1) = '*' and starts_with(p_tenant, left(h.tenants, -1)))
                        and (h.plain_http or v_parts[1] = 'https'));
  if v_allowed = '{}' then
    perform statewave_private.fail('SW403', format('webhooks may not point to %s://%s', v_parts[1], v_parts[2]),
                                   'An administrator can allow the host: select statewave.allow_webhook_host(host).');
  end if;
  select array_agg(a.address) into v_addresses from unnest(v_allowed) h cross join lateral unnest(h.addresses) a (address);
  return coalesce(v_addresses, '{}');
end
$$;

comment on function statewave_private.webhook_target(text, text) is
  'The addresses that a webhook''s host may have though they are not public. Raises SW403 unless the tenant''s webhooks may point to the URL, SW400 where it is none.';

revoke all on function statewave_private.webhook_target(text, text) from public;
