create or replace function statewave.remember(
  subject text,
  kind text,
  content text,
  claim jsonb default null,
  valid_from timestamptz default null,
  valid_to timestamptz default null,
  source text default 'user',
  session text default null,
  metadata jsonb default '{}',
  labels text[] default '{}',
  idempotency_key text default null,
  tenant text default null)
returns uuid
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(remember.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, remember.subject);
begin
  return (statewave_private.state_directly(v_key, v_tenant, remember.subject, 'remember', jsonb_strip_nulls(jsonb_build_object(
    'source', remember.source, 'type', 'remember', 'session', remember.session, 'idempotency_key', remember.idempotency_key))
    || jsonb_build_object('metadata', remember.metadata, 'labels', to_jsonb(remember.labels), 'payload', jsonb_build_object('statewave', jsonb_build_object(
      'memory_candidates', jsonb_build_array(jsonb_build_object('kind', remember.kind, 'text', remember.content)
        || jsonb_strip_nulls(jsonb_build_object('valid_from', remember.valid_from, 'valid_to', remember.valid_to))
        || case when remember.claim is null then '{}' else jsonb_build_object('claim', remember.claim) end)))))).memory_id;
end
$$;

comment on function statewave.remember(text, text, text, jsonb, timestamptz, timestamptz, text, text, jsonb, text[], text, text) is
  'Writes one memory and returns its id: its kind (fact, preference, instruction, procedure or summary) and content, with an episode of its own as its source and an audit entry. claim: {key, value, entity?, qualifiers?} with a key of claim_keys(); another value of a single-valued key gives way. It holds from valid_from (null: now) until valid_to. What is remembered again is one memory with one more source. Raises SW400, SW403, SW409 (key used with another body), SW413.';

revoke all on function statewave.remember(text, text, text, jsonb, timestamptz, timestamptz, text, text, jsonb, text[], text, text) from public;
grant execute on function statewave.remember(text, text, text, jsonb, timestamptz, timestamptz, text, text, jsonb, text[], text, text) to statewave_writer;
