delete from statewave_private.retention where kind = 'receipt';
alter table statewave_private.retention
  drop constraint retention_kind,
  add constraint retention_kind check (kind in ('episode', 'fact', 'preference', 'instruction', 'procedure', 'summary'));
comment on column statewave_private.retention.kind is 'episode (with its passages and what has no other source), or a kind of compiled memory.';
comment on column statewave_private.retention.counted_from is 'event: from valid_from (of an episode occurred_at); end: from when it ceased to hold.';
drop table statewave_private.tenant_config;
delete from statewave_private.ranking_profile where rendering <> 'lines';
alter table statewave_private.ranking_profile drop column rendering;
