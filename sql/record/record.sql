create or replace function statewave.record(
  subject text,
  payload jsonb,
  source text default 'user',
  type text default 'message',
  session text default null,
  occurred_at timestamptz default null,
  metadata jsonb default '{}',
  provenance jsonb default '{}',
  idempotency_key text default null,
  embedding double precision[] default null,
  labels text[] default '{}',
  tenant text default null)
returns uuid
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(record.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, record.subject);
begin
  return (statewave_private.write_episodes(v_key, v_tenant, record.subject, jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
            'source', record.source, 'type', record.type, 'session', record.session, 'occurred_at', record.occurred_at,
            'idempotency_key', record.idempotency_key))
          || jsonb_build_object('payload', record.payload, 'metadata', record.metadata, 'provenance', record.provenance,
            'labels', to_jsonb(record.labels))
          || case when record.embedding is null then '{}' else jsonb_build_object('embedding', record.embedding) end)))[1];
end
$$;

comment on function statewave.record(text, jsonb, text, text, text, timestamptz, jsonb, jsonb, text, double precision[], text[], text) is
  'Records one episode about a subject and returns its id; its passages can be retrieved in the next statement. payload is an object: {"text"}, {"content"}, {"messages": [{role, content, timestamp?}]} or any other, of at most 2 MiB. occurred_at null means now. A repeated idempotency_key with the same body returns the same id. Raises SW400 (bad argument), SW403 (tenant), SW409 (same key, another body), SW413 (too large). Holds the subject until the transaction ends.';

revoke all on function statewave.record(text, jsonb, text, text, text, timestamptz, jsonb, jsonb, text, double precision[], text[], text) from public;
grant execute on function statewave.record(text, jsonb, text, text, text, timestamptz, jsonb, jsonb, text, double precision[], text[], text) to statewave_writer;
