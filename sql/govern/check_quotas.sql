create or replace function statewave_private.check_quotas(p_subject statewave_private.subject)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_quota statewave_private.quota;
  v_used  record;
begin
  for v_quota in select q.* from statewave_private.quota q where q.tenant_id = p_subject.tenant_id order by q.scope loop
    if v_quota.scope = 'subject' then
      select p_subject.usage_episodes as episodes, p_subject.usage_bytes as bytes, p_subject.usage_tokens as tokens into v_used;
    else
      select sum(s.usage_episodes)::bigint as episodes, sum(s.usage_bytes)::bigint as bytes, sum(s.usage_tokens)::bigint as tokens into v_used
        from statewave_private.subject s
       where s.tenant_id = p_subject.tenant_id and s.usage_day = p_subject.usage_day;
    end if;
    if v_used.episodes > v_quota.episodes or v_used.bytes > v_quota.bytes or v_used.tokens > v_quota.tokens then
      perform statewave_private.fail('SW413',
        format('it would be more than the %s may record a day: %s of %s episodes, %s of %s bytes, %s of %s tokens', v_quota.scope,
               v_used.episodes, coalesce(v_quota.episodes::text, 'any number of'), v_used.bytes, coalesce(v_quota.bytes::text, 'any number of'),
               v_used.tokens, coalesce(v_quota.tokens::text, 'any number of')),
        'Nothing of it was stored. The count begins anew at 00:00 UTC; an administrator can raise the quota (set_quota).');
    end if;
  end loop;
end
$$;

comment on function statewave_private.check_quotas(statewave_private.subject) is
  'Raises SW413 when a subject, or its tenant, has recorded more on the subject''s day than its quota. What other transactions are recording for other subjects of the tenant is not counted until they commit.';

revoke all on function statewave_private.check_quotas(statewave_private.subject) from public;
