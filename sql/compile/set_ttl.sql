create or replace function statewave.set_ttl(kind text, ttl interval, tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(set_ttl.tenant);
begin
  if coalesce(statewave_private.kind_of(set_ttl.kind) <> set_ttl.kind, true) then
    perform statewave_private.fail('SW400', format('there is no kind %L', left(set_ttl.kind, 64)), 'The kinds are fact, preference, instruction, procedure and summary.');
  elsif set_ttl.ttl < interval '1 minute' or set_ttl.ttl > interval '1000 years' then
    perform statewave_private.fail('SW400', format('ttl is %s', set_ttl.ttl), 'Let it hold for a minute to 1,000 years; null: until something ends it.');
  end if;
  if set_ttl.ttl is null then
    delete from statewave_private.kind_ttl t where t.tenant_id = v_tenant and t.kind = set_ttl.kind;
  else
    insert into statewave_private.kind_ttl (tenant_id, kind, ttl) values (v_tenant, set_ttl.kind, set_ttl.ttl)
        on conflict on constraint kind_ttl_pkey do update set ttl = excluded.ttl;
  end if;
  perform statewave_private.administered('set_ttl', jsonb_build_object('tenant', v_tenant, 'kind', set_ttl.kind, 'ttl', set_ttl.ttl));
end
$$;

comment on function statewave.set_ttl(text, interval, text) is
  'How long the tenant''s compiled memories of a kind hold, from their valid_from (null: until something ends them), where their claim key does not say it (set_claim_key). Then they are past, not gone: that is set_retention(). Holds for what is written from now on. Raises SW400, SW403.';

revoke all on function statewave.set_ttl(text, interval, text) from public;
grant execute on function statewave.set_ttl(text, interval, text) to statewave_admin;
