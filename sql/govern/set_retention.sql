create or replace function statewave.set_retention(kind text, ttl interval, counted_from text default 'event', tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(set_retention.tenant);
begin
  if set_retention.kind is null or set_retention.kind not in ('episode', 'fact', 'preference', 'instruction', 'procedure', 'summary', 'receipt') then
    perform statewave_private.fail('SW400', format('there is no kind %L to keep', left(set_retention.kind, 64)),
                                   'The kinds are episode (with its passages), fact, preference, instruction, procedure, summary and receipt.');
  elsif set_retention.counted_from is null or set_retention.counted_from not in ('event', 'end') or set_retention.counted_from = 'end' and set_retention.kind in ('episode', 'receipt') then
    perform statewave_private.fail('SW400', format('counted_from is %L', left(set_retention.counted_from, 64)), 'Count from the event or, for a compiled memory, from its end.');
  elsif set_retention.ttl < interval '1 minute' or set_retention.ttl > interval '1000 years' then
    perform statewave_private.fail('SW400', format('ttl is %s', set_retention.ttl), 'Keep it for a minute to 1,000 years; null: for ever.');
  end if;
  if set_retention.ttl is null then
    delete from statewave_private.retention r where r.tenant_id = v_tenant and r.kind = set_retention.kind;
  else
    insert into statewave_private.retention (tenant_id, kind, counted_from, ttl)
    values (v_tenant, set_retention.kind, set_retention.counted_from, set_retention.ttl)
        on conflict on constraint retention_pkey do update set counted_from = excluded.counted_from, ttl = excluded.ttl;
  end if;
  perform statewave_private.administered('set_retention', jsonb_build_object('tenant', v_tenant, 'kind', set_retention.kind, 'ttl', set_retention.ttl,
    'counted_from', set_retention.counted_from));
end
$$;

comment on function statewave.set_retention(text, interval, text, text) is
  'How long the tenant''s data of a kind is kept; null: for ever. kind: episode, whose end takes its passages and all that has no other source with it, a kind of compiled memory, or receipt. ttl counts from the event (occurred_at, valid_from, issued_at) or, counted_from end, from when a memory ceased to hold. What is older stays until expire() removes it ("statewave maintain"). Raises SW400, SW403.';

revoke all on function statewave.set_retention(text, interval, text, text) from public;
grant execute on function statewave.set_retention(text, interval, text, text) to statewave_admin;
