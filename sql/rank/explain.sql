create or replace function statewave.explain(
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
returns table (rank int, item jsonb, component text, value float8, weight float8, contribution float8, packed boolean, why_not text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(explain.tenant);
  v_key     uuid := statewave_private.key_of_call(v_tenant, explain.subject);
  v_profile statewave_private.ranking_profile := statewave_private.profile_at(explain.profile, explain.as_of);
  v_space   int;
  v_moment  record;
begin
  perform statewave_private.check_question(explain.task, explain.max_tokens, explain.session, explain.kinds, explain.sources,
                                           explain.since, explain.until, explain.metadata, explain.embedding);
  select s.space_id into v_space from statewave_private.embedding_space s where s.is_active;
  v_moment := statewave_private.moment_of_call(v_key, explain.as_of);

  return query
  select p.rank, statewave_private.item_of(m, p.rank, p.score, p.twins || statewave_private.sources_of(m, v_moment.as_of)), c.component, c.value, c.weight, c.value * c.weight,
         p.packed, p.why_not
    from statewave_private.pack_memories(v_key, explain.task, explain.max_tokens, v_moment.as_of, v_profile, v_moment.text_config, v_space,
           explain.embedding, explain.session, coalesce(explain.exclude_session, false), explain.kinds, explain.sources, explain.since,
           explain.until, explain.metadata, true) p
    join statewave_private.memory m on m.subject_key = v_key and m.seq = p.seq
   cross join lateral (values
           (1, 'lexical', p.lexical, v_profile.lexical),
           (2, 'semantic', p.semantic, v_profile.semantic),
           (3, 'session_lexical', p.session_lexical, v_profile.session_lexical),
           (4, 'neighbour', p.neighbour, v_profile.neighbour),
           (5, 'second_neighbour', p.second_neighbour, v_profile.second_neighbour),
           (6, 'reply', p.reply, v_profile.reply),
           (7, 'speaker', p.speaker_match, v_profile.speaker),
           (8, 'question', p.question, v_profile.question),
           (9, 'session', p.favoured, v_profile.session),
           (10, 'compiled', p.compiled, v_profile.compiled)) c (place, component, value, weight)
   order by p.rank, c.place;
end
$$;

comment on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) is
  'How retrieve() with the same arguments ranks: every candidate, best first, a row for each component of its score (value, the profile''s weight, their product; the products add up to the score), whether it was packed, and if not why. Raises as retrieve().';

revoke all on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) from public;
grant execute on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) to statewave_reader;
