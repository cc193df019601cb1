create or replace function statewave.quotas(tenant text default null)
returns table (scope text, episodes bigint, bytes bigint, tokens bigint, used_episodes bigint, used_bytes bigint, used_tokens bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(quotas.tenant);
begin
  return query
  select x.scope, q.episodes, q.bytes, q.tokens, x.episodes, x.bytes, x.tokens
    from (select coalesce(sum(s.usage_episodes), 0)::bigint as all_episodes, coalesce(sum(s.usage_bytes), 0)::bigint as all_bytes, coalesce(sum(s.usage_tokens), 0)::bigint as all_tokens,
                 coalesce(max(s.usage_episodes), 0) as most_episodes, coalesce(max(s.usage_bytes), 0) as most_bytes, coalesce(max(s.usage_tokens), 0) as most_tokens
            from statewave_private.subject s
           where s.tenant_id = v_tenant and s.usage_day = (statement_timestamp() at time zone 'UTC')::date) u
   cross join lateral (values ('subject', u.most_episodes, u.most_bytes, u.most_tokens), ('tenant', u.all_episodes, u.all_bytes, u.all_tokens)) x (scope, episodes, bytes, tokens)
    left join statewave_private.quota q on q.tenant_id = v_tenant and q.scope = x.scope
   order by x.scope;
end
$$;

comment on function statewave.quotas(text) is
  'The tenant''s quotas a day (null: any number) and what was recorded today (UTC): by the subject that recorded most, and by all of them. Raises SW403.';

revoke all on function statewave.quotas(text) from public;
grant execute on function statewave.quotas(text) to statewave_admin;
