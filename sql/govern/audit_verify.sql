-- requires: govern/audit_hash.sql
-- requires: govern/receipt_digest.sql
create or replace function statewave.audit_verify(subject text, tenant text default null)
returns table (seq int, status text, problem text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(audit_verify.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, audit_verify.subject);
begin
  return query
  with entry as (
    select e.* from statewave_private.audit_entry e where e.subject_key = v_key and e.tenant_id = v_tenant
  ), receipt as (
    select r.seq, statewave_private.receipt_digest(r) as digest from statewave_private.receipt r where r.subject_key = v_key and r.tenant_id = v_tenant
  ), chain as (
    select coalesce(e.seq, r.seq) as seq, e.seq is null as is_lost, e.detail is null as is_bare,
           e.seq in (select unnest(x.erases) from entry x) as is_erased,
           e.previous is distinct from coalesce(lag(e.hash) over w, '') or e.seq is distinct from coalesce(lag(e.seq) over w, 0) + 1 as is_unlinked,
           e.hash is distinct from statewave_private.audit_hash(e.previous, e.seq, e.recorded_at, e.action, e.erases, e.digest) as is_changed,
           e.digest is distinct from sha256(e.salt || convert_to(e.detail::text, 'UTF8')) as is_otherwise,
           e.detail ->> 'sha256' is distinct from r.digest as is_other_receipt
      from entry e
      full join receipt r on r.seq = e.seq
    window w as (order by e.seq)
  )
  select c.seq, case when f.problem is not null then 'tampered' when c.is_bare then 'erased' else 'sound' end, f.problem
    from chain c
   cross join lateral (select case
           when c.is_lost then 'a receipt without its entry'
           when c.is_unlinked then 'the entry before is another one'
           when c.is_changed then 'the entry does not fit its hash'
           when c.is_bare and not c.is_erased then 'its detail is gone, and no entry says so'
           when not c.is_bare and c.is_otherwise then 'the detail is not the one of then'
           when not c.is_bare and c.is_other_receipt then 'the receipt is not the one of then' end as problem) f
  union all
  select s.audit_seq, 'tampered', 'the chain does not end where the subject says'
    from statewave_private.subject s
   where s.subject_key = v_key
     and not exists (select from statewave_private.audit_entry e
                      where e.subject_key = v_key and e.tenant_id = v_tenant and e.seq = s.audit_seq and e.hash = s.audit_head
                        and not exists (select from statewave_private.audit_entry l where l.subject_key = v_key and l.seq > s.audit_seq))
   order by 1;
end
$$;

comment on function statewave.audit_verify(text, text) is
  'Checks the audit chain of a subject, a row an entry in their order: status is sound, erased (an erasing entry took its detail away) or tampered, with the problem. An unknown subject has no rows. Raises SW400, SW403.';

revoke all on function statewave.audit_verify(text, text) from public;
grant execute on function statewave.audit_verify(text, text) to statewave_admin;
