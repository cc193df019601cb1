-- requires: govern/guarded_subject.sql
create or replace view statewave.memory with (security_barrier) as
select s.tenant_id as tenant, s.subject, m.id, m.kind, case when not s.withheld ? m.id::text then m.content else '[redacted]' end as content,
       case when not s.withheld ? m.id::text then m.speaker end as speaker, m.session, m.event_at, m.valid_from, m.valid_to,
       m.recorded_at, m.recorded_to, case when not s.withheld ? m.id::text then m.claim_key end as claim_key,
       case when not s.withheld ? m.id::text then m.claim_value end as claim_value,
       case when not s.withheld ? m.id::text then m.token_count end as token_count, m.source_episode_id
  from statewave_private.memory m
  join statewave_private.guarded_subject s on s.subject_key = m.subject_key
 where s.withheld ->> m.id::text is distinct from 'deny';

comment on view statewave.memory is 'Memories, passages included, of the tenants that the login role may act for, for SQL; closed ones too (recorded_to), without what a policy withholds from it. Filter by tenant and subject.';
comment on column statewave.memory.tenant is 'The tenant.';
comment on column statewave.memory.subject is 'The subject.';
comment on column statewave.memory.id is 'The memory.';
comment on column statewave.memory.kind is 'passage, fact, preference, instruction, procedure or summary.';
comment on column statewave.memory.content is 'What it says, in the words of its source.';
comment on column statewave.memory.speaker is 'Who said it.';
comment on column statewave.memory.session is 'The conversation it was said in, if any.';
comment on column statewave.memory.event_at is 'When it was said.';
comment on column statewave.memory.valid_from is 'From when it holds.';
comment on column statewave.memory.valid_to is 'Until when it held; null while it holds.';
comment on column statewave.memory.recorded_at is 'Since when it is known.';
comment on column statewave.memory.recorded_to is 'Until when it was known so; null for what is known now.';
comment on column statewave.memory.claim_key is 'What a fact is about, if it is one of the known kinds.';
comment on column statewave.memory.claim_value is 'Its value.';
comment on column statewave.memory.token_count is 'Tokens of its line in a bundle.';
comment on column statewave.memory.source_episode_id is 'The first episode that says it; further ones are in memory_source.';

revoke all on statewave.memory from public;
grant select on statewave.memory to statewave_reader;
