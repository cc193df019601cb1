-- The audit: a chain of entries a subject, each with the hash of the one before. An entry is hashed over
-- the digest of its detail, so that erasing can take the detail away while the chain stands.
alter table statewave_private.subject
  add column audit_seq  int not null default 0,
  add column audit_head bytea not null default '';
comment on column statewave_private.subject.audit_seq is 'Number of its last audit entry.';
comment on column statewave_private.subject.audit_head is 'Hash of its last audit entry, the head of its chain.';

create table statewave_private.audit_entry (
  subject_key uuid not null,
  seq         int not null,
  tenant_id   text collate "C" not null,
  recorded_at timestamptz not null,
  action      text collate "C" not null,
  erases      int[] not null,
  digest      bytea not null,
  previous    bytea not null,
  hash        bytea not null,
  salt        bytea,
  detail      jsonb,
  constraint audit_entry_detail check ((salt is null) = (detail is null)),
  constraint audit_entry_pkey primary key (subject_key, seq),
  constraint audit_entry_subject_fkey foreign key (subject_key) references statewave_private.subject
) partition by hash (subject_key);
comment on table statewave_private.audit_entry is 'One change of a subject''s data, in a chain by hash; only its detail, which can be erased, tells of the content.';
comment on column statewave_private.audit_entry.subject_key is 'The subject.';
comment on column statewave_private.audit_entry.seq is 'Its number in the subject, from 1, without a gap.';
comment on column statewave_private.audit_entry.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.audit_entry.recorded_at is 'When: the stamp of the write.';
comment on column statewave_private.audit_entry.action is 'What was done: record, compile, forget, receipt, …';
comment on column statewave_private.audit_entry.erases is 'Numbers of the entries whose details this one took away.';
comment on column statewave_private.audit_entry.digest is 'sha256 of the detail, after its salt.';
comment on column statewave_private.audit_entry.previous is 'Hash of the entry before; empty for the first.';
comment on column statewave_private.audit_entry.hash is 'audit_hash() of all of the above.';
comment on column statewave_private.audit_entry.salt is 'Random, so that the digest tells nothing of a detail that is gone; gone with it.';
comment on column statewave_private.audit_entry.detail is 'by: the login role; the rest by action. Null once erased.';

create table statewave_private.receipt (
  subject_key uuid not null,
  id          uuid not null,
  seq         int not null,
  tenant_id   text collate "C" not null,
  issued_at   timestamptz not null,
  body        jsonb not null,
  key_id      text not null,
  signature   bytea not null,
  constraint receipt_pkey primary key (subject_key, id),
  constraint receipt_entry unique (subject_key, seq),
  constraint receipt_entry_fkey foreign key (subject_key, seq) references statewave_private.audit_entry
) partition by hash (subject_key);
comment on table statewave_private.receipt is 'Proofs of what was retrieved; never changed.';
comment on column statewave_private.receipt.subject_key is 'The subject.';
comment on column statewave_private.receipt.id is 'The receipt.';
comment on column statewave_private.receipt.seq is 'Its audit entry, whose detail has the sha256 of the body.';
comment on column statewave_private.receipt.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.receipt.issued_at is 'When it was issued.';
comment on column statewave_private.receipt.body is 'What was asked and what was given: arguments, times, profile, entries, the bundle''s hash; of an ann bundle also the question as it was read, with its candidates.';
comment on column statewave_private.receipt.key_id is 'The key that signed it.';
comment on column statewave_private.receipt.signature is 'HMAC-SHA256 of the body''s text.';

do $$
declare
  v_table text;
begin
  foreach v_table in array array['audit_entry', 'receipt'] loop
    for v_part in 0..31 loop
      execute format('create table statewave_private.%I partition of statewave_private.%I for values with (modulus 32, remainder %s)',
                     v_table || to_char(v_part, '_FM00'), v_table, v_part);
      execute format('comment on table statewave_private.%I is %L', v_table || to_char(v_part, '_FM00'),
                     format('Partition of %s: subjects whose key hashes to %s of 32.', v_table, v_part));
    end loop;
  end loop;
end
$$;

create table statewave_private.erasure (
  id           uuid not null,
  tenant_id    text collate "C" not null,
  erased_at    timestamptz not null,
  erased_by    text not null,
  row_counts   jsonb not null,
  chain_length int not null,
  chain_head   bytea not null,
  constraint erasure_pkey primary key (id)
);
comment on table statewave_private.erasure is 'That a subject was erased. It does not say which.';
comment on column statewave_private.erasure.id is 'As in the proof that erase() returned.';
comment on column statewave_private.erasure.tenant_id is 'The tenant.';
comment on column statewave_private.erasure.erased_at is 'When.';
comment on column statewave_private.erasure.erased_by is 'The login role.';
comment on column statewave_private.erasure.row_counts is 'Rows removed, by table.';
comment on column statewave_private.erasure.chain_length is 'Entries that its audit chain had.';
comment on column statewave_private.erasure.chain_head is 'Hash of the last of them.';

-- The second wall: a row is seen and written by who may act for its tenant, whatever a function forgets.
-- The first is that nobody but the owner has a privilege on a table. The policy stands on the tables,
-- not on their partitions, which only candidates_of() reads: a text index cannot be used behind it.
do $$
declare
  v_table text;
begin
  for v_table in
    select c.relname
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key'
     where c.relnamespace = 'statewave_private'::regnamespace and c.relkind = 'p'
  loop
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
