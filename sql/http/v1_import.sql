create or replace function statewave.v1_import(document jsonb, subject text default null, tenant text default null)
returns jsonb
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
  v_tenant   text := statewave_private.tenant_of_call(v1_import.tenant);
  v_subject  text := coalesce(v1_import.subject, v1_import.document ->> 'subject_id');
  v_key      uuid := statewave_private.key_of_call(v_tenant, v_subject);
  v_memory   jsonb;
  v_memories int := 0;
  v_episodes jsonb;
begin
  if v1_import.document ->> 'format_version' is distinct from '1.0' or jsonb_typeof(v1_import.document -> 'episodes') is distinct from 'array'
     or jsonb_typeof(v1_import.document -> 'memories') is distinct from 'array' then
    perform statewave_private.fail('SW422', 'the document is not of format 1.0', 'Give what GET /admin/export/{subject} returned, whole.');
  elsif jsonb_typeof(v1_import.document -> 'document') = 'object' then
    perform statewave.import_subject(v1_import.document -> 'document', v_subject, v_tenant);
    return jsonb_build_object('subject_id', v_subject, 'tenant_id', v_tenant, 'episodes_imported', jsonb_array_length(v1_import.document -> 'episodes'),
      'memories_imported', jsonb_array_length(v1_import.document -> 'memories'), 'ids_preserved', true);
  end if;
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('source', e.episode -> 'source', 'type', e.episode -> 'type', 'session', e.episode -> 'session_id',
           'occurred_at', coalesce(nullif(e.episode -> 'occurred_at', 'null'), e.episode -> 'created_at'), 'idempotency_key', 'import ' || (e.episode ->> 'id')))
           || jsonb_build_object('payload', e.episode -> 'payload', 'metadata', e.episode -> 'metadata', 'provenance', e.episode -> 'provenance') order by e.place), '[]')
    into v_episodes
    from jsonb_array_elements(v1_import.document -> 'episodes') with ordinality e (episode, place);
  perform statewave_private.write_episodes(v_key, v_tenant, v_subject, v_episodes);
  for v_memory in
    select m.memory from jsonb_array_elements(v1_import.document -> 'memories') with ordinality m (memory, place)
     where m.memory ->> 'kind' in ('profile_fact', 'procedure') and coalesce(m.memory ->> 'status', 'active') = 'active' order by m.place
  loop
    perform statewave.remember(v_subject, statewave_private.kind_of(v_memory ->> 'kind'), v_memory ->> 'content', valid_from => (v_memory ->> 'valid_from')::timestamptz,
      valid_to => (v_memory ->> 'valid_to')::timestamptz, source => 'import', idempotency_key => 'import ' || (v_memory ->> 'id'), tenant => v_tenant);
    v_memories := v_memories + 1;
  end loop;
  return jsonb_build_object('subject_id', v_subject, 'tenant_id', v_tenant, 'episodes_imported', jsonb_array_length(v_episodes), 'memories_imported', v_memories, 'ids_preserved', false);
end
$$;

comment on function statewave.v1_import(jsonb, text, text) is
  'HTTP: POST /admin/import. Stores an export of format 1.0, under its subject''s name or another: {subject_id, tenant_id, episodes_imported, memories_imported, ids_preserved}. One of this server''s is imported whole (import_subject); of another server''s the episodes are recorded and the facts and procedures in force remembered, once each, and summaries are left to the episodes. Raises SW422, SW409 where there is such a subject already, SW400, SW403.';

revoke all on function statewave.v1_import(jsonb, text, text) from public;
grant execute on function statewave.v1_import(jsonb, text, text) to statewave_admin;
