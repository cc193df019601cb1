create or replace function statewave.replay_receipt(subject text, id uuid, tenant text default null)
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
  v_tenant      text := statewave_private.tenant_of_call(replay_receipt.tenant);
  v_key         uuid := statewave_private.key_of_call(v_tenant, replay_receipt.subject);
  v_body        jsonb := (statewave_private.receipt_of(v_key, replay_receipt.id)).body;
  v_bundle      jsonb;
  v_differences jsonb;
begin
  if v_body ->> 'mode' = 'handoff' then
    perform statewave_private.refuse('SW422', 'a brief is not replayed', 'Ask for it again as of the receipt''s time: select statewave.handoff(…, as_of => …).', 'unreplayable.handoff');
  end if;
  v_bundle := statewave_private.answer_again(v_key, v_body, jsonb_populate_record(null::statewave_private.question, nullif(v_body -> 'question', 'null')));
  select coalesce(jsonb_agg(d.difference order by d.rank, d.difference::text), '[]') into v_differences
    from (select coalesce(e.rank, i.rank) as rank,
                 jsonb_build_object('memory_id', coalesce(e.memory_id, i.memory_id), 'rank', e.rank, 'replayed_rank', i.rank, 'why',
                   case when i.memory_id is not null and e.memory_id is null then 'not in the receipt'
                        when i.memory_id is not null then 'another rank, score or source'
                        when e.memory_id in (select w.id from statewave_private.withheld(v_key, v_tenant, v_body -> 'caller') w where w.action = 'deny') then 'withheld by the policy of today'
                        when exists (select from statewave_private.memory m where m.subject_key = v_key and m.id = e.memory_id) then 'ranked lower now'
                        else 'erased' end) as difference
            from (select (x.item ->> 'rank')::int as rank, (x.item ->> 'memory_id')::uuid as memory_id, x.item
                    from jsonb_array_elements(v_body -> 'entries') x (item)) e
            full join (select (x.item ->> 'rank')::int as rank, (x.item ->> 'memory_id')::uuid as memory_id, x.item - array['text', 'valid_from', 'valid_to'] as item
                         from jsonb_array_elements(v_bundle -> 'items') x (item)) i on i.memory_id = e.memory_id
           where e.item is distinct from i.item
          union all
          select 0, jsonb_build_object('field', f.name, 'then', v_body -> f.name, 'now', v_bundle -> f.name, 'why',
                   case f.name when 'recorded_through' then 'a write was in flight then, or was erased' else 'changed' end)
            from unnest(array['recorded_through', 'profile_version', 'policy_hash', 'embedding', 'token_count', 'path']) f (name)
           where v_body -> f.name is distinct from v_bundle -> f.name) d;
  return jsonb_build_object('identical', v_bundle -> 'hash' = v_body -> 'bundle_hash', 'bundle_hash', v_body -> 'bundle_hash',
                            'replayed_hash', v_bundle -> 'hash', 'differences', v_differences, 'bundle', v_bundle);
end
$$;

comment on function statewave.replay_receipt(text, uuid, text) is
  'Answers a receipt''s question again as of its time: {identical, bundle_hash, replayed_hash, differences, bundle}. Where nothing was erased the bundle is the same to the byte; else differences name each memory and field, with why. Raises SW422 for the receipt of a handoff brief, SW404, SW400, SW403.';

revoke all on function statewave.replay_receipt(text, uuid, text) from public;
grant execute on function statewave.replay_receipt(text, uuid, text) to statewave_reader, statewave_admin;
