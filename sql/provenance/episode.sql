-- requires: govern/guarded_subject.sql
create or replace view statewave.episode with (security_barrier) as
select s.tenant_id as tenant, s.subject, e.id, case when not s.withheld ? e.id::text then e.source end as source, e.type, e.session, e.occurred_at, e.recorded_at, case when not s.withheld ? e.id::text then e.payload else '{"text": "[redacted]"}' end as payload,
       case when not s.withheld ? e.id::text then e.metadata else '{}' end as metadata, case when not s.withheld ? e.id::text then e.provenance else '{}' end as provenance, e.labels
  from statewave_private.episode e
  join statewave_private.guarded_subject s on s.subject_key = e.subject_key
 where s.withheld ->> e.id::text is distinct from 'deny';

comment on view statewave.episode is 'Episodes of the tenants that the login role may act for, for SQL, without what a policy withholds from it. Filter by tenant and subject.';
comment on column statewave.episode.tenant is 'The tenant.';
comment on column statewave.episode.subject is 'The subject.';
comment on column statewave.episode.id is 'What record() returned.';
comment on column statewave.episode.source is 'Who or what it came from.';
comment on column statewave.episode.type is 'What it is: message, event, …';
comment on column statewave.episode.session is 'The conversation it belongs to, if any.';
comment on column statewave.episode.occurred_at is 'Event time.';
comment on column statewave.episode.recorded_at is 'Recorded time.';
comment on column statewave.episode.payload is 'The event, as given.';
comment on column statewave.episode.metadata is 'The application''s own fields.';
comment on column statewave.episode.provenance is 'Where the application had it from.';
comment on column statewave.episode.labels is 'Sensitivity labels that it was recorded with.';

revoke all on statewave.episode from public;
grant select on statewave.episode to statewave_reader;
