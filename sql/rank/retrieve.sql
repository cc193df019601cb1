create or replace function statewave.retrieve(
  subject text,
  task text,
  max_tokens int default 4000,
  session text default null,
  exclude_session boolean default false,
  kinds text[] default null,
  sources text[] default null,
  since timestamptz default null,
  until timestamptz default null,
  metadata jsonb default null,
  as_of timestamptz default null,
  profile text default 'default',
  caller jsonb default null,
  embedding double precision[] default null,
  tenant text default null)
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
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(retrieve.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, retrieve.subject);
  v_profile  statewave_private.ranking_profile := statewave_private.profile_at(retrieve.profile, retrieve.as_of);
  v_question statewave_private.question;
begin
  perform statewave_private.check_budget(retrieve.max_tokens, v_profile.rendering);
  v_question := statewave_private.read_question(v_key, retrieve.task, retrieve.as_of, v_profile.recorded_at, retrieve.embedding, retrieve.session, retrieve.exclude_session,
                  retrieve.kinds, retrieve.sources, retrieve.since, retrieve.until, retrieve.metadata, v_tenant, retrieve.caller);
  return statewave_private.sealed_bundle(v_question, v_profile, jsonb_build_object(
    'subject', retrieve.subject, 'tenant', v_tenant, 'task', retrieve.task, 'session', retrieve.session, 'caller', retrieve.caller,
    'max_tokens', retrieve.max_tokens, 'filters', statewave_private.filters_of(retrieve.exclude_session, retrieve.kinds, retrieve.sources,
      retrieve.since, retrieve.until, retrieve.metadata, retrieve.embedding)));
end
$$;

comment on function statewave.retrieve(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) is
  'The bundle of a subject''s memory for a task: a jsonb object whose text goes into the prompt, token_count is text''s exact cl100k_base count and never above max_tokens (16 to 1,000,000), items name each line''s memory, score and source episodes, omitted what did not fit, filters the other arguments that were given, hash is the sha256 of the rest. session favours a session, or leaves it out with exclude_session; kinds, sources, since (included), until (not included) and metadata (contained) filter; as_of gives what would have been returned then. embedding is the question''s vector in the space of its time (spaces()); where the database has no model for that, words alone rank without it, and the bundle''s embedding is null. An unknown subject gives an empty bundle. profile names ranking and rendering: rest-v1 is laid out as the HTTP API has it, with the task. Reads only. Raises SW400, SW403, SW404 (profile), SW413, SW422 (a past whose vectors were dropped).';

revoke all on function statewave.retrieve(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) from public;
grant execute on function statewave.retrieve(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) to statewave_reader;
