-- requires: govern/guarded_subject.sql
create or replace view statewave.memory_source with (security_barrier) as
select s.tenant_id as tenant, s.subject, x.memory_id, x.episode_id, x.recorded_at
  from (select m.subject_key, m.id as memory_id, m.source_episode_id as episode_id, m.recorded_at from statewave_private.memory m
        union all
        select f.subject_key, f.memory_id, f.episode_id, f.recorded_at from statewave_private.memory_source f) x
  join statewave_private.guarded_subject s on s.subject_key = x.subject_key
 where s.withheld ->> x.memory_id::text is distinct from 'deny' and s.withheld ->> x.episode_id::text is distinct from 'deny';

comment on view statewave.memory_source is 'Which episodes say a memory, the first and the further ones, of the tenants that the login role may act for, without what a policy denies it.';
comment on column statewave.memory_source.tenant is 'The tenant.';
comment on column statewave.memory_source.subject is 'The subject.';
comment on column statewave.memory_source.memory_id is 'The memory.';
comment on column statewave.memory_source.episode_id is 'An episode that says it.';
comment on column statewave.memory_source.recorded_at is 'Since when that is known.';

revoke all on statewave.memory_source from public;
grant select on statewave.memory_source to statewave_reader;
