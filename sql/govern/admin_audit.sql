-- requires: govern/audit_hash.sql
create or replace function statewave.admin_audit(after int default 0, page int default 100)
returns table (seq int, at timestamptz, action text, detail jsonb, hash text, problem text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
begin
  perform statewave_private.check_page(admin_audit.page);
  return query
  select a.seq, a.recorded_at, a.action::text, a.detail, encode(a.hash, 'hex'),
         case when a.previous is distinct from coalesce(b.hash, '') or (b.seq is null) <> (a.seq = 1) then 'the entry before is another one'
              when a.hash <> statewave_private.audit_hash(a.previous, a.seq, a.recorded_at, a.action, '{}', sha256(convert_to(a.detail::text, 'UTF8')))
                then 'the entry does not fit its hash' end
    from statewave_private.admin_entry a
    left join statewave_private.admin_entry b on b.seq = a.seq - 1
   where a.seq > coalesce(admin_audit.after, 0)
   order by a.seq
   limit admin_audit.page;
end
$$;

comment on function statewave.admin_audit(int, int) is
  'What administrators changed that concerns no single subject (grants, profiles, policies, quotas, retention, spaces), oldest first, page (1 to 1,000) at a time: after is the last seq before. problem is null unless an entry, or the link to the one before, was tampered with. Raises SW400.';

revoke all on function statewave.admin_audit(int, int) from public;
grant execute on function statewave.admin_audit(int, int) to statewave_admin;
