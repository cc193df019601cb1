create or replace function statewave.api_keys(tenant text default null)
returns table (name text, role text, fingerprint text, created_at timestamptz, created_by text, expires_at timestamptz, revoked_at timestamptz, rate_per_minute int)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(api_keys.tenant);
begin
  return query
  select k.name::text, k.role::text, left(encode(k.key_hash, 'hex'), 12), k.created_at, k.created_by, k.expires_at, k.revoked_at, k.rate_per_minute
    from statewave_private.api_key k
   where k.tenant_id = v_tenant collate "C"
   order by k.created_at, k.key_hash;
end
$$;

comment on function statewave.api_keys(text) is
  'A tenant''s keys of the HTTP API, revoked and expired ones too, in the order of their making; fingerprint is the beginning of the sha256. Raises SW403.';

revoke all on function statewave.api_keys(text) from public;
grant execute on function statewave.api_keys(text) to statewave_admin;
