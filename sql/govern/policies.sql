create or replace function statewave.policies(tenant text default null)
returns table (is_global boolean, version int, mode text, rules jsonb, hash text, recorded_at timestamptz, recorded_to timestamptz, set_by text, note text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(policies.tenant);
begin
  return query
  select p.tenant_id is null, p.version, p.mode::text, p.rules, p.hash, p.recorded_at, p.recorded_to, p.set_by, p.note
    from statewave_private.policy p
   where p.tenant_id = v_tenant or p.tenant_id is null
   order by p.recorded_to desc, p.tenant_id nulls last, p.version desc;
end
$$;

comment on function statewave.policies(text) is
  'The tenant''s policies and the global ones, those in force (recorded_to is null) first; the first of them holds. Raises SW403.';

revoke all on function statewave.policies(text) from public;
grant execute on function statewave.policies(text) to statewave_admin;
