create or replace function statewave_private.v1_receipt_of(p_receipt statewave_private.receipt)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_body   constant jsonb := p_receipt.body;
  v_caller constant jsonb := coalesce(nullif(v_body -> 'caller', 'null'), '{}');
  v_policy record;
begin
  select p.mode, p.rules, p.recorded_at into v_policy
    from statewave_private.policy p
   where p.hash = v_body ->> 'policy_hash' and (p.tenant_id = p_receipt.tenant_id or p.tenant_id is null)
   order by p.tenant_id nulls last, p.version desc limit 1;
  return jsonb_build_object(
    'receipt_id', statewave_private.ulid_of(p_receipt.id), 'parent_receipt_id', coalesce(to_jsonb(statewave_private.ulid_of((v_body ->> 'parent')::uuid)), v_caller -> 'parent_receipt_id'),
    'mode', case when v_body ? 'parent' then 'as_of_replay' else 'retrieval' end,
    'query_id', v_caller -> 'query_id', 'task_id', v_caller -> 'task_id', 'tenant_id', p_receipt.tenant_id, 'subject_id', v_body -> 'subject',
    'task', v_body -> 'task', 'as_of', v_body -> 'as_of', 'created_at', p_receipt.issued_at, 'caller_id', v_caller -> 'caller_id', 'caller_type', v_caller -> 'caller_type',
    'selected_entries', (select coalesce(jsonb_agg(statewave_private.v1_entry_of(p_receipt.subject_key, e.entry) order by e.place), '[]')
                           from jsonb_array_elements(v_body -> 'entries') with ordinality e (entry, place)),
    'policy', jsonb_build_object('policy_bundle_hash', v_body -> 'policy_hash', 'filters_applied', statewave_private.v1_filters_of(v_body -> 'rulings'), 'filters_skipped', (
        select coalesce(jsonb_agg(jsonb_build_object('rule_id', r.place::text, 'action', r.rule -> 'action', 'matched', false) order by r.place), '[]')
          from jsonb_array_elements(v_policy.rules) with ordinality r (rule, place)
         where not v_body -> 'rulings' @> jsonb_build_array(jsonb_build_object('rule', r.place))),
      'mode', coalesce(v_policy.mode, 'log_only'), 'would_withhold', v_body -> 'would_withhold'),
    'policy_snapshot', jsonb_build_object('bundle_hash', v_body -> 'policy_hash', 'bundle_yaml', v_policy.rules::text, 'captured_at', v_body -> 'as_of'))
  || jsonb_build_object(
    'output', jsonb_build_object('context_hash', v_body -> 'text_sha256', 'context_size_bytes', v_body -> 'text_bytes', 'canonicalization_version', 1, 'token_estimate', v_body -> 'token_count'),
    'region', statewave_private.v1_config(p_receipt.tenant_id) -> 'region', 'receipt_signature', encode(p_receipt.signature, 'hex'),
    'receipt_signature_key_id', p_receipt.key_id, 'receipt_signature_algorithm', 'hmac-sha256-body-v1', 'status', 'active', 'tombstoned_at', null);
end
$$;

comment on function statewave_private.v1_receipt_of(statewave_private.receipt) is
  'A receipt as the HTTP API shows it. The signature is of the database''s own body, which list_receipts() shows; the policy''s rules are JSON, which is YAML too.';

revoke all on function statewave_private.v1_receipt_of(statewave_private.receipt) from public;
