alter type statewave_private.claim drop attribute further;
drop table statewave_private.parked_episode;
drop index statewave_private.subject_unmodelled;
alter table statewave_private.subject drop column is_unmodelled, drop column modelled_through;
delete from statewave_private.compile_run where state <> 'applied';
drop index statewave_private.compile_run_one_claim, statewave_private.compile_run_failed, statewave_private.compile_run_by_id, statewave_private.compile_run_by_time;
alter table statewave_private.compile_run
  drop column state, drop column started_at, drop column finished_at, drop column episodes, drop column worker, drop column claimed_by,
  drop column lease_until, drop column attempt, drop column model, drop column prompt_version, drop column input_tokens,
  drop column output_tokens, drop column cost_usd, drop column error;
alter table statewave_private.compile_run alter column recorded_at set not null;
comment on table statewave_private.compile_run is 'One compile pass over a range of a subject''s episodes: one transaction.';
comment on column statewave_private.compile_run.recorded_at is 'Recorded time: the stamp of the run, also of what it made.';
