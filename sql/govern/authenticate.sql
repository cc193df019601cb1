create or replace function statewave.authenticate(key_hash bytea, role text default 'reader', cost int default 1, tenant text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_roles  constant text[] := array['reader', 'writer', 'admin'];
  v_key    statewave_private.api_key;
  v_detail text;
begin
  if authenticate.role is null or authenticate.role <> all (v_roles) then
    perform statewave_private.fail('SW400', format('there is no role %L', left(authenticate.role, 64)), 'The roles are reader, writer and admin.');
  elsif authenticate.cost is null or authenticate.cost not between 0 and 1000000 then
    perform statewave_private.fail('SW400', format('cost is %s', coalesce(authenticate.cost::text, 'null')), 'Give 0 to 1,000,000.');
  end if;
  select k.* into v_key from statewave_private.api_key k where k.key_hash = authenticate.key_hash;
  v_detail := case when v_key.key_hash is null then 'unknown' when v_key.revoked_at is not null then 'revoked'
                   when v_key.expires_at <= clock_timestamp() then 'expired'
                   when v_key.tenant_id <> coalesce(authenticate.tenant, v_key.tenant_id) collate "C" then 'tenant'
                   when array_position(v_roles, v_key.role::text) < array_position(v_roles, authenticate.role) then 'role' end;
  if v_detail is not null then
    perform statewave_private.refuse('SW403',
      case v_detail when 'unknown' then 'the key is not known' when 'revoked' then 'the key was revoked' when 'expired' then 'the key has expired'
                    when 'tenant' then 'the key is not of this tenant' else format('the key is a %s''s, and this takes a %s''s', v_key.role, authenticate.role) end,
      'An administrator makes keys: statewave key create.', v_detail);
  end if;
  if v_key.rate_per_minute is not null and authenticate.cost > 0 then
    perform statewave_private.count_use(v_key.key_hash, v_key.rate_per_minute, authenticate.cost);
  end if;
  return v_key.tenant_id;
end
$$;

comment on function statewave.authenticate(bytea, text, int, text) is
  'The tenant that a key of the HTTP API is for, told by the key''s sha256, for a server that then acts for it (and needs a grant for it itself). role: what the request takes, reader, writer or admin; tenant: the one that the request names, if any; cost: how many requests it counts as, in this minute, where the key has a rate (else nothing is written). Raises SW403 with the reason as its detail: unknown, revoked, expired, tenant (the same, whether such a tenant exists) or role; SW429 with the seconds to wait as its detail; SW400.';

revoke all on function statewave.authenticate(bytea, text, int, text) from public;
grant execute on function statewave.authenticate(bytea, text, int, text) to statewave_reader, statewave_writer;
