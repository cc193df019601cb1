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

do $$
declare
  v_table text;
begin
  foreach v_table in array array['job'] loop
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
