-- The tables. Each subject-scoped one has subject_key first in every key and is hash-partitioned
-- by it, so that a query about a subject touches one partition.

-- Small tables, the same for all subjects -----------------------------------------------------

create table statewave_private.tenant (
  tenant_id  text collate "C" not null,
  created_at timestamptz not null default now(),
  constraint tenant_pkey primary key (tenant_id),
  constraint tenant_id_shape check (tenant_id ~ '^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$')
);
comment on table statewave_private.tenant is 'Who subjects belong to. A row here is needed before anything can be recorded for a tenant.';
comment on column statewave_private.tenant.tenant_id is 'Name: 1 to 128 of letters, digits and . _ : @ -';
comment on column statewave_private.tenant.created_at is 'When the tenant was made known.';

insert into statewave_private.tenant (tenant_id) values ('default');

create table statewave_private.tenant_grant (
  role_name  name not null,
  tenant_id  text collate "C" not null,
  is_default boolean not null default false,
  granted_at timestamptz not null default now(),
  constraint tenant_grant_pkey primary key (role_name, tenant_id),
  constraint tenant_grant_tenant_fkey foreign key (tenant_id) references statewave_private.tenant
);
create unique index tenant_grant_one_default on statewave_private.tenant_grant (role_name) where is_default;
create index tenant_grant_tenant on statewave_private.tenant_grant (tenant_id);
comment on table statewave_private.tenant_grant is 'Which tenants a login role may name. Nothing else decides it: no setting, no argument.';
comment on column statewave_private.tenant_grant.role_name is 'The login role (session_user).';
comment on column statewave_private.tenant_grant.tenant_id is 'A tenant it may name.';
comment on column statewave_private.tenant_grant.is_default is 'Whether a call of this role that names no tenant means this one. At most one a role.';
comment on column statewave_private.tenant_grant.granted_at is 'When it was granted.';

create table statewave_private.embedding_space (
  space_id   int not null,
  provider   text not null,
  model      text not null,
  dimensions int not null,
  is_active  boolean not null,
  constraint embedding_space_pkey primary key (space_id),
  constraint embedding_space_name unique (provider, model, dimensions),
  constraint embedding_space_dimensions check (dimensions between 1 and 4000)
);
create unique index embedding_space_one_active on statewave_private.embedding_space (is_active) where is_active;
comment on table statewave_private.embedding_space is 'Where vectors are comparable: one row a model. Vectors of two spaces are never compared.';
comment on column statewave_private.embedding_space.space_id is 'Number of the space.';
comment on column statewave_private.embedding_space.provider is 'Who makes the vectors: builtin (in the database).';
comment on column statewave_private.embedding_space.model is 'The model''s name.';
comment on column statewave_private.embedding_space.dimensions is 'Components of a vector, 1 to 4,000.';
comment on column statewave_private.embedding_space.is_active is 'Whether new memories get a vector in it and questions are asked in it. Exactly one is.';

insert into statewave_private.embedding_space values (1, 'builtin', 'wordllama-l2-supercat', 256, true);

create table statewave_private.ranking_profile (
  profile           text collate "C" not null,
  version           int not null,
  recorded_at       timestamptz not null default now(),
  recorded_to       timestamptz,
  lexical           float8 not null,
  semantic          float8 not null,
  session_lexical   float8 not null,
  neighbour         float8 not null,
  second_neighbour  float8 not null,
  reply             float8 not null,
  speaker           float8 not null,
  question          float8 not null,
  session           float8 not null,
  compiled          float8 not null,
  bm25_k1           float8 not null,
  bm25_b            float8 not null,
  session_k1        float8 not null,
  session_b         float8 not null,
  session_tokens    float8 not null,
  line_tokens       float8 not null,
  note              text not null,
  constraint ranking_profile_pkey primary key (profile, version),
  constraint ranking_profile_name check (profile ~ '^[a-z][a-z0-9_-]{0,62}$'),
  constraint ranking_profile_closed check (recorded_to > recorded_at)
);
create unique index ranking_profile_current on statewave_private.ranking_profile (profile) where recorded_to is null;
comment on table statewave_private.ranking_profile is 'The weights of a ranking, one row a version; a past as_of finds the version of its time. Change one by closing the row and inserting the next version.';
comment on column statewave_private.ranking_profile.profile is 'Name that retrieve() is given.';
comment on column statewave_private.ranking_profile.version is 'Counts from 1.';
comment on column statewave_private.ranking_profile.recorded_at is 'In force from here.';
comment on column statewave_private.ranking_profile.recorded_to is 'In force until here; null: still.';
comment on column statewave_private.ranking_profile.lexical is 'Weight of BM25 of the memory, in standard deviations over the subject''s memories.';
comment on column statewave_private.ranking_profile.semantic is 'Weight of the cosine of question and memory, in standard deviations.';
comment on column statewave_private.ranking_profile.session_lexical is 'Weight of BM25 of the whole session, in standard deviations; damped for long sessions (session_tokens).';
comment on column statewave_private.ranking_profile.neighbour is 'Weight of the scores of the passages directly before and after in the session.';
comment on column statewave_private.ranking_profile.second_neighbour is 'Weight of the scores of the passages two before and two after.';
comment on column statewave_private.ranking_profile.reply is 'Weight of the score of the passage before, when that one asked something.';
comment on column statewave_private.ranking_profile.speaker is 'Added when the question names exactly one speaker and the memory is theirs.';
comment on column statewave_private.ranking_profile.question is 'Added when the passage is itself a short question (less than line_tokens).';
comment on column statewave_private.ranking_profile.session is 'Added when the memory is of the session that the caller favours.';
comment on column statewave_private.ranking_profile.compiled is 'Added for memories that compiling made: what holds now, which passages alone do not tell. Taken from facts of many values that a passage tells word for word, where lines stand by day.';
comment on column statewave_private.ranking_profile.bm25_k1 is 'BM25: how fast repeated terms saturate, in a memory.';
comment on column statewave_private.ranking_profile.bm25_b is 'BM25: how much length counts, in a memory.';
comment on column statewave_private.ranking_profile.session_k1 is 'BM25 over sessions: saturation.';
comment on column statewave_private.ranking_profile.session_b is 'BM25 over sessions: length.';
comment on column statewave_private.ranking_profile.session_tokens is 'Sessions of more tokens than this on average count less as a whole.';
comment on column statewave_private.ranking_profile.line_tokens is 'Lines of more tokens than this get less help from their neighbours.';
comment on column statewave_private.ranking_profile.note is 'Why this version is as it is.';

insert into statewave_private.ranking_profile
  (profile, version, recorded_at, lexical, semantic, session_lexical, neighbour, second_neighbour, reply, speaker,
   question, session, compiled, bm25_k1, bm25_b, session_k1, session_b, session_tokens, line_tokens, note)
values
  ('default', 1, '-infinity', 1, 1, .5, .2, .1, .2, 4, -1.4, 2, 1, .9, .6, 1.2, .5, 2000, 60,
   'BM25 and cosine added as standard scores, helped by session and neighbours.');

create table statewave_private.claim_key (
  claim_key text collate "C" not null,
  asked_as  text not null,
  constraint claim_key_pkey primary key (claim_key)
);
comment on table statewave_private.claim_key is 'What facts can be about, with the words in which people ask for it.';
comment on column statewave_private.claim_key.claim_key is 'The key: location.home.';
comment on column statewave_private.claim_key.asked_as is 'Words of questions that such a fact answers; indexed and embedded with the fact''s own.';

insert into statewave_private.claim_key (claim_key, asked_as) values
  ('identity.name', 'name called who'),
  ('identity.birthday', 'birthday born age'),
  ('location.home', 'lives in home address city moved'),
  ('work.employer', 'works at job employer company'),
  ('work.role', 'works as job profession role'),
  ('plan.subscription', 'subscription plan'),
  ('contact.email', 'contact e-mail address'),
  ('contact.phone', 'contact phone number'),
  ('relationship.status', 'relationship married partner single'),
  ('family.kids', 'family children kids');

-- A subject and what was recorded about it --------------------------------------------------------

create table statewave_private.subject (
  subject_key         uuid not null,
  tenant_id           text collate "C" not null,
  subject             text collate "C" not null,
  text_config         text not null default 'pg_catalog.english',
  created_at          timestamptz not null,
  last_recorded_at    timestamptz not null,
  first_occurred_at   timestamptz,
  last_occurred_at    timestamptz,
  episode_count       bigint not null default 0,
  memory_count        bigint not null default 0,
  last_episode_seq    int not null default 0,
  last_memory_seq     int not null default 0,
  compiled_through    int not null default 0,
  constraint subject_pkey primary key (subject_key),
  constraint subject_key_is_derived check (subject_key = statewave_private.subject_key(tenant_id, subject)),
  constraint subject_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint subject_counts check (memory_count >= 0 and episode_count >= 0 and compiled_through <= last_episode_seq)
) partition by hash (subject_key);
create index subject_by_name on statewave_private.subject (tenant_id, subject);
comment on table statewave_private.subject is 'Whom or what memory is about. Each write about a subject locks its row first, then takes its time stamp from it.';
comment on column statewave_private.subject.subject_key is 'subject_key(tenant_id, subject).';
comment on column statewave_private.subject.tenant_id is 'Whom the subject belongs to.';
comment on column statewave_private.subject.subject is 'The application''s name for it, 1 to 512 characters.';
comment on column statewave_private.subject.text_config is 'Text-search configuration that its texts and questions are stemmed with.';
comment on column statewave_private.subject.created_at is 'When it was first written about.';
comment on column statewave_private.subject.last_recorded_at is 'The last time stamp given to a write; the next one is later by at least a microsecond.';
comment on column statewave_private.subject.first_occurred_at is 'Earliest event time of its episodes.';
comment on column statewave_private.subject.last_occurred_at is 'Latest event time of its episodes.';
comment on column statewave_private.subject.episode_count is 'Episodes stored.';
comment on column statewave_private.subject.memory_count is 'Memories stored, passages included, closed ones too.';
comment on column statewave_private.subject.last_episode_seq is 'Number of its newest episode.';
comment on column statewave_private.subject.last_memory_seq is 'Number of its newest memory.';
comment on column statewave_private.subject.compiled_through is 'Episodes up to this number are compiled.';

create table statewave_private.episode (
  subject_key     uuid not null,
  seq             int not null,
  id              uuid not null,
  tenant_id       text collate "C" not null,
  source          text collate "C" not null,
  type            text collate "C" not null,
  session         text collate "C",
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null,
  payload         jsonb not null,
  metadata        jsonb not null,
  provenance      jsonb not null,
  labels          text[] not null,
  idempotency_key text collate "C",
  body_hash       bytea not null,
  constraint episode_pkey primary key (subject_key, id),
  constraint episode_seq unique (subject_key, seq),
  constraint episode_idempotency unique (subject_key, idempotency_key),
  constraint episode_subject_fkey foreign key (subject_key) references statewave_private.subject,
  constraint episode_payload_object check (jsonb_typeof(payload) = 'object'),
  constraint episode_metadata_object check (jsonb_typeof(metadata) = 'object'),
  constraint episode_provenance_object check (jsonb_typeof(provenance) = 'object')
) partition by hash (subject_key);
create index episode_by_time on statewave_private.episode (subject_key, occurred_at, id);
comment on table statewave_private.episode is 'Raw events, as recorded; never changed.';
comment on column statewave_private.episode.subject_key is 'The subject.';
comment on column statewave_private.episode.seq is 'Its number in the subject, in the order of recording, from 1.';
comment on column statewave_private.episode.id is 'What record() returned.';
comment on column statewave_private.episode.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.episode.source is 'Who or what it came from: user, assistant, a name, a system.';
comment on column statewave_private.episode.type is 'What it is: message, event, …';
comment on column statewave_private.episode.session is 'The conversation it belongs to, if any.';
comment on column statewave_private.episode.occurred_at is 'Event time: as given, else when recorded.';
comment on column statewave_private.episode.recorded_at is 'Recorded time: the stamp of the write.';
comment on column statewave_private.episode.payload is 'The event: {"text"}, {"content"}, {"messages": […]} or any other object.';
comment on column statewave_private.episode.metadata is 'The application''s own fields; retrieve() can filter by containment.';
comment on column statewave_private.episode.provenance is 'Where the application had it from.';
comment on column statewave_private.episode.labels is 'Sensitivity labels.';
comment on column statewave_private.episode.idempotency_key is 'A repeated call with this key is the same episode.';
comment on column statewave_private.episode.body_hash is 'sha256 of the body as given, to tell a repeat from a conflict.';

create table statewave_private.speaker (
  subject_key uuid not null,
  name        text collate "C" not null,
  tenant_id   text collate "C" not null,
  recorded_at timestamptz not null,
  constraint speaker_pkey primary key (subject_key, name),
  constraint speaker_subject_fkey foreign key (subject_key) references statewave_private.subject
) partition by hash (subject_key);
comment on table statewave_private.speaker is 'Who speaks in a subject''s episodes: a question that names one of them asks for their words.';
comment on column statewave_private.speaker.subject_key is 'The subject.';
comment on column statewave_private.speaker.name is 'The speaker as written, at most 128 characters.';
comment on column statewave_private.speaker.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.speaker.recorded_at is 'Since when they are known.';

-- What compiling makes of it -------------------------------------------------------------------

create table statewave_private.compile_run (
  subject_key        uuid not null,
  id                 uuid not null,
  tenant_id          text collate "C" not null,
  compiler           text not null,
  from_seq           int not null,
  through_seq        int not null,
  recorded_at        timestamptz not null,
  memories_created   int not null,
  memories_superseded int not null,
  constraint compile_run_pkey primary key (subject_key, id),
  constraint compile_run_order unique (subject_key, recorded_at),
  constraint compile_run_subject_fkey foreign key (subject_key) references statewave_private.subject,
  constraint compile_run_range check (through_seq >= from_seq - 1)
) partition by hash (subject_key);
comment on table statewave_private.compile_run is 'One compile pass over a range of a subject''s episodes: one transaction.';
comment on column statewave_private.compile_run.subject_key is 'The subject.';
comment on column statewave_private.compile_run.id is 'The run.';
comment on column statewave_private.compile_run.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.compile_run.compiler is 'Which compiler made it, with its version.';
comment on column statewave_private.compile_run.from_seq is 'First episode number it read.';
comment on column statewave_private.compile_run.through_seq is 'Last episode number it read; from_seq - 1 when there was none.';
comment on column statewave_private.compile_run.recorded_at is 'Recorded time: the stamp of the run, also of what it made.';
comment on column statewave_private.compile_run.memories_created is 'Memories it made.';
comment on column statewave_private.compile_run.memories_superseded is 'Memories that gave way to newer ones in it.';

create table statewave_private.memory (
  subject_key       uuid not null,
  seq               int not null,
  id                uuid not null,
  tenant_id         text collate "C" not null,
  kind              text collate "C" not null,
  source_episode_id uuid not null,
  ordinal           int,
  source            text collate "C" not null,
  speaker           text collate "C" not null,
  session           text collate "C",
  event_at          timestamptz not null,
  valid_from        timestamptz not null,
  valid_to          timestamptz,
  recorded_at       timestamptz not null,
  recorded_to       timestamptz,
  run_id            uuid,
  corrects          uuid,
  quoted_in         int,
  claim_key         text collate "C",
  claim_value       text,
  single_valued     boolean not null default false,
  asks              boolean not null default false,
  token_count       int not null,
  length            int not null,
  content_hash      bytea not null,
  content           text not null,
  postings          tsvector not null,
  constraint memory_pkey primary key (subject_key, seq),
  constraint memory_id unique (subject_key, id),
  constraint memory_passage unique (subject_key, source_episode_id, ordinal),
  constraint memory_episode_fkey foreign key (subject_key, source_episode_id) references statewave_private.episode (subject_key, id),
  constraint memory_run_fkey foreign key (subject_key, run_id) references statewave_private.compile_run (subject_key, id),
  constraint memory_corrects_fkey foreign key (subject_key, corrects) references statewave_private.memory (subject_key, id),
  constraint memory_quoted_in_fkey foreign key (subject_key, quoted_in) references statewave_private.memory (subject_key, seq),
  constraint memory_kind check (kind in ('passage', 'fact', 'preference', 'instruction', 'procedure', 'summary')),
  constraint memory_ordinal check ((kind = 'passage') = (ordinal is not null)),
  constraint memory_validity check (valid_to > valid_from),
  constraint memory_recorded check (recorded_to >= recorded_at),
  constraint memory_claim check ((claim_key is null) = (claim_value is null) and (claim_key is not null or not single_valued)),
  constraint memory_text check (speaker ~ '^\S' and content ~ '^\S' and content ~ '\S$'),
  constraint memory_tokens check (token_count > 0 and length >= 0)
) partition by hash (subject_key);
create unique index memory_once on statewave_private.memory (subject_key, kind, content_hash, claim_key) nulls not distinct
  where kind <> 'passage' and recorded_to is null and valid_to is null;
create unique index memory_one_value on statewave_private.memory (subject_key, claim_key, lower(speaker))
  where single_valued and recorded_to is null and valid_to is null;
create index memory_by_run on statewave_private.memory (subject_key, run_id) where run_id is not null;
create index memory_by_correction on statewave_private.memory (subject_key, corrects) where corrects is not null;
create index memory_by_quotation on statewave_private.memory (subject_key, quoted_in) where quoted_in is not null;
create index memory_compiled_by_time on statewave_private.memory (subject_key, valid_from, id) where kind <> 'passage';
comment on table statewave_private.memory is 'What is retrieved: verbatim passages, written by record, and what compiling adds. Rows are inserted and closed once (recorded_to).';
comment on column statewave_private.memory.subject_key is 'The subject.';
comment on column statewave_private.memory.seq is 'Its number in the subject, in the order of writing, from 1.';
comment on column statewave_private.memory.id is 'The memory''s public id.';
comment on column statewave_private.memory.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.memory.kind is 'passage, fact, preference, instruction, procedure or summary.';
comment on column statewave_private.memory.source_episode_id is 'The episode it was taken from first; further ones are rows of memory_source.';
comment on column statewave_private.memory.ordinal is 'A passage''s place in its episode, from 1; null for the other kinds.';
comment on column statewave_private.memory.source is 'The episode''s source.';
comment on column statewave_private.memory.speaker is 'Who said it: the message''s role, or the name its text begins with, or the source.';
comment on column statewave_private.memory.session is 'The episode''s session.';
comment on column statewave_private.memory.event_at is 'Event time: of the message, else of the episode.';
comment on column statewave_private.memory.valid_from is 'True from here (event time of a passage).';
comment on column statewave_private.memory.valid_to is 'True until here; null: still. What is over is not retrieved, passages excepted.';
comment on column statewave_private.memory.recorded_at is 'Known from here.';
comment on column statewave_private.memory.recorded_to is 'Known until here: replaced by a corrected row; null: still. As recorded_at: replaced in the write that made it, and never visible.';
comment on column statewave_private.memory.run_id is 'The compile run that made it; null for passages.';
comment on column statewave_private.memory.corrects is 'The memory whose validity this row corrects: same content, sources and vector.';
comment on column statewave_private.memory.quoted_in is 'The passage that holds its content, if one does: a bundle with that passage needs no second line for it.';
comment on column statewave_private.memory.claim_key is 'What a fact is about: location.home, plan.subscription, preference.like, …';
comment on column statewave_private.memory.claim_value is 'The claim''s value, in the words of the episode.';
comment on column statewave_private.memory.single_valued is 'Whether its claim has one value at a time; then at most one is current for a speaker.';
comment on column statewave_private.memory.asks is 'Whether it has a question mark in its last 60 characters.';
comment on column statewave_private.memory.token_count is 'cl100k_base tokens of its line in a bundle, with the line end.';
comment on column statewave_private.memory.length is 'Terms in it, with repeats (BM25''s document length).';
comment on column statewave_private.memory.content_hash is 'sha256 of the normalised content, after the speaker''s name where the memory is compiled: the same text is the same memory.';
comment on column statewave_private.memory.content is 'The text, verbatim, without the speaker.';
comment on column statewave_private.memory.postings is 'Its postings: each lexeme with its positions, of speaker and content. In the row, so that no posting can outlive or miss its memory, and a subject''s are read in one pass; an index over a big subject''s is an index on this column.';

create table statewave_private.memory_source (
  subject_key uuid not null,
  memory_id   uuid not null,
  episode_id  uuid not null,
  tenant_id   text collate "C" not null,
  recorded_at timestamptz not null,
  constraint memory_source_pkey primary key (subject_key, memory_id, episode_id),
  constraint memory_source_memory_fkey foreign key (subject_key, memory_id) references statewave_private.memory (subject_key, id),
  constraint memory_source_episode_fkey foreign key (subject_key, episode_id) references statewave_private.episode (subject_key, id)
) partition by hash (subject_key);
create index memory_source_by_episode on statewave_private.memory_source (subject_key, episode_id);
comment on table statewave_private.memory_source is 'Further episodes that say what a memory says. The first is in the memory itself.';
comment on column statewave_private.memory_source.subject_key is 'The subject.';
comment on column statewave_private.memory_source.memory_id is 'The memory.';
comment on column statewave_private.memory_source.episode_id is 'An episode that says it too.';
comment on column statewave_private.memory_source.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.memory_source.recorded_at is 'Known from here.';

create table statewave_private.embedding (
  subject_key uuid not null,
  memory_seq  int not null,
  space_id    int not null,
  tenant_id   text collate "C" not null,
  embedding   public.halfvec storage plain not null,
  constraint embedding_pkey primary key (subject_key, memory_seq, space_id),
  constraint embedding_memory_fkey foreign key (subject_key, memory_seq) references statewave_private.memory (subject_key, seq),
  constraint embedding_space_fkey foreign key (space_id) references statewave_private.embedding_space
) partition by hash (subject_key);
comment on table statewave_private.embedding is 'A memory''s vector in a space. Stored inline, since a scan reads all of a subject''s.';
comment on column statewave_private.embedding.subject_key is 'The subject.';
comment on column statewave_private.embedding.memory_seq is 'The memory''s number.';
comment on column statewave_private.embedding.space_id is 'The space that it is comparable in.';
comment on column statewave_private.embedding.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.embedding.embedding is 'The vector, as many components as the space has dimensions, any scale (cosine is compared).';

create table statewave_private.supersession (
  subject_key    uuid not null,
  superseded_id  uuid not null,
  superseding_id uuid not null,
  tenant_id      text collate "C" not null,
  run_id         uuid not null,
  rule           text not null,
  reason         text not null,
  score          float8,
  threshold      float8,
  recorded_at    timestamptz not null,
  constraint supersession_pkey primary key (subject_key, superseded_id, superseding_id),
  constraint supersession_superseded_fkey foreign key (subject_key, superseded_id) references statewave_private.memory (subject_key, id),
  constraint supersession_superseding_fkey foreign key (subject_key, superseding_id) references statewave_private.memory (subject_key, id),
  constraint supersession_run_fkey foreign key (subject_key, run_id) references statewave_private.compile_run (subject_key, id),
  constraint supersession_distinct check (superseded_id <> superseding_id)
) partition by hash (subject_key);
create index supersession_by_superseding on statewave_private.supersession (subject_key, superseding_id);
create index supersession_by_run on statewave_private.supersession (subject_key, run_id);
comment on table statewave_private.supersession is 'Which memory replaced which, by what rule, in which run.';
comment on column statewave_private.supersession.subject_key is 'The subject.';
comment on column statewave_private.supersession.superseded_id is 'The memory that gave way.';
comment on column statewave_private.supersession.superseding_id is 'The memory that took its place.';
comment on column statewave_private.supersession.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.supersession.run_id is 'The compile run that found it.';
comment on column statewave_private.supersession.rule is 'The rule: newer_value, older_value.';
comment on column statewave_private.supersession.reason is 'In words: what was replaced by what.';
comment on column statewave_private.supersession.score is 'The rule''s score, where it has one.';
comment on column statewave_private.supersession.threshold is 'The score from which the rule holds.';
comment on column statewave_private.supersession.recorded_at is 'Known from here.';

-- 32 hash partitions each: a subject's rows lie together, and vacuum works on one at a time.
do $$
declare
  v_table text;
begin
  foreach v_table in array array['subject', 'episode', 'speaker', 'compile_run', 'memory', 'memory_source', 'embedding', 'supersession'] loop
    for v_part in 0..31 loop
      execute format('create table statewave_private.%I partition of statewave_private.%I for values with (modulus 32, remainder %s)',
                     format('%s_%s', v_table, to_char(v_part, 'FM00')), v_table, v_part);
      execute format('comment on table statewave_private.%I is %L',
                     format('%s_%s', v_table, to_char(v_part, 'FM00')), format('Partition of %s: subjects whose key hashes to %s of 32.', v_table, v_part));
    end loop;
  end loop;
end
$$;
