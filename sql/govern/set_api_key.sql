create or replace function statewave.set_api_key(
  name text, key_hash bytea, role text default 'reader', expires_at timestamptz default null, rate_per_minute int default null, tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(set_api_key.tenant);
begin
  perform statewave_private.check_name('name', set_api_key.name, 128);
  if set_api_key.role is null or set_api_key.role <> all (array['reader', 'writer', 'admin']) then
    perform statewave_private.fail('SW400', format('there is no role %L', left(set_api_key.role, 64)), 'The roles are reader, writer and admin.');
  elsif set_api_key.key_hash is null or octet_length(set_api_key.key_hash) <> 32 then
    perform statewave_private.fail('SW400', 'key_hash is no sha256', 'Give the 32 bytes of the sha256 of a random key, never the key.');
  elsif set_api_key.rate_per_minute < 1 then
    perform statewave_private.fail('SW400', format('rate_per_minute is %s', set_api_key.rate_per_minute), 'Give 1 or more, or leave it out for any number.');
  elsif not isfinite(set_api_key.expires_at) or set_api_key.expires_at <= clock_timestamp() then
    perform statewave_private.fail('SW400', 'expires_at is not to come', 'Give a time in the future, or leave it out for never.');
  end if;

  lock table statewave_private.api_key in share row exclusive mode; -- a name and a hash are told from those in force
  if exists (select from statewave_private.api_key k where k.key_hash = set_api_key.key_hash
                and (k.tenant_id <> v_tenant collate "C" or k.name <> set_api_key.name collate "C" or k.revoked_at is not null))
     or exists (select from statewave_private.api_key k where k.tenant_id = v_tenant collate "C" and k.name = set_api_key.name collate "C"
                   and k.revoked_at is null and k.key_hash <> set_api_key.key_hash) then
    perform statewave_private.fail('SW409', 'there is another key of this name, or another name has this key', 'Choose another name for a new key; the old one is revoked by revoke_api_key().');
  end if;
  insert into statewave_private.api_key (key_hash, tenant_id, name, role, created_at, created_by, expires_at, rate_per_minute)
  values (set_api_key.key_hash, v_tenant, set_api_key.name, set_api_key.role, clock_timestamp(), session_user, set_api_key.expires_at, set_api_key.rate_per_minute)
      on conflict on constraint api_key_pkey do update set role = excluded.role, expires_at = excluded.expires_at, rate_per_minute = excluded.rate_per_minute;
  perform statewave_private.administered('set_api_key', jsonb_build_object('tenant', v_tenant, 'name', set_api_key.name, 'role', set_api_key.role,
    'expires_at', set_api_key.expires_at, 'rate_per_minute', set_api_key.rate_per_minute, 'fingerprint', left(encode(set_api_key.key_hash, 'hex'), 12)));
end
$$;

comment on function statewave.set_api_key(text, bytea, text, timestamptz, int, text) is
  'Makes a key of the HTTP API known by its sha256, under a name, for one tenant and a role: reader, writer (records and compiles too), admin (all). Said again of the same key it changes role, expires_at and rate_per_minute (requests in a minute of the clock; null: any number). Raises SW409 where another key in force has the name, SW400, SW403.';

revoke all on function statewave.set_api_key(text, bytea, text, timestamptz, int, text) from public;
grant execute on function statewave.set_api_key(text, bytea, text, timestamptz, int, text) to statewave_admin;
