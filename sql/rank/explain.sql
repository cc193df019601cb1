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
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(explain.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, explain.subject);
  v_profile  statewave_private.ranking_profile := statewave_private.profile_at(explain.profile, explain.as_of);
  v_question statewave_private.question;
begin
  perform statewave_private.check_budget(explain.max_tokens);
  v_question := statewave_private.read_question(v_key, explain.task, explain.as_of, explain.embedding, explain.session, explain.exclude_session,
                  explain.kinds, explain.sources, explain.since, explain.until, explain.metadata);

  return query
  select p.rank, statewave_private.item_of(m, p.rank, p.score, p.twins || statewave_private.sources_of(m, v_question.as_of)),
         c.component, c.value, c.weight, c.value * c.weight, p.fate is not distinct from 'packed',
         case p.fate when 'packed' then null
                     when 'repeated' then 'same text as a line above'
                     when 'quoted' then 'in a passage above'
                     when 'too long' then format('needs %s tokens, %s left', p.cost, p.tokens_left)
                     else 'below the lines that were tried' end
    from statewave_private.pack_memories(v_question, v_profile, explain.max_tokens, true) p
   cross join lateral (select m.* from statewave_private.memory m where m.subject_key = v_key and m.seq = p.seq limit 1) m
   cross join lateral (values
           (1, 'lexical', p.lexical, v_profile.lexical),
           (2, 'semantic', p.semantic, v_profile.semantic),
           (3, 'session_lexical', p.session_lexical, v_profile.session_lexical),
           (4, 'neighbour', p.neighbour, v_profile.neighbour),
           (5, 'second_neighbour', p.second_neighbour, v_profile.second_neighbour),
           (6, 'reply', p.reply, v_profile.reply),
           (7, 'speaker', p.traits[1], v_profile.speaker),
           (8, 'period', p.traits[2], v_profile.period),
           (9, 'question', p.traits[3], v_profile.question),
           (10, 'session', p.traits[4], v_profile.session),
           (11, 'compiled', p.traits[5], v_profile.compiled),
           (12, 'assistant', p.traits[6], v_profile.assistant),
           (13, 'assistant_asked', p.traits[7], v_profile.assistant_asked),
           (14, 'instruction', p.traits[8], v_profile.instruction),
           (15, 'opening', p.traits[9], v_profile.opening),
           (16, 'long_line', p.traits[10], v_profile.long_line)) c (place, component, value, weight)
   order by p.rank, c.place;
end
$$;

comment on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) is
  'How retrieve() with the same arguments ranks: every candidate, best first, a row for each component of its score (value, the profile''s weight, their product; the products add up to the score), whether it was packed, and if not why. Raises as retrieve().';

revoke all on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) from public;
grant execute on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) to statewave_reader;
