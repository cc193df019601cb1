create or replace function statewave.set_quota(
  scope text, episodes bigint default null, bytes bigint default null, tokens bigint default null, tenant text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(set_quota.tenant);
begin
  if set_quota.scope is null or set_quota.scope not in ('tenant', 'subject') then
    perform statewave_private.fail('SW400', format('there is no scope %L', left(set_quota.scope, 64)), 'The scopes are tenant (all its subjects together) and subject (each).');
  elsif least(set_quota.episodes, set_quota.bytes, set_quota.tokens) < 0 then
    perform statewave_private.fail('SW400', 'a limit is negative', 'Give 0 or more, or leave it out for any number.');
  end if;
  if num_nonnulls(set_quota.episodes, set_quota.bytes, set_quota.tokens) = 0 then
    delete from statewave_private.quota q where q.tenant_id = v_tenant and q.scope = set_quota.scope;
  else
    insert into statewave_private.quota (tenant_id, scope, episodes, bytes, tokens)
    values (v_tenant, set_quota.scope, set_quota.episodes, set_quota.bytes, set_quota.tokens)
        on conflict on constraint quota_pkey do update set episodes = excluded.episodes, bytes = excluded.bytes, tokens = excluded.tokens;
  end if;
  perform statewave_private.administered('set_quota', jsonb_build_object('tenant', v_tenant, 'scope', set_quota.scope,
    'episodes', set_quota.episodes, 'bytes', set_quota.bytes, 'tokens', set_quota.tokens));
end
$$;

comment on function statewave.set_quota(text, bigint, bigint, bigint, text) is
  'Limits what may be recorded in a day (UTC), refused with SW413 from then on: episodes, bytes of payload (as text), tokens of the passages'' lines; null: any number, all null: no quota. scope: subject (each of the tenant''s) or tenant (all of them together; calls in flight at the same time are not counted against each other). Raises SW400, SW403.';

revoke all on function statewave.set_quota(text, bigint, bigint, bigint, text) from public;
grant execute on function statewave.set_quota(text, bigint, bigint, bigint, text) to statewave_admin;
