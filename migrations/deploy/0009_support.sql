-- What became of a session. One row a version, inserted and closed once, so that a past as_of is exact.
create table statewave_private.resolution (
  subject_key        uuid not null,
  session            text collate "C" not null,
  recorded_at        timestamptz not null,
  recorded_to        timestamptz,
  id                 uuid not null,
  tenant_id          text collate "C" not null,
  status             text collate "C" not null,
  resolution_summary text,
  resolved_at        timestamptz,
  metadata           jsonb not null,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  constraint resolution_pkey primary key (subject_key, session, recorded_at),
  constraint resolution_subject_fkey foreign key (subject_key) references statewave_private.subject,
  constraint resolution_status check (status in ('open', 'resolved', 'unresolved')),
  constraint resolution_resolved check ((status = 'resolved') = (resolved_at is not null)),
  constraint resolution_summary_length check (char_length(resolution_summary) <= 2000),
  constraint resolution_metadata_object check (jsonb_typeof(metadata) = 'object'),
  constraint resolution_recorded check (recorded_to > recorded_at)
) partition by hash (subject_key);
create unique index resolution_current on statewave_private.resolution (subject_key, session) where recorded_to is null;
comment on table statewave_private.resolution is 'What became of a subject''s sessions, a row a version; the open one holds.';
comment on column statewave_private.resolution.subject_key is 'The subject.';
comment on column statewave_private.resolution.session is 'The session; it need not have episodes (yet).';
comment on column statewave_private.resolution.recorded_at is 'Known from here: the stamp of the write.';
comment on column statewave_private.resolution.recorded_to is 'Known until here: said otherwise since; null: still.';
comment on column statewave_private.resolution.id is 'The same in all versions of a session''s.';
comment on column statewave_private.resolution.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.resolution.status is 'open; resolved; unresolved: closed, and not solved.';
comment on column statewave_private.resolution.resolution_summary is 'What solved it, or what is known of it; at most 2,000 characters.';
comment on column statewave_private.resolution.resolved_at is 'When it was resolved, as given, else the stamp of the write; null unless it is.';
comment on column statewave_private.resolution.metadata is 'The application''s own fields.';
comment on column statewave_private.resolution.created_at is 'When the first version was written.';
comment on column statewave_private.resolution.updated_at is 'When this version was written; recorded_at is later where subjects were merged.';
do $$
begin
  for v_part in 0..31 loop
    execute format('create table statewave_private.%I partition of statewave_private.resolution for values with (modulus 32, remainder %s)',
                   'resolution_' || to_char(v_part, 'FM00'), v_part);
    execute format('comment on table statewave_private.%I is %L', 'resolution_' || to_char(v_part, 'FM00'),
                   format('Partition of resolution: subjects whose key hashes to %s of 32.', v_part));
  end loop;
end
$$;
alter table statewave_private.resolution enable row level security, force row level security;
create policy tenant_wall on statewave_private.resolution using (tenant_id = any (array(
  select g.tenant_id from statewave_private.tenant_grant g where g.role_name = session_user
  union all
  select t.tenant_id from statewave_private.tenant t where pg_has_role(session_user, 'statewave_owner', 'member'))));
comment on policy tenant_wall on statewave_private.resolution is
  'Rows of the tenants that the login role may act for; of all of them for who may become the owner. No setting takes part.';

-- Where only an id is known, locate() probes these: no row is written for it.
create index memory_by_id on statewave_private.memory (id);
create index episode_by_id on statewave_private.episode (id);
create index receipt_by_id on statewave_private.receipt (id);

-- Keys of the HTTP API. Of a key only its hash is here: 256 random bits need no salt.
create table statewave_private.api_key (
  key_hash        bytea not null,
  tenant_id       text collate "C" not null,
  name            text collate "C" not null,
  role            text collate "C" not null,
  created_at      timestamptz not null,
  created_by      text not null,
  expires_at      timestamptz,
  revoked_at      timestamptz,
  rate_per_minute int,
  constraint api_key_pkey primary key (key_hash),
  constraint api_key_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint api_key_hash check (octet_length(key_hash) = 32),
  constraint api_key_role check (role in ('reader', 'writer', 'admin')),
  constraint api_key_rate check (rate_per_minute > 0)
);
create unique index api_key_by_name on statewave_private.api_key (tenant_id, name) where revoked_at is null;
create index api_key_by_tenant on statewave_private.api_key (tenant_id, created_at, key_hash);
comment on table statewave_private.api_key is 'Keys that the HTTP server accepts, those of the past too.';
comment on column statewave_private.api_key.key_hash is 'sha256 of the key.';
comment on column statewave_private.api_key.tenant_id is 'The one tenant that it is for.';
comment on column statewave_private.api_key.name is 'What people call it; of the keys in force no two of a tenant have the same.';
comment on column statewave_private.api_key.role is 'reader; writer: records and compiles too; admin: all.';
comment on column statewave_private.api_key.created_at is 'When it was made.';
comment on column statewave_private.api_key.created_by is 'The login role.';
comment on column statewave_private.api_key.expires_at is 'From when it is not accepted any more; null: never.';
comment on column statewave_private.api_key.revoked_at is 'Since when it is not accepted any more; null: it is.';
comment on column statewave_private.api_key.rate_per_minute is 'Requests (by their cost) in a minute of the clock; null: any number, and none is counted.';

-- Unlogged: counting a request waits for no disk, and what a crash loses is a minute's count.
create unlogged table statewave_private.api_key_use (
  key_hash  bytea not null,
  window_at timestamptz not null,
  used      bigint not null,
  constraint api_key_use_pkey primary key (key_hash)
) with (fillfactor = 50);
comment on table statewave_private.api_key_use is 'How much a key was used in the last minute that it was used in.';
comment on column statewave_private.api_key_use.key_hash is 'The key.';
comment on column statewave_private.api_key_use.window_at is 'The minute.';
comment on column statewave_private.api_key_use.used is 'Cost of the requests in it.';
