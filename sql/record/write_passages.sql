create or replace function statewave_private.write_passages(
  p_subject statewave_private.subject, p_episodes statewave_private.episode[], p_embeddings jsonb,
  out memories int, out tokens bigint)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_seqs     int[];
  v_contents text[];
  v_vectors  text[];
  v_speakers text[];
  v_configs  text[];
  v_suggested jsonb;
begin
  -- The text functions take arrays of 200 texts of at most 32,000 characters (128 KiB), so that a
  -- cancel is heard between two of them.
  with said as (
    select row_number() over (order by e.seq, l.place, cut.part)::int - 1 as number, e.seq, e.id, e.source, e.session,
           l.speaker, l.event_at, substr(l.body, cut.part * 32000 + 1, 32000) as body
      from unnest(p_episodes) e
     cross join lateral statewave_private.payload_lines(e.payload, e.source, e.occurred_at) l
     cross join lateral generate_series(0, (char_length(l.body) - 1) / 32000) cut (part)
  ), passage as (
    select row_number() over (order by s.number, p.ordinal)::int - 1 as number,
           row_number() over (partition by s.seq order by s.number, p.ordinal)::int as ordinal,
           s.id, s.source, s.session, s.speaker, s.event_at, p.passage
      from (select s.number / 200 as block, array_agg(s.body order by s.number) as bodies from said s group by 1) b
     cross join lateral statewave_python.passages(b.bodies) p
      join said s on s.number = b.block * 200 + p.text_no - 1
  ), block as materialized (
    select p.number / 200 as block, array_agg(statewave_private.line_of('passage', p.speaker, p.passage, p.event_at) || E'\n' order by p.number) as lines
      from passage p group by 1
  ), suggested as (
    select jsonb_agg(jsonb_build_object('number', b.block * 200 + d.text_no - 1, 'label', d.label)) as labels
      from block b cross join lateral statewave_python.detections(b.lines) d
  ), measured as (
    select b.block * 200 + m.place - 1 as number, m.token_count, t.text_config, t.postings,
           (select coalesce(sum(cardinality(u.positions)), 0) from unnest(t.postings) u) as length
      from block b
     cross join lateral (select statewave_python.words(b.lines) as words offset 0) w -- offset 0: else it is called twice
     cross join lateral unnest(statewave_python.tokens(b.lines), w.words, statewave_python.languages(w.words))
                        with ordinality m (token_count, words, language, place)
     cross join lateral (select coalesce(m.language, p_subject.text_config) as text_config,
                                to_tsvector(coalesce(m.language, p_subject.text_config)::regconfig, m.words) as postings) t
  ), stored as (
    insert into statewave_private.memory
      (subject_key, seq, id, tenant_id, kind, source_episode_id, ordinal, source, speaker, session, event_at, valid_from, recorded_at,
       asks, token_count, length, content_hash, content, text_config, postings)
    select p_subject.subject_key, p_subject.last_memory_seq + 1 + p.number, gen_random_uuid(), p_subject.tenant_id, 'passage', p.id, p.ordinal,
           p.source, p.speaker, p.session, p.event_at, p.event_at, p_subject.last_recorded_at, strpos(right(p.passage, 60), '?') > 0,
           m.token_count, m.length, statewave_private.content_hash(p.passage), p.passage, m.text_config, m.postings
      from passage p
      join measured m on m.number = p.number
    returning seq, content, p_embeddings ->> source_episode_id::text as vector, speaker, text_config, token_count
  )
  select array_agg(s.seq order by s.seq), array_agg(s.content order by s.seq), array_agg(s.vector order by s.seq), array_agg(distinct s.speaker), array_agg(distinct s.text_config),
         (select g.labels from suggested g), count(*), coalesce(sum(s.token_count), 0)
    into v_seqs, v_contents, v_vectors, v_speakers, v_configs, v_suggested, memories, tokens
    from stored s;

  perform statewave_private.write_vectors(p_subject.subject_key, p_subject.tenant_id, v_seqs, v_contents, v_vectors);
  insert into statewave_private.speaker (subject_key, name, tenant_id, recorded_at)
  select p_subject.subject_key, s.name, p_subject.tenant_id, p_subject.last_recorded_at
    from unnest(v_speakers) s (name)
      on conflict (subject_key, name) do nothing;
  insert into statewave_private.language (subject_key, text_config, tenant_id, recorded_at)
  select p_subject.subject_key, c.text_config, p_subject.tenant_id, p_subject.last_recorded_at
    from unnest(v_configs) c (text_config)
      on conflict (subject_key, text_config) do nothing;
  if v_suggested is not null then
    insert into statewave_private.label (subject_key, target_id, label, tenant_id, memory_id, is_suggested, recorded_at)
    select p_subject.subject_key, m.id, g.label, p_subject.tenant_id, m.id, true, p_subject.last_recorded_at
      from jsonb_to_recordset(v_suggested) g (number int, label text)
      join statewave_private.memory m on m.subject_key = p_subject.subject_key and m.seq = p_subject.last_memory_seq + 1 + g.number;
  end if;
end
$$;

comment on function statewave_private.write_passages(statewave_private.subject, statewave_private.episode[], jsonb) is
  'Writes the passages of new episodes, with postings (stemmed as their language asks), tokens, vectors, speakers, languages and suggested labels, numbered after the subject''s last memory; returns how many, and their tokens. p_embeddings: the caller''s own vectors, {episode id: [numbers]}.';

revoke all on function statewave_private.write_passages(statewave_private.subject, statewave_private.episode[], jsonb) from public;
