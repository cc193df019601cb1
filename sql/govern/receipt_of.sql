create or replace function statewave_private.receipt_of(p_key uuid, p_id uuid)
returns statewave_private.receipt
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_receipt statewave_private.receipt;
begin
  select r.* into v_receipt from statewave_private.receipt r where r.subject_key = p_key and r.id = p_id;
  if not found then
    perform statewave_private.fail('SW404', 'the subject has no receipt with this id', 'List them: select * from statewave.list_receipts(subject).');
  end if;
  return v_receipt;
end
$$;

comment on function statewave_private.receipt_of(uuid, uuid) is
  'A receipt of a subject. Raises SW404.';

revoke all on function statewave_private.receipt_of(uuid, uuid) from public;
