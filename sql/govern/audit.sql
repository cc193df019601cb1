create or replace function statewave.audit(subject text, after int default 0, page int default 100, tenant text default null)
returns table (seq int, at timestamptz, action text, detail jsonb, hash text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(audit.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, audit.subject);
begin
  perform statewave_private.check_page(audit.page);
  return query
  select e.seq, e.recorded_at, e.action::text, e.detail, encode(e.hash, 'hex')
    from statewave_private.audit_entry e
   where e.subject_key = v_key and e.seq > coalesce(audit.after, 0)
   order by e.seq
   limit audit.page;
end
$$;

comment on function statewave.audit(text, int, int, text) is
  'What was changed about a subject, oldest first, page (1 to 1,000) at a time: after is the last seq before. detail tells by whom and what, null where it was erased; hash links the entries (audit_verify). Raises SW400, SW403.';

revoke all on function statewave.audit(text, int, int, text) from public;
grant execute on function statewave.audit(text, int, int, text) to statewave_admin;
