-- A run may take minutes when a model makes it: it is claimed under a lease, worked on outside of any
-- transaction, and then applied in one, or failed. The built-in compiler's runs are applied at once.

alter table statewave_private.compile_run
  add column state          text collate "C" not null default 'applied',
  add column started_at     timestamptz,
  add column finished_at    timestamptz,
  add column episodes       int[],
  add column worker         text,
  add column claimed_by     name,
  add column lease_until    timestamptz,
  add column attempt        int,
  add column model          text,
  add column prompt_version text,
  add column input_tokens   bigint,
  add column output_tokens  bigint,
  add column cost_usd       numeric,
  add column error          text;
update statewave_private.compile_run set started_at = recorded_at, finished_at = recorded_at;
alter table statewave_private.compile_run alter column state drop default, alter column started_at set not null, alter column recorded_at drop not null;
alter table statewave_private.compile_run
  add constraint compile_run_state check (state in ('claimed', 'applied', 'failed', 'lapsed', 'released')),
  add constraint compile_run_finished check ((state = 'claimed') = (finished_at is null)),
  add constraint compile_run_recorded check ((state = 'applied') = (recorded_at is not null)),
  add constraint compile_run_claim check (num_nulls(episodes, worker, claimed_by, lease_until, attempt) in (0, 5)),
  add constraint compile_run_usage check (input_tokens >= 0 and output_tokens >= 0 and cost_usd >= 0);
create unique index compile_run_one_claim on statewave_private.compile_run (subject_key) where state = 'claimed';
create index compile_run_failed on statewave_private.compile_run (subject_key, through_seq) where state in ('failed', 'lapsed');
create index compile_run_by_id on statewave_private.compile_run (id);
create index compile_run_by_time on statewave_private.compile_run (tenant_id, started_at, id);
comment on table statewave_private.compile_run is 'One compile pass over episodes of a subject: by the built-in compiler in one transaction, or by a worker that has claimed them for a while.';
comment on column statewave_private.compile_run.recorded_at is 'Recorded time: the stamp of the run, also of what it made. Null unless applied.';
comment on column statewave_private.compile_run.state is 'claimed, and then applied; or failed; lapsed: the lease ended and another took over; released: given back for a reason that is not the episodes''.';
comment on column statewave_private.compile_run.started_at is 'When it was claimed; of the built-in compiler''s the stamp.';
comment on column statewave_private.compile_run.finished_at is 'When it ended; null while claimed.';
comment on column statewave_private.compile_run.episodes is 'Numbers of the episodes that were claimed; null: all from from_seq through through_seq.';
comment on column statewave_private.compile_run.worker is 'The worker''s name for itself; null: the built-in compiler.';
comment on column statewave_private.compile_run.claimed_by is 'The login role of the worker.';
comment on column statewave_private.compile_run.lease_until is 'From here on another may take over what is still claimed.';
comment on column statewave_private.compile_run.attempt is 'How often its first episode was tried, this time included.';
comment on column statewave_private.compile_run.model is 'The model that was asked.';
comment on column statewave_private.compile_run.prompt_version is 'Which prompt it was asked with.';
comment on column statewave_private.compile_run.input_tokens is 'Tokens of the prompt, as the model''s endpoint counted them.';
comment on column statewave_private.compile_run.output_tokens is 'Tokens of the reply.';
comment on column statewave_private.compile_run.cost_usd is 'What that cost, in US dollars.';
comment on column statewave_private.compile_run.error is 'Why it was not applied.';

alter table statewave_private.subject
  add column modelled_through int not null default 0,
  add column is_unmodelled boolean not null generated always as (modelled_through < last_episode_seq) stored,
  add constraint subject_modelled check (modelled_through between 0 and last_episode_seq);
create index subject_unmodelled on statewave_private.subject (tenant_id, subject_key) where is_unmodelled;
comment on column statewave_private.subject.is_unmodelled is 'Whether there are later ones.';
comment on column statewave_private.subject.modelled_through is 'Episodes up to this number are compiled by a model, but for those of parked_episode; the rest is the models'' backlog.';

create table statewave_private.parked_episode (
  subject_key uuid not null,
  episode_id  uuid not null,
  tenant_id   text collate "C" not null,
  attempts    int not null,
  last_error  text not null,
  failed_at   timestamptz not null,
  parked_at   timestamptz,
  constraint parked_episode_pkey primary key (subject_key, episode_id),
  constraint parked_episode_episode_fkey foreign key (subject_key, episode_id) references statewave_private.episode (subject_key, id),
  constraint parked_episode_attempts check (attempts >= 0)
) partition by hash (subject_key);
create index parked_episode_waiting on statewave_private.parked_episode (tenant_id, subject_key) where parked_at is null;
create index parked_episode_by_time on statewave_private.parked_episode (tenant_id, failed_at, episode_id);
comment on table statewave_private.parked_episode is 'Episodes that failed to be compiled by a model when alone: tried again until parked. One that is compiled leaves the table.';
comment on column statewave_private.parked_episode.subject_key is 'The subject.';
comment on column statewave_private.parked_episode.episode_id is 'The episode.';
comment on column statewave_private.parked_episode.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.parked_episode.attempts is 'How often it failed alone, since it was last made claimable.';
comment on column statewave_private.parked_episode.last_error is 'Why, the last time.';
comment on column statewave_private.parked_episode.failed_at is 'When it failed the last time.';
comment on column statewave_private.parked_episode.parked_at is 'Since when it is passed over; null: it is tried again.';
do $$
begin
  for v_part in 0..31 loop
    execute format('create table statewave_private.%I partition of statewave_private.parked_episode for values with (modulus 32, remainder %s)',
                   'parked_episode_' || to_char(v_part, 'FM00'), v_part);
    execute format('comment on table statewave_private.%I is %L', 'parked_episode_' || to_char(v_part, 'FM00'),
                   format('Partition of parked_episode: subjects whose key hashes to %s of 32.', v_part));
  end loop;
end
$$;
alter table statewave_private.parked_episode enable row level security, force row level security;
create policy tenant_wall on statewave_private.parked_episode using (tenant_id = any (array(
  select g.tenant_id from statewave_private.tenant_grant g where g.role_name = session_user
  union all
  select t.tenant_id from statewave_private.tenant t where pg_has_role(session_user, 'statewave_owner', 'member'))));
comment on policy tenant_wall on statewave_private.parked_episode is
  'Rows of the tenants that the login role may act for; of all of them for who may become the owner. No setting takes part.';

alter type statewave_private.claim add attribute further uuid[];
comment on column statewave_private.claim.further is 'Further episodes that say it.';
