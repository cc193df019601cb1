create or replace function statewave.v1_receipt(id text, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(v1_receipt.tenant);
begin
  return statewave_private.v1_receipt_of(statewave_private.v1_receipt_named(v1_receipt.id, v_tenant));
end
$$;

comment on function statewave.v1_receipt(text, text) is
  'HTTP: GET /v1/receipts/{id}. A receipt: {receipt_id, mode, subject_id, task, as_of, selected_entries, policy, output, receipt_signature, …}. Raises SW404, SW403.';

revoke all on function statewave.v1_receipt(text, text) from public;
grant execute on function statewave.v1_receipt(text, text) to statewave_reader, statewave_admin;
