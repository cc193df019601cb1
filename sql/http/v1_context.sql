create or replace function statewave.v1_context(
  subject text, task text, max_tokens int default 4000, session text default null, caller jsonb default null, tenant text default null)
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
  v_tenant text := statewave_private.tenant_of_call(v1_context.tenant);
begin
  perform statewave_private.v1_check_caller(v_tenant, v1_context.caller);
  if statewave_private.v1_config(v_tenant) ->> 'receipts' = 'always' then
    return null;
  end if;
  return statewave_private.v1_context_of(statewave_private.key_of_call(v_tenant, v1_context.subject),
    statewave.retrieve(v1_context.subject, v1_context.task, v1_context.max_tokens, v1_context.session, profile => 'rest-v1', caller => v1_context.caller, tenant => v_tenant), null);
end
$$;

comment on function statewave.v1_context(text, text, int, text, jsonb, text) is
  'HTTP: POST /v1/context without a receipt: retrieve() with the profile rest-v1, as {subject_id, task, facts, episodes, procedures, provenance, assembled_context, token_estimate, sessions, receipt_id, receipt_emitted}. max_tokens: from 1. Null where the tenant''s configuration wants a receipt of each: call v1_context_with_receipt(). Reads only. Raises SW401 for a caller who must be named and is not; others as retrieve().';

revoke all on function statewave.v1_context(text, text, int, text, jsonb, text) from public;
grant execute on function statewave.v1_context(text, text, int, text, jsonb, text) to statewave_reader;
