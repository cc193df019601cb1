create or replace function statewave_private.read_question(
  p_key uuid, p_task text, p_as_of timestamptz, p_text_config text, p_embedding double precision[],
  out terms text[], out query tsquery, out vector public.halfvec, out speaker text)
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_names    text[] := array(select s.name from statewave_private.speaker s
                              where s.subject_key = p_key and s.recorded_at <= p_as_of order by s.recorded_at, s.name limit 200);
  v_words    text[] := statewave_python.words(array_prepend(p_task, v_names));
  v_asked    text[] := string_to_array(v_words[1], ' ');
  v_named    text[];
  v_question text := p_task;
  v_postings tsvector;
begin
  -- A name that is in every line of a conversation says nothing about one of them: the words of
  -- the one who is named count more, and the name is left out of the terms and of the vector. Who is
  -- named by most words of their name is meant; a stop word (The Doctor) names nobody.
  select array_agg(n.name order by n.place) filter (where n.matched = n.most), array_agg(distinct n.first)
    into v_names, v_named
    from (select s.name, s.place, split_part(w.words, ' ', 1) as first, m.matched, max(m.matched) over () as most
            from unnest(v_names) with ordinality s (name, place)
            join unnest(v_words[2:]) with ordinality w (words, place) on w.place = s.place
           cross join lateral (select count(*) from unnest(string_to_array(w.words, ' ')) x (word) where x.word = any (v_asked)) m (matched)
           where split_part(w.words, ' ', 1) = any (v_asked)
             and to_tsvector(p_text_config::regconfig, split_part(w.words, ' ', 1)) <> '') n;
  v_postings := to_tsvector(p_text_config::regconfig, v_words[1]);
  terms := tsvector_to_array(ts_delete(v_postings, tsvector_to_array(to_tsvector(p_text_config::regconfig, coalesce(array_to_string(v_named, ' '), '')))));
  if cardinality(terms) = 0 then
    terms := tsvector_to_array(v_postings);
  end if;
  query := nullif(array_to_string(array(select '''' || t.term || '''' from unnest(terms) t (term)), '|'), '')::tsquery;
  if cardinality(v_names) = 1 then
    speaker := v_names[1];
  end if;
  if p_embedding is not null then
    vector := p_embedding::public.halfvec;
  else
    if v_named is not null then
      v_question := regexp_replace(p_task, '\m(' || array_to_string(v_named, '|') || ')\M(''s|’s)?', '', 'gi');
    end if;
    vector := coalesce((statewave_python.vectors(array[v_question]))[1], (statewave_python.vectors(array[p_task]))[1])::public.halfvec;
  end if;
end
$$;

comment on function statewave_private.read_question(uuid, text, timestamptz, text, double precision[]) is
  'A question as the ranking needs it: its terms in the subject''s text-search configuration (without the speakers'' names, unless there is nothing else), the same as a query, its vector (the caller''s, or the built-in embedder''s of the question without the speakers'' names), and the speaker if it names exactly one.';

revoke all on function statewave_private.read_question(uuid, text, timestamptz, text, double precision[]) from public;
