create or replace function statewave.retrieve_many(
  subjects text[],
  task text,
  max_tokens int default 4000,
  weights double precision[] default null,
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
  v_tenant    text := statewave_private.tenant_of_call(retrieve_many.tenant);
  v_profile   statewave_private.ranking_profile := statewave_private.profile_at(retrieve_many.profile, retrieve_many.as_of);
  v_subjects  text[] := array(select s.subject from unnest(retrieve_many.subjects) with ordinality s (subject, place) order by s.place); -- numbered from 1
  v_weights   float8[] := case when retrieve_many.weights is null then array_fill(1::float8, array[cardinality(v_subjects)])
                            else array(select w.weight from unnest(retrieve_many.weights) with ordinality w (weight, place) order by w.place) end;
  v_together  timestamptz := v_profile.recorded_at;
  v_keys      uuid[];
  v_questions statewave_private.question[];
  v_bundle    jsonb;
begin
  v_profile.rendering := 'lines'; -- another one is for one subject
  perform statewave_private.check_budget(retrieve_many.max_tokens);
  perform statewave_private.check_subjects(retrieve_many.subjects, coalesce(retrieve_many.weights, v_weights));
  v_keys := array(select statewave_private.key_of_call(v_tenant, s.subject) from unnest(v_subjects) with ordinality s (subject, place) order by s.place);
  if retrieve_many.as_of is null then -- one time for all of them
    v_together := greatest(v_together, (select max((statewave_private.moment_of_call(k.key, null)).as_of) from unnest(v_keys) k (key)));
  end if;
  v_questions := array(
    select statewave_private.read_question(k.key, retrieve_many.task, retrieve_many.as_of, v_together, retrieve_many.embedding, retrieve_many.session,
             retrieve_many.exclude_session, retrieve_many.kinds, retrieve_many.sources, retrieve_many.since, retrieve_many.until, retrieve_many.metadata,
             v_tenant, retrieve_many.caller)
      from unnest(v_keys) with ordinality k (key, place) order by k.place);

  v_bundle := jsonb_build_object(
      'version', 1, 'tenant', v_tenant, 'task', retrieve_many.task, 'session', retrieve_many.session,
      'subjects', (select jsonb_agg(jsonb_build_object('subject', s.subject, 'weight', s.weight, 'recorded_through', v_questions[s.place].recorded_through) order by s.place)
                     from unnest(v_subjects, v_weights) with ordinality s (subject, weight, place)),
      'caller', retrieve_many.caller, 'profile', v_profile.profile, 'profile_version', v_profile.version, 'policy_hash', v_questions[1].policy_hash, 'as_of', v_questions[1].as_of,
      'embedding', (select jsonb_build_object('provider', e.provider, 'model', e.model, 'dimensions', e.dimensions)
                      from statewave_private.embedding_space e where e.space_id = v_questions[1].space_id),
      'max_tokens', retrieve_many.max_tokens,
      'filters', statewave_private.filters_of(retrieve_many.exclude_session, retrieve_many.kinds, retrieve_many.sources, retrieve_many.since,
                   retrieve_many.until, retrieve_many.metadata, retrieve_many.embedding),
      'path', case when exists (select from unnest(v_questions) q where q.candidates is not null) then 'ann' else 'exact' end)
    || coalesce((select jsonb_build_object('would_withhold', jsonb_build_object('deny', sum((q.would_withhold -> 'deny')::int), 'redact', sum((q.would_withhold -> 'redact')::int)))
                   from unnest(v_questions) q where q.would_withhold is not null having count(*) > 0), '{}')
    || statewave_private.bundle_of(v_questions, v_weights, v_subjects, v_profile, retrieve_many.max_tokens);
  return v_bundle || jsonb_build_object('hash', encode(sha256(convert_to(v_bundle::text, 'UTF8')), 'hex'));
end
$$;

comment on function statewave.retrieve_many(text[], text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) is
  'One bundle over several subjects of a tenant, a user''s, their team''s and the agent''s own memory: each is ranked by itself as retrieve() ranks, then all lines are packed into one budget, subject by subject under its name. subjects: 1 to 32, each once; weights: one a subject, above 0 and at most 100, by which its scores count (null: 1 each). The bundle has subjects ([{subject, weight, recorded_through}]) for retrieve()''s subject, and each item its subject. Errors as retrieve()''s.';

revoke all on function statewave.retrieve_many(text[], text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) from public;
grant execute on function statewave.retrieve_many(text[], text, int, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) to statewave_reader;
