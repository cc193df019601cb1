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
  v_left     int := explain.max_tokens; -- the task takes its part under a rendering that has it
begin
  perform statewave_private.check_budget(explain.max_tokens, v_profile.rendering);
  v_question := statewave_private.read_question(v_key, explain.task, explain.as_of, v_profile.recorded_at, explain.embedding, explain.session, explain.exclude_session,
                  explain.kinds, explain.sources, explain.since, explain.until, explain.metadata, v_tenant, explain.caller);

  if v_profile.rendering = 'rest-v1' then
    v_left := explain.max_tokens - (statewave_private.rest_task_of(explain.task, explain.max_tokens)).tokens;
  end if;

  return query
  with candidate as materialized (
    select p.*, statewave_private.item_of(m, p.rank, p.score, p.twins || statewave_private.sources_of(m, v_question.as_of))
                || case when p.seq = any (v_question.redacted) then statewave_private.redacted_item() else '{}' end
                || jsonb_build_object('arms', jsonb_build_object(
                     'bm25', jsonb_build_object('value', p.arms[1], 'rank', rank() over (order by p.arms[1] desc)),
                     'cosine', jsonb_build_object('value', p.arms[2], 'rank', rank() over (order by p.arms[2] desc nulls last)),
                     'session_bm25', jsonb_build_object('value', p.arms[3], 'rank', rank() over (order by p.arms[3] desc)))) as item,
           case p.fate when 'packed' then null
                       when 'repeated' then 'same text as a line above'
                       when 'quoted' then 'in a passage above'
                       when 'too long' then format('needs %s tokens, %s left', p.cost, p.tokens_left)
                       else 'below the lines that were tried' end as why_not
      from statewave_private.pack_memories(array[v_question], '{1}', '{0}', v_profile, v_left, true) p
     cross join lateral (select m.* from statewave_private.memory m where m.subject_key = v_key and m.seq = p.seq limit 1) m
  )
  select p.rank, p.item, c.component, c.value, c.weight, c.value * c.weight, p.why_not is null, p.why_not
    from candidate p
   cross join lateral unnest(
           array['lexical', 'semantic', 'session_lexical', 'neighbour', 'second_neighbour', 'reply', 'speaker', 'period', 'question', 'session',
                 'compiled', 'assistant', 'assistant_asked', 'instruction', 'opening', 'long_line', 'pinned'],
           p.parts,
           array[v_profile.lexical, v_profile.semantic, v_profile.session_lexical, v_profile.neighbour, v_profile.second_neighbour,
                 v_profile.reply, v_profile.speaker, v_profile.period, v_profile.question, v_profile.session, v_profile.compiled,
                 v_profile.assistant, v_profile.assistant_asked, v_profile.instruction, v_profile.opening, v_profile.long_line, v_profile.pinned])
         with ordinality c (component, value, weight, place)
   order by p.rank, c.place;
end
$$;

comment on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) is
  'How retrieve() with the same arguments ranks: every candidate, best first, a row for each component of its score (value, the profile''s weight, their product; the products add up to the score), whether it was packed, and if not why. The item''s arms are the raw values (BM25, cosine, BM25 of the session) and its rank in each of them. Raises as retrieve().';

revoke all on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) from public;
grant execute on function statewave.explain(text, text, int, text, boolean, text[], text[], timestamptz, timestamptz, jsonb, timestamptz, text, jsonb, double precision[], text) to statewave_reader;
