create or replace function statewave.v1_receipts(
  subject text, since timestamptz default null, until timestamptz default null, cursor text default null, page int default 50, tenant text default null)
returns jsonb
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
  v_tenant text := statewave_private.tenant_of_call(v1_receipts.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, v1_receipts.subject);
begin
  perform statewave_private.check_page(v1_receipts.page);
  if v1_receipts.cursor !~ '^[0-9]{1,9}$' then
    perform statewave_private.fail('SW400', 'cursor is none', 'Give the next_cursor of the page before, or leave it out.');
  end if;
  return (
    with listed as (
      select r, r.seq, row_number() over (order by r.seq desc) as place
        from statewave_private.receipt r
       where r.subject_key = v_key and (v1_receipts.cursor is null or r.seq < v1_receipts.cursor::int)
         and (v1_receipts.since is null or r.issued_at >= v1_receipts.since) and (v1_receipts.until is null or r.issued_at < v1_receipts.until)
       order by r.seq desc
       limit v1_receipts.page + 1
    )
    select jsonb_build_object(
      'receipts', coalesce(jsonb_agg(statewave_private.v1_receipt_of(l.r) order by l.place) filter (where l.place <= v1_receipts.page), '[]'),
      'next_cursor', case when count(*) > v1_receipts.page then (min(l.seq) filter (where l.place <= v1_receipts.page))::text end)
      from listed l);
end
$$;

comment on function statewave.v1_receipts(text, timestamptz, timestamptz, text, int, text) is
  'HTTP: GET /v1/receipts. A subject''s receipts, the newest first, page (1 to 1,000) at a time: {receipts, next_cursor}; cursor: the next_cursor before. since is included, until is not. Raises SW400, SW403.';

revoke all on function statewave.v1_receipts(text, timestamptz, timestamptz, text, int, text) from public;
grant execute on function statewave.v1_receipts(text, timestamptz, timestamptz, text, int, text) to statewave_reader, statewave_admin;
