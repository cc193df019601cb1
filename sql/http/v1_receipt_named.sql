-- requires: http/uuid_of.sql
create or replace function statewave_private.v1_receipt_named(p_id text, p_tenant text)
returns statewave_private.receipt
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_receipt statewave_private.receipt;
begin
  select r.* into v_receipt from statewave_private.receipt r where r.id = statewave_private.uuid_of(p_id) and r.tenant_id = p_tenant limit 1;
  if not found then
    perform statewave_private.fail('SW404', 'the tenant has no receipt with this id', 'List a subject''s: GET /v1/receipts.');
  end if;
  return v_receipt;
end
$$;

comment on function statewave_private.v1_receipt_named(text, text) is
  'A receipt by its id alone, as the HTTP API or the database writes it. Raises SW404.';

revoke all on function statewave_private.v1_receipt_named(text, text) from public;
