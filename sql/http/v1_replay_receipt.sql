create or replace function statewave.v1_replay_receipt(id text, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set jit = off
set max_parallel_workers_per_gather = 0
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(v1_replay_receipt.tenant);
  v_receipt statewave_private.receipt := statewave_private.v1_receipt_named(v1_replay_receipt.id, v_tenant);
  v_replay  jsonb := statewave.replay_receipt(v_receipt.body ->> 'subject', v_receipt.id, v_tenant);
  v_hash    text := encode(sha256(convert_to(v_replay #>> '{bundle,text}', 'UTF8')), 'hex');
begin
  return (
    with entry as (
      select coalesce(o.item, n.item) as item, o.item is not null as was, n.item is not null as is_now
        from jsonb_array_elements(v_receipt.body -> 'entries') o (item)
        full join jsonb_array_elements(v_replay #> '{bundle,items}') n (item) on n.item -> 'memory_id' = o.item -> 'memory_id'
    ), shown as (
      select e.was, e.is_now, (e.item ->> 'rank')::int as rank, statewave_private.v1_entry_of(v_receipt.subject_key, e.item) as entry from entry e
    )
    select jsonb_build_object('original_receipt_id', statewave_private.ulid_of(v_receipt.id), 'replay_receipt_id', null, 'diff', jsonb_build_object(
      'context_hash', jsonb_build_object('original', v_receipt.body -> 'text_sha256', 'replay', v_hash, 'changed', v_receipt.body ->> 'text_sha256' is distinct from v_hash),
      'selected_entries', jsonb_build_object(
        'added', coalesce(jsonb_agg(s.entry order by s.rank) filter (where not s.was), '[]'), 'removed', coalesce(jsonb_agg(s.entry order by s.rank) filter (where not s.is_now), '[]'),
        'common', count(*) filter (where s.was and s.is_now)),
      'filters_applied', '{"added": [], "removed": []}'::jsonb))
      from shown s);
end
$$;

comment on function statewave.v1_replay_receipt(text, text) is
  'HTTP: POST /v1/receipts/{id}/replay. What replay_receipt() finds, as {original_receipt_id, replay_receipt_id, diff: {context_hash, selected_entries, filters_applied}}: a reading that leaves no receipt of its own. Raises SW404, SW403.';

revoke all on function statewave.v1_replay_receipt(text, text) from public;
grant execute on function statewave.v1_replay_receipt(text, text) to statewave_reader, statewave_admin;
