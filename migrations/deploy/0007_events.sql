-- Jobs -------------------------------------------------------------------------------------------

-- No foreign key to the subject: a webhook's delivery of subject.erased is about one that is gone, and
-- has the erasure's id for a key. Whoever writes a job holds the subject's row, so that none outlives it.
create table statewave_private.job (
  subject_key  uuid not null,
  id           uuid not null,
  tenant_id    text collate "C" not null,
  kind         text collate "C" not null,
  lane         text collate "C" not null,
  payload      jsonb not null,
  state        text collate "C" not null default 'ready',
  attempts     int not null default 0,
  max_attempts int not null default 15,
  run_at       timestamptz not null,
  worker       text,
  last_error   text,
  created_at   timestamptz not null,
  finished_at  timestamptz,
  constraint job_pkey primary key (subject_key, id),
  constraint job_kind check (kind ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint job_payload_object check (jsonb_typeof(payload) = 'object'),
  constraint job_state check (state in ('ready', 'leased', 'done', 'dead')),
  constraint job_leased check (worker is not null or state <> 'leased'),
  constraint job_finished check ((finished_at is not null) = (state in ('done', 'dead'))),
  constraint job_attempts check (attempts >= 0 and max_attempts > 0)
) partition by hash (subject_key);
create unique index job_one_waiting on statewave_private.job (subject_key, kind, lane) where state = 'ready' and worker is null and payload = '{}';
create unique index job_one_leased on statewave_private.job (subject_key, kind, lane) where state = 'leased';
create index job_in_lane on statewave_private.job (subject_key, kind, lane, created_at, id) where state in ('ready', 'leased');
create index job_due on statewave_private.job (tenant_id, kind, run_at) where state in ('ready', 'leased');
create index job_by_id on statewave_private.job (tenant_id, id);
create index job_by_end on statewave_private.job (tenant_id, state, finished_at) where finished_at is not null;
comment on table statewave_private.job is 'What workers do outside of the transactions that ask for it: claimed with a lease, done, and kept for some days.';
comment on column statewave_private.job.subject_key is 'The subject; of the delivery of subject.erased the erasure.';
comment on column statewave_private.job.id is 'The job.';
comment on column statewave_private.job.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.job.kind is 'What is to be done: compile, webhook, …';
comment on column statewave_private.job.lane is 'Of what: the jobs of a subject, kind and lane are done one at a time, in the order of created_at. Empty where there is only one.';
comment on column statewave_private.job.payload is 'What the worker needs to know beside the subject: ids and numbers.';
comment on column statewave_private.job.state is 'ready, leased, done, or dead: given up after max_attempts, or because another attempt is of no use.';
comment on column statewave_private.job.attempts is 'How often it was claimed since it was made, or since retry_job().';
comment on column statewave_private.job.max_attempts is 'After as many failed ones it is dead.';
comment on column statewave_private.job.run_at is 'From when it can be claimed, not before those ahead of it in its lane; of a leased one until when its lease holds.';
comment on column statewave_private.job.worker is 'Who holds it, or held it last; null: it was never claimed.';
comment on column statewave_private.job.last_error is 'Why the last attempt failed.';
comment on column statewave_private.job.created_at is 'When it was made, or asked for again by retry_job().';
comment on column statewave_private.job.finished_at is 'When it was done or given up.';

-- Events: the audit, in an order for the whole tenant ------------------------------------------------

-- Writes leave only this mark, and it is on the row that they update anyway. It changes with the first
-- write after a relay and not with the next ones, so that those stay cheap (heap-only) updates.
alter table statewave_private.subject
  add column relayed_through int not null default 0,
  add column has_news boolean generated always as (relayed_through < audit_seq) stored;
create index subject_with_news on statewave_private.subject (tenant_id, subject_key) where has_news;
comment on column statewave_private.subject.relayed_through is 'Audit entries up to this number have become events.';
comment on column statewave_private.subject.has_news is 'Whether there are later ones.';

create table statewave_private.event (
  subject_key uuid not null,
  seq         int not null,
  number      int not null,
  tenant_id   text collate "C" not null,
  position    bigint not null,
  event       text collate "C" not null,
  memory_id   uuid,
  recorded_at timestamptz not null,
  constraint event_pkey primary key (subject_key, seq, number),
  constraint event_entry_fkey foreign key (subject_key, seq) references statewave_private.audit_entry,
  constraint event_memory check ((memory_id is not null) = (number > 0))
) partition by hash (subject_key);
create index event_by_position on statewave_private.event (tenant_id, position);
comment on table statewave_private.event is 'Audit entries as events, in the order in which the relay found them: within a subject that of the entries. What they tell is looked up when they are read.';
comment on column statewave_private.event.subject_key is 'The subject.';
comment on column statewave_private.event.seq is 'The audit entry.';
comment on column statewave_private.event.number is '0: the entry itself; from 1: the supersessions of the entry''s compile run.';
comment on column statewave_private.event.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.event.position is 'Its place among the tenant''s events, from 1; later events have later ones, and become visible later.';
comment on column statewave_private.event.event is 'Its name: episode.recorded, memories.compiled, …';
comment on column statewave_private.event.memory_id is 'The memory that gave way.';
comment on column statewave_private.event.recorded_at is 'When: the stamp of the write.';

create table statewave_private.event_counter (
  tenant_id text collate "C" not null,
  position  bigint not null default 0,
  since     timestamptz not null,
  next_key  uuid,
  constraint event_counter_pkey primary key (tenant_id),
  constraint event_counter_tenant_fkey foreign key (tenant_id) references statewave_private.tenant
);
comment on table statewave_private.event_counter is 'Who relays a tenant''s events locks its row here, so that positions are committed in their order.';
comment on column statewave_private.event_counter.tenant_id is 'The tenant.';
comment on column statewave_private.event_counter.position is 'The last position given.';
comment on column statewave_private.event_counter.since is 'What was recorded earlier becomes no event: nobody asked for it. infinity: nobody reads events.';
comment on column statewave_private.event_counter.next_key is 'The last subject relayed: the next turn begins behind it, so that each gets its turn.';

create table statewave_private.consumer (
  tenant_id text collate "C" not null,
  consumer  text collate "C" not null,
  events    text[] collate "C",
  since     timestamptz not null,
  position  bigint not null,
  constraint consumer_pkey primary key (tenant_id, consumer),
  constraint consumer_tenant_fkey foreign key (tenant_id) references statewave_private.tenant
);
comment on table statewave_private.consumer is 'Who reads a tenant''s events, and how far they are.';
comment on column statewave_private.consumer.tenant_id is 'The tenant.';
comment on column statewave_private.consumer.consumer is 'The application''s name for itself, 1 to 128 characters.';
comment on column statewave_private.consumer.events is 'Names or patterns (memory.*) of the events that it wants; null: all.';
comment on column statewave_private.consumer.since is 'It gets what was recorded from here on.';
comment on column statewave_private.consumer.position is 'It has acknowledged the events up to here.';

alter table statewave_private.erasure
  add column erased_key uuid,
  add column position bigint;
create index erasure_with_news on statewave_private.erasure (tenant_id, erased_at) where erased_key is not null and position is null;
create index erasure_by_position on statewave_private.erasure (tenant_id, position) where position is not null;
comment on table statewave_private.erasure is 'That a subject was erased. It does not say which, but for erased_key while that stays.';
comment on column statewave_private.erasure.erased_key is 'The subject''s key, where somebody reads events: for subject.erased, until all have read it and some days after.';
comment on column statewave_private.erasure.position is 'Its place among the tenant''s events; null: it is none, or not yet.';

-- Webhooks ---------------------------------------------------------------------------------------

create table statewave_private.webhook (
  tenant_id text collate "C" not null,
  name      text collate "C" not null,
  url       text not null,
  events    text[] collate "C",
  secret    bytea not null,
  since     timestamptz not null,
  constraint webhook_pkey primary key (tenant_id, name),
  constraint webhook_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint webhook_secret check (octet_length(secret) between 24 and 64)
);
comment on table statewave_private.webhook is 'Where a tenant''s events are sent.';
comment on column statewave_private.webhook.tenant_id is 'The tenant.';
comment on column statewave_private.webhook.name is 'Its name: the lane of its deliveries.';
comment on column statewave_private.webhook.url is 'Where to.';
comment on column statewave_private.webhook.events is 'Names or patterns (memory.*) of the events that are sent; null: all.';
comment on column statewave_private.webhook.secret is 'The key that its deliveries are signed with. No function shows it.';
comment on column statewave_private.webhook.since is 'It is sent what was recorded from here on.';

create table statewave_private.webhook_host (
  host       text collate "C" not null,
  tenants    text collate "C" not null,
  plain_http boolean not null,
  addresses  cidr[] not null,
  constraint webhook_host_pkey primary key (host, tenants)
);
comment on table statewave_private.webhook_host is 'Where webhooks may point to. No row: nowhere.';
comment on column statewave_private.webhook_host.host is 'A host''s name or address in lower case; *.example.com: those below it; *: any.';
comment on column statewave_private.webhook_host.tenants is 'Whose webhooks: a tenant; acme-*: those that begin like it; *: all.';
comment on column statewave_private.webhook_host.plain_http is 'Whether http is good enough; else https.';
comment on column statewave_private.webhook_host.addresses is 'Addresses that it may have though they are not public: loopback, private, link-local.';

do $$
declare
  v_table text;
begin
  foreach v_table in array array['job', 'event'] loop
    for v_part in 0..31 loop
      execute format('create table statewave_private.%I partition of statewave_private.%I for values with (modulus 32, remainder %s)',
                     v_table || to_char(v_part, '_FM00'), v_table, v_part);
      execute format('comment on table statewave_private.%I is %L', v_table || to_char(v_part, '_FM00'),
                     format('Partition of %s: subjects whose key hashes to %s of 32.', v_table, v_part));
    end loop;
    execute format('alter table statewave_private.%I enable row level security, force row level security', v_table);
    execute format(
      'create policy tenant_wall on statewave_private.%I using (tenant_id = any (array(
         select g.tenant_id from statewave_private.tenant_grant g where g.role_name = session_user
         union all
         select t.tenant_id from statewave_private.tenant t where pg_has_role(session_user, ''statewave_owner'', ''member''))))', v_table);
    execute format('comment on policy tenant_wall on statewave_private.%I is %L', v_table,
      'Rows of the tenants that the login role may act for; of all of them for who may become the owner. No setting takes part.');
  end loop;
end
$$;
