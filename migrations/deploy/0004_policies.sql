-- Labels beside those that an episode was recorded with. They stand on a memory or on an episode; who
-- reads spreads them to the memory's sources and to all that was taken from those.
create table statewave_private.label (
  subject_key  uuid not null,
  target_id    uuid not null,
  label        text collate "C" not null,
  tenant_id    text collate "C" not null,
  episode_id   uuid,
  memory_id    uuid,
  is_suggested boolean not null,
  recorded_at  timestamptz not null,
  constraint label_pkey primary key (subject_key, target_id, label),
  constraint label_episode_fkey foreign key (subject_key, episode_id) references statewave_private.episode (subject_key, id),
  constraint label_memory_fkey foreign key (subject_key, memory_id) references statewave_private.memory (subject_key, id),
  constraint label_target check (num_nonnulls(episode_id, memory_id) = 1 and target_id = coalesce(episode_id, memory_id))
) partition by hash (subject_key);
create index label_by_episode on statewave_private.label (subject_key, episode_id) where episode_id is not null;
create index label_by_memory on statewave_private.label (subject_key, memory_id) where memory_id is not null;
comment on table statewave_private.label is 'Sensitivity labels set on or suggested for a memory or an episode; those of record() stand on the episode.';
comment on column statewave_private.label.subject_key is 'The subject.';
comment on column statewave_private.label.target_id is 'What has the label: episode_id or memory_id.';
comment on column statewave_private.label.label is 'The label, 1 to 128 characters.';
comment on column statewave_private.label.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.label.episode_id is 'The episode, if it is one.';
comment on column statewave_private.label.memory_id is 'The memory, if it is one.';
comment on column statewave_private.label.is_suggested is 'Found by a detector and not promoted: no policy looks at it.';
comment on column statewave_private.label.recorded_at is 'Since when: the stamp of the write.';
do $$
begin
  for v_part in 0..31 loop
    execute format('create table statewave_private.%I partition of statewave_private.label for values with (modulus 32, remainder %s)',
                   'label_' || to_char(v_part, 'FM00'), v_part);
    execute format('comment on table statewave_private.%I is %L', 'label_' || to_char(v_part, 'FM00'),
                   format('Partition of label: subjects whose key hashes to %s of 32.', v_part));
  end loop;
end
$$;
alter table statewave_private.label enable row level security, force row level security;
create policy tenant_wall on statewave_private.label using (tenant_id = any (array(
  select g.tenant_id from statewave_private.tenant_grant g where g.role_name = session_user
  union all
  select t.tenant_id from statewave_private.tenant t where pg_has_role(session_user, 'statewave_owner', 'member'))));
comment on policy tenant_wall on statewave_private.label is
  'Rows of the tenants that the login role may act for; of all of them for who may become the owner. No setting takes part.';
create index episode_with_labels on statewave_private.episode (subject_key) where labels <> '{}';

create table statewave_private.policy (
  policy_id   uuid not null,
  tenant_id   text collate "C",
  version     int not null,
  mode        text collate "C" not null,
  rules       jsonb not null,
  hash        text not null,
  recorded_at timestamptz not null,
  recorded_to timestamptz,
  set_by      text not null,
  note        text not null,
  constraint policy_pkey primary key (policy_id),
  constraint policy_version unique nulls not distinct (tenant_id, version),
  constraint policy_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint policy_mode check (mode in ('log_only', 'enforce')),
  constraint policy_closed check (recorded_to > recorded_at)
);
create unique index policy_one_active on statewave_private.policy (tenant_id) nulls not distinct where recorded_to is null;
comment on table statewave_private.policy is 'What is withheld from whom, a row a version; the open one holds. A tenant''s own stands in place of the global one.';
comment on column statewave_private.policy.policy_id is 'The version.';
comment on column statewave_private.policy.tenant_id is 'Whose policy; null: of all tenants that have none.';
comment on column statewave_private.policy.version is 'Counts from 1.';
comment on column statewave_private.policy.mode is 'enforce, or log_only: bundles tell what would be withheld.';
comment on column statewave_private.policy.rules is 'As set_policy() was given them.';
comment on column statewave_private.policy.hash is 'sha256 in hex of mode and rules: the policy_hash of bundles.';
comment on column statewave_private.policy.recorded_at is 'In force from here.';
comment on column statewave_private.policy.recorded_to is 'In force until here; null: still.';
comment on column statewave_private.policy.set_by is 'The login role.';
comment on column statewave_private.policy.note is 'Why this version is as it is.';

create table statewave_private.policy_rule (
  policy_id uuid not null,
  place     int not null,
  labels    text[] collate "C" not null,
  caller    jsonb not null,
  unless    jsonb,
  action    text collate "C" not null,
  constraint policy_rule_pkey primary key (policy_id, place),
  constraint policy_rule_policy_fkey foreign key (policy_id) references statewave_private.policy,
  constraint policy_rule_action check (action in ('deny', 'redact')),
  constraint policy_rule_labels check (labels <> '{}'),
  constraint policy_rule_caller check (jsonb_typeof(caller) = 'object' and jsonb_typeof(unless) = 'object')
);
comment on table statewave_private.policy_rule is 'The rules of a policy: of a memory''s labels the first rule that matches decides.';
comment on column statewave_private.policy_rule.policy_id is 'The version of the policy.';
comment on column statewave_private.policy_rule.place is 'Its place, from 1.';
comment on column statewave_private.policy_rule.labels is 'Matches what has one of these; {*}: any label.';
comment on column statewave_private.policy_rule.caller is 'Does not match a caller who proves another value for one of these fields.';
comment on column statewave_private.policy_rule.unless is 'Does not match a caller who proves all of these.';
comment on column statewave_private.policy_rule.action is 'deny: as if it were not there; redact: a line without its text.';

alter table statewave_private.tenant_grant add column is_gateway boolean not null default false;
comment on column statewave_private.tenant_grant.is_gateway is 'Whether what it says of its caller (retrieve.caller, …) counts as proven.';

alter type statewave_private.question
  add attribute policy_hash text,
  add attribute would_withhold jsonb,
  add attribute denied int[],
  add attribute redacted int[];
comment on column statewave_private.question.policy_hash is 'Hash of the policy that holds; null: none.';
comment on column statewave_private.question.would_withhold is 'Under log_only: how many memories each action would hit.';
comment on column statewave_private.question.denied is 'Memories that the caller may not know of, by number.';
comment on column statewave_private.question.redacted is 'Memories of which the caller may know but not what they say, by number.';

create table statewave_private.quota (
  tenant_id text collate "C" not null,
  scope     text collate "C" not null,
  episodes  bigint,
  bytes     bigint,
  tokens    bigint,
  constraint quota_pkey primary key (tenant_id, scope),
  constraint quota_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint quota_scope check (scope in ('tenant', 'subject')),
  constraint quota_limits check (episodes >= 0 and bytes >= 0 and tokens >= 0)
);
comment on table statewave_private.quota is 'How much may be recorded a day (UTC).';
comment on column statewave_private.quota.tenant_id is 'The tenant.';
comment on column statewave_private.quota.scope is 'tenant: of all its subjects together; subject: of each.';
comment on column statewave_private.quota.episodes is 'Episodes; null: any number.';
comment on column statewave_private.quota.bytes is 'Bytes of payload, as text; null: any number.';
comment on column statewave_private.quota.tokens is 'Tokens of the passages'' lines; null: any number.';

alter table statewave_private.subject
  add column usage_day      date not null default '-infinity',
  add column usage_episodes bigint not null default 0,
  add column usage_bytes    bigint not null default 0,
  add column usage_tokens   bigint not null default 0;
create index subject_by_usage on statewave_private.subject (tenant_id, usage_day);
comment on column statewave_private.subject.usage_day is 'The day (UTC) of its last record.';
comment on column statewave_private.subject.usage_episodes is 'Episodes recorded that day.';
comment on column statewave_private.subject.usage_bytes is 'Bytes of payload recorded that day.';
comment on column statewave_private.subject.usage_tokens is 'Tokens of the passages recorded that day.';

create table statewave_private.retention (
  tenant_id text collate "C" not null,
  kind      text collate "C" not null,
  counted_from text collate "C" not null,
  ttl       interval not null,
  constraint retention_pkey primary key (tenant_id, kind),
  constraint retention_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint retention_kind check (kind in ('episode', 'fact', 'preference', 'instruction', 'procedure', 'summary')),
  constraint retention_counted_from check (counted_from = 'event' or counted_from = 'end' and kind <> 'episode'),
  constraint retention_ttl check (ttl >= interval '1 minute')
);
comment on table statewave_private.retention is 'How long a tenant''s data is kept, by kind; expire() removes the rest.';
comment on column statewave_private.retention.tenant_id is 'The tenant.';
comment on column statewave_private.retention.kind is 'episode (with its passages and what has no other source), or a kind of compiled memory.';
comment on column statewave_private.retention.counted_from is 'event: from valid_from (of an episode occurred_at); end: from when it ceased to hold.';
comment on column statewave_private.retention.ttl is 'Time to live.';

create table statewave_private.admin_entry (
  seq         int not null,
  recorded_at timestamptz not null,
  action      text collate "C" not null,
  detail      jsonb not null,
  previous    bytea not null,
  hash        bytea not null,
  constraint admin_entry_pkey primary key (seq)
);
comment on table statewave_private.admin_entry is 'One change that concerns no single subject (grants, profiles, policies, quotas, retention), in a chain by hash.';
comment on column statewave_private.admin_entry.seq is 'Its number, from 1, without a gap.';
comment on column statewave_private.admin_entry.recorded_at is 'When.';
comment on column statewave_private.admin_entry.action is 'What was done: grant_tenant, set_policy, …';
comment on column statewave_private.admin_entry.detail is 'by: the login role; the rest are the arguments.';
comment on column statewave_private.admin_entry.previous is 'Hash of the entry before; empty for the first.';
comment on column statewave_private.admin_entry.hash is 'audit_hash() of all of the above.';
