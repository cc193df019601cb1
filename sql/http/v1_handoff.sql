create or replace function statewave.v1_handoff(
  subject text, session text, reason text default 'escalation', max_tokens int default 4000, as_of timestamptz default null, caller jsonb default null, tenant text default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(v1_handoff.tenant);
begin
  perform statewave_private.v1_check_caller(v_tenant, v1_handoff.caller);
  if statewave_private.v1_config(v_tenant) ->> 'receipts' = 'always' then
    return null;
  end if;
  return statewave.handoff(v1_handoff.subject, v1_handoff.session, v1_handoff.reason, v1_handoff.max_tokens, v1_handoff.as_of, caller => v1_handoff.caller, tenant => v_tenant);
end
$$;

comment on function statewave.v1_handoff(text, text, text, int, timestamptz, jsonb, text) is
  'HTTP: POST /v1/handoff. handoff(), once the tenant''s configuration is content with the caller. Null where it wants a receipt of each: call v1_handoff_with_receipt(). Raises SW401, SW400, SW403.';

revoke all on function statewave.v1_handoff(text, text, text, int, timestamptz, jsonb, text) from public;
grant execute on function statewave.v1_handoff(text, text, text, int, timestamptz, jsonb, text) to statewave_reader;
