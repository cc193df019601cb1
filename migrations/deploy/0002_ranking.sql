-- Further weights, the version of the default profile that uses them, and the languages of a subject.

alter table statewave_private.ranking_profile
  add column period       float8 not null default 0,
  add column assistant    float8 not null default 0,
  add column assistant_asked float8 not null default 0,
  add column instruction  float8 not null default 0,
  add column opening      float8 not null default 0,
  add column long_line    float8 not null default 0,
  add column period_days  float8 not null default 10;
alter table statewave_private.ranking_profile
  alter column period drop default, alter column assistant drop default, alter column assistant_asked drop default,
  alter column instruction drop default, alter column opening drop default, alter column long_line drop default,
  alter column period_days drop default,
  add constraint ranking_profile_period_days check (period_days >= 0);
comment on column statewave_private.ranking_profile.period is 'Added for the event time that the question names: whole inside the period, fading after it (period_days).';
comment on column statewave_private.ranking_profile.assistant is 'Added to what an assistant said, unless the question asks for its words: people ask for what they said themselves.';
comment on column statewave_private.ranking_profile.assistant_asked is 'Added to what an assistant said when the question asks for its words.';
comment on column statewave_private.ranking_profile.instruction is 'Added, beside an assistant, to standing instructions and preferences and to the passages that state them.';
comment on column statewave_private.ranking_profile.opening is 'Added, beside an assistant, to the first passage of a message.';
comment on column statewave_private.ranking_profile.long_line is 'Times the logarithm of how often a line is as long as line_tokens, beside an assistant.';
comment on column statewave_private.ranking_profile.period_days is 'Days after a period in which it is still spoken of.';

update statewave_private.ranking_profile set recorded_to = now() where profile = 'default' and recorded_to is null;
insert into statewave_private.ranking_profile
  (profile, version, recorded_at, lexical, semantic, session_lexical, neighbour, second_neighbour, reply, speaker,
   question, session, compiled, bm25_k1, bm25_b, session_k1, session_b, session_tokens, line_tokens,
   period, assistant, assistant_asked, instruction, opening, long_line, period_days, note)
values
  ('default', 2, now(), 1, 1, .6, .25, .1, .35, 3.5, -1.4, 2, 1, .9, .6, 1.2, .5, 2000, 60, 8, -4, 2, 2, 1.5, -1.5, 10,
   'Event time, and whose words are asked for.');

create table statewave_private.language (
  subject_key uuid not null,
  text_config text collate "C" not null,
  tenant_id   text collate "C" not null,
  recorded_at timestamptz not null,
  constraint language_pkey primary key (subject_key, text_config),
  constraint language_subject_fkey foreign key (subject_key) references statewave_private.subject
) partition by hash (subject_key);
comment on table statewave_private.language is 'The text-search configurations that a subject''s texts are stemmed with: a question is stemmed with each of them.';
comment on column statewave_private.language.subject_key is 'The subject.';
comment on column statewave_private.language.text_config is 'The configuration, of pg_catalog: english, german, …, simple.';
comment on column statewave_private.language.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.language.recorded_at is 'Since when it is used.';
do $$
begin
  for v_part in 0..31 loop
    execute format('create table statewave_private.%I partition of statewave_private.language for values with (modulus 32, remainder %s)',
                   'language_' || to_char(v_part, 'FM00'), v_part);
    execute format('comment on table statewave_private.%I is %L', 'language_' || to_char(v_part, 'FM00'),
                   format('Partition of language: subjects whose key hashes to %s of 32.', v_part));
  end loop;
end
$$;

-- Until now every text was stemmed as English.
alter table statewave_private.memory add column text_config text collate "C" not null default 'english';
alter table statewave_private.memory alter column text_config drop default;
comment on column statewave_private.memory.text_config is 'The text-search configuration that its postings are stemmed with.';
insert into statewave_private.language (subject_key, text_config, tenant_id, recorded_at)
select s.subject_key, 'english', s.tenant_id, s.created_at from statewave_private.subject s;
alter table statewave_private.subject alter column text_config set default 'english';
update statewave_private.subject set text_config = 'english';
comment on column statewave_private.subject.text_config is 'Text-search configuration, of pg_catalog, of texts that do not tell their language, and of what is compiled.';

create type statewave_private.question as (
  subject_key      uuid,
  as_of            timestamptz,
  recorded_through timestamptz,
  space_id         int,
  terms            text[],
  query            tsquery,
  vector           public.halfvec,
  speaker          text,
  assistants       text[],
  whose            text,
  first_days       date[],
  last_days        date[],
  day_weights      float8[],
  session          text,
  exclude_session  boolean,
  kinds            text[],
  sources          text[],
  since            timestamptz,
  until            timestamptz,
  metadata         jsonb,
  candidates       int[],
  memories         float8,
  frequencies      float8[],
  sessions         float8,
  sample_step      int
);
comment on type statewave_private.question is 'A question as ranking needs it: read_question makes it of the call''s arguments.';
comment on column statewave_private.question.subject_key is 'Whose memory is asked.';
comment on column statewave_private.question.as_of is 'The time that it is asked of.';
comment on column statewave_private.question.recorded_through is 'The subject''s last write at that time; null for an unknown subject.';
comment on column statewave_private.question.space_id is 'The space of the vector.';
comment on column statewave_private.question.terms is 'Lexemes, without stop words and the speakers'' names.';
comment on column statewave_private.question.query is 'The terms, any of them.';
comment on column statewave_private.question.vector is 'The question''s vector; null where it has no direction.';
comment on column statewave_private.question.speaker is 'The one speaker it names; null for none or several.';
comment on column statewave_private.question.assistants is 'The subject''s speakers that are software.';
comment on column statewave_private.question.whose is 'assistant when it asks for an assistant''s words, both for a whole conversation''s, else null.';
comment on column statewave_private.question.first_days is 'First days of the periods that it names.';
comment on column statewave_private.question.last_days is 'Last days of the periods that it names.';
comment on column statewave_private.question.day_weights is 'How much each period tells, 0 to 1.';
comment on column statewave_private.question.session is 'The session to favour, or to leave out.';
comment on column statewave_private.question.exclude_session is 'Whether the session is left out.';
comment on column statewave_private.question.kinds is 'Only these kinds; null: all.';
comment on column statewave_private.question.sources is 'Only from these sources; null: all.';
comment on column statewave_private.question.since is 'Only of event times from here.';
comment on column statewave_private.question.until is 'Only of event times before this.';
comment on column statewave_private.question.metadata is 'Only of episodes whose metadata contain this.';
comment on column statewave_private.question.candidates is 'The only memories that are ranked, by number: the ann path. Null: all of them, the exact path.';
comment on column statewave_private.question.memories is 'On the ann path: how many memories the subject has.';
comment on column statewave_private.question.frequencies is 'On the ann path: in how many memories each term is, counted or, for a common one, told from a sample.';
comment on column statewave_private.question.sessions is 'On the ann path: how many sessions the subject has, told from a sample.';
comment on column statewave_private.question.sample_step is 'On the ann path: the first 24 memories of so many stand for all of them where a mean is taken.';
