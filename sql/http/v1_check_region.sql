create or replace function statewave.v1_check_region(region text, tenant text default null)
returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(v1_check_region.tenant);
begin
  if statewave_private.v1_config(v_tenant) ->> 'region' <> coalesce(v1_check_region.region, '') then
    perform statewave_private.refuse('SW403', 'the tenant''s data belongs to another region', 'Ask the server of that region.', 'residency.mismatch');
  end if;
end
$$;

comment on function statewave.v1_check_region(text, text) is
  'HTTP: before any request to a server that was given a region. Raises SW403 with residency.mismatch as its detail where the tenant''s configuration names another one; SW403.';

revoke all on function statewave.v1_check_region(text, text) from public;
grant execute on function statewave.v1_check_region(text, text) to statewave_reader, statewave_writer;
