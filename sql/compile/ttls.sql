create or replace function statewave.ttls(tenant text default null)
returns table (kind text, ttl interval)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(ttls.tenant);
begin
  return query select t.kind::text, t.ttl from statewave_private.kind_ttl t where t.tenant_id = v_tenant order by t.kind;
end
$$;

comment on function statewave.ttls(text) is
  'How long the tenant''s compiled memories hold, by kind (set_ttl); a kind that is not here: until something ends them. Raises SW403.';

revoke all on function statewave.ttls(text) from public;
grant execute on function statewave.ttls(text) to statewave_admin;
