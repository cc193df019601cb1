-- requires: rank/space_at.sql
create or replace function statewave_private.read_question(
  p_key uuid, p_task text, p_as_of timestamptz, p_not_before timestamptz, p_embedding double precision[], p_session text, p_exclude_session boolean,
  p_kinds text[], p_sources text[], p_since timestamptz, p_until timestamptz, p_metadata jsonb,
  p_tenant text, p_caller jsonb)
returns statewave_private.question
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_moment   record := statewave_private.moment_of_call(p_key, p_as_of);
  v_space    statewave_private.embedding_space := statewave_private.space_at(p_as_of);
  v_question statewave_private.question;
  v_speakers text[];
  v_configs  text[];
  v_words    text[];
  v_names    text[];
  v_kept     text;
  v_first_year int;
  v_last_year  int;
begin
  perform statewave_private.check_question(p_task, p_session, p_kinds, p_sources, p_since, p_until, p_metadata, p_embedding, v_space.dimensions);
  v_question.subject_key := p_key;
  v_question.as_of := case when p_as_of is not null then p_as_of
    else greatest(v_moment.as_of, p_not_before, (select max(lower(a.during)) from unnest(v_space.active_during) a (during))) end;
  v_question.recorded_through := v_moment.recorded_through;
  v_question.session := p_session;
  v_question.exclude_session := p_session is not null and coalesce(p_exclude_session, false);
  v_question.kinds := p_kinds;
  v_question.sources := p_sources;
  v_question.since := p_since;
  v_question.until := p_until;
  v_question.metadata := p_metadata;
  v_question := statewave_private.guarded(v_question, p_tenant, p_caller);
  select array(select s.name from statewave_private.speaker s
                where s.subject_key = p_key and s.recorded_at <= v_question.as_of order by s.recorded_at, s.name limit 200),
         array(select l.text_config from statewave_private.language l
                where l.subject_key = p_key and l.recorded_at <= v_question.as_of order by l.text_config)
    into v_speakers, v_configs;

  -- A name that is in every line of a conversation says nothing about one of them: the words of the
  -- one who is named count more, and the name is left out of the terms and of the vector. Who is
  -- named by most words of their name is meant; a stop word (The Doctor) names nobody.
  v_words := statewave_python.words(array_prepend(p_task, v_speakers));
  select case when count(distinct n.words) filter (where n.matched = n.most) = 1 then min(n.name) filter (where n.matched = n.most) end,
         coalesce(array_agg(distinct n.first), '{}')
    into v_question.speaker, v_names
    from (select s.name, s.words, split_part(s.words, ' ', 1) as first, m.matched, max(m.matched) over () as most
            from unnest(v_speakers, v_words[2:]) s (name, words)
           cross join lateral (select count(*) from string_to_table(s.words, ' ') x (word)
                                where x.word = any (string_to_array(v_words[1], ' '))) m (matched)
           where split_part(s.words, ' ', 1) = any (string_to_array(v_words[1], ' '))
             and to_tsvector('english', split_part(s.words, ' ', 1)) <> '') n;
  v_question.assistants := array(select s.name from unnest(v_speakers) s (name) where statewave_private.is_assistant(s.name));

  -- Stop words are those of the question's language; what is left is stemmed as the subject's texts are.
  v_kept := statewave_private.content_words(v_words[1], case when cardinality(v_configs) = 1 then v_configs[1]
              else coalesce((statewave_python.languages(v_words[1:1]))[1], v_moment.text_config, 'english') end, v_names);
  v_question.terms := array(select distinct t.lexeme collate "C" as lexeme
                              from unnest(v_configs) c (config)
                             cross join lateral unnest(to_tsvector(c.config::regconfig, v_kept)) t
                             order by lexeme);
  v_question.query := nullif(array_to_string(array(select quote_literal(t.lexeme) from unnest(v_question.terms) t (lexeme)), '|'), '')::tsquery;
  -- Only the caller can say what the question means in a space whose model is not in the database: else no space takes part.
  v_question.space_id := case when p_embedding is not null or v_space.provider = 'builtin' then v_space.space_id end;
  if p_embedding is not null then
    v_question.vector := p_embedding::public.halfvec;
  elsif v_space.provider = 'builtin' then
    v_question.vector := coalesce(
      (statewave_python.vectors(array[case when v_names = '{}' then p_task
         else regexp_replace(p_task, '\m(' || array_to_string(v_names, '|') || ')\M(''s|’s)?', '', 'gi') end]))[1],
      (statewave_python.vectors(array[p_task]))[1])::public.halfvec;
  end if;
  -- The past of a big subject is ranked whole, since its indexes know only the present, and so is a
  -- filtered question: none of the candidates might pass.
  if v_moment.memories >= 1000 and p_as_of is null and not v_question.exclude_session
     and num_nonnulls(p_kinds, p_sources, p_since, p_until, p_metadata) = 0
     and v_question.query is not null and (v_question.vector is not null or v_question.space_id is null) and statewave_private.is_promoted(p_key, v_question.space_id) then
    v_question := statewave_private.candidates_of(v_question, v_moment.memories);
  end if;

  select extract(year from coalesce(min(m.event_at), v_question.as_of)), extract(year from coalesce(max(m.event_at), v_question.as_of))
    into v_first_year, v_last_year
    from (select a.event_at, a.recorded_at from statewave_private.memory a
           where a.subject_key = p_key and v_question.candidates is null
          union all
          select c.event_at, c.recorded_at from statewave_private.memory c
           where c.subject_key = p_key and c.seq = any (v_question.candidates)) m
   where m.recorded_at <= v_question.as_of;
  select c.whose, c.first_days, c.last_days, c.weights, c.past
    into v_question.whose, v_question.first_days, v_question.last_days, v_question.day_weights, v_question.past
    from statewave_python.cues(array[p_task], v_question.as_of::date, v_first_year, v_last_year) c;
  return v_question;
end
$$;

comment on function statewave_private.read_question(uuid, text, timestamptz, timestamptz, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb, text, jsonb) is
  'A question of a subject, checked, guarded by the policy for its caller, and read: its time, its terms stemmed as the subject''s texts are, its vector in the space of its time (the caller''s, or the built-in embedder''s, or none), whom it names, whose words and which time it asks for, and the filters. p_as_of: null for now, which is then not before p_not_before, the record of what else the call reads. For a big subject''s present with the candidates that its indexes give. Raises SW400, SW413, SW422.';

revoke all on function statewave_private.read_question(uuid, text, timestamptz, timestamptz, double precision[], text, boolean, text[], text[], timestamptz, timestamptz, jsonb, text, jsonb) from public;
