create or replace function statewave.revoke_api_key(name text, tenant text default null)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(revoke_api_key.tenant);
  v_now    constant timestamptz := clock_timestamp();
begin
  update statewave_private.api_key k set revoked_at = v_now
   where k.tenant_id = v_tenant collate "C" and k.name = revoke_api_key.name collate "C" and k.revoked_at is null;
  if not found then
    return false;
  end if;
  perform statewave_private.administered('revoke_api_key', jsonb_build_object('tenant', v_tenant, 'name', revoke_api_key.name));
  return true;
end
$$;

comment on function statewave.revoke_api_key(text, text) is
  'Takes a key of the HTTP API out of force, from the next request on; false when the tenant has none of this name in force. Its name may be given to a new key. Raises SW403.';

revoke all on function statewave.revoke_api_key(text, text) from public;
grant execute on function statewave.revoke_api_key(text, text) to statewave_admin;
