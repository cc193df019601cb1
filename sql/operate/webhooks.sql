create or replace function statewave.webhooks(tenant text default null)
returns table (name text, url text, events text[], since timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(webhooks.tenant);
begin
  return query select w.name::text, w.url, w.events::text[], w.since from statewave_private.webhook w where w.tenant_id = v_tenant order by w.name;
end
$$;

comment on function statewave.webhooks(text) is
  'The tenant''s webhooks, without their secrets. What was not delivered: select * from statewave.jobs(array[''dead''], array[''webhook'']). Raises SW403.';

revoke all on function statewave.webhooks(text) from public;
grant execute on function statewave.webhooks(text) to statewave_admin;
