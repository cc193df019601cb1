create or replace function statewave.retentions(tenant text default null)
returns table (kind text, ttl interval, counted_from text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(retentions.tenant);
begin
  return query
  select r.kind::text, r.ttl, r.counted_from::text from statewave_private.retention r where r.tenant_id = v_tenant order by r.kind;
end
$$;

comment on function statewave.retentions(text) is
  'How long the tenant''s data is kept, by kind (set_retention); what is not listed is kept for ever. Raises SW403.';

revoke all on function statewave.retentions(text) from public;
grant execute on function statewave.retentions(text) to statewave_admin;
