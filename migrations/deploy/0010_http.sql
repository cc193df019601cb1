-- A profile names ranking and rendering together; that of the HTTP API renders as its clients expect.
alter table statewave_private.ranking_profile add column rendering text collate "C" not null default 'lines';
alter table statewave_private.ranking_profile alter column rendering drop default;
alter table statewave_private.ranking_profile add constraint ranking_profile_rendering check (rendering in ('lines', 'rest-v1'));
comment on column statewave_private.ranking_profile.rendering is 'How a bundle''s text is laid out: lines under headings by kind and day, or the sections of the HTTP API, with the task (rest-v1).';

insert into statewave_private.ranking_profile
select r.*
  from statewave_private.ranking_profile p
 cross join lateral jsonb_populate_record(p, '{"profile": "rest-v1", "version": 1, "recorded_at": "-infinity", "rendering": "rest-v1", "compiled": 2,
   "note": "The default''s weights, with facts before the passages that they are in: the HTTP API has a section for them."}') r
 where p.profile = 'default' and p.recorded_to is null;

create table statewave_private.tenant_config (
  tenant_id  text collate "C" not null,
  config     jsonb not null,
  version    int not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint tenant_config_pkey primary key (tenant_id),
  constraint tenant_config_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint tenant_config_object check (jsonb_typeof(config) = 'object'),
  constraint tenant_config_version check (version > 0)
);
comment on table statewave_private.tenant_config is 'What a tenant''s administrator set over HTTP; a tenant without a row has nothing set.';
comment on column statewave_private.tenant_config.tenant_id is 'The tenant.';
comment on column statewave_private.tenant_config.config is 'receipts, require_caller_identity, receipt_retention_days, …: only what was set.';
comment on column statewave_private.tenant_config.version is 'Counts the changes from 1; who names another is refused.';
comment on column statewave_private.tenant_config.created_at is 'When something was first set.';
comment on column statewave_private.tenant_config.updated_at is 'When something was last set.';

alter table statewave_private.retention
  drop constraint retention_kind,
  add constraint retention_kind check (kind in ('episode', 'fact', 'preference', 'instruction', 'procedure', 'summary', 'receipt'));
comment on column statewave_private.retention.kind is 'episode (with its passages and what has no other source), a kind of compiled memory, or receipt.';
comment on column statewave_private.retention.counted_from is 'event: from valid_from (of an episode occurred_at, of a receipt issued_at); end: from when it ceased to hold.';
