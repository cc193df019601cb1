create or replace function statewave.list_receipts(subject text, after int default 0, page int default 100, tenant text default null)
returns table (seq int, id uuid, issued_at timestamptz, receipt jsonb)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(list_receipts.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, list_receipts.subject);
begin
  perform statewave_private.check_page(list_receipts.page);
  return query
  select r.seq, r.id, r.issued_at, r.body || jsonb_build_object('seq', r.seq, 'key_id', r.key_id, 'signature', encode(r.signature, 'hex'))
    from statewave_private.receipt r
   where r.subject_key = v_key and r.seq > coalesce(list_receipts.after, 0)
   order by r.seq
   limit list_receipts.page;
end
$$;

comment on function statewave.list_receipts(text, int, int, text) is
  'The receipts of a subject, oldest first, page (1 to 1,000) at a time: after is the last seq before. Raises SW400, SW403.';

revoke all on function statewave.list_receipts(text, int, int, text) from public;
grant execute on function statewave.list_receipts(text, int, int, text) to statewave_reader, statewave_admin;
