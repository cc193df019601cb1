create or replace function statewave_private.moment_of_call(
  p_key uuid, p_as_of timestamptz,
  out as_of timestamptz, out recorded_through timestamptz, out text_config text, out memories bigint)
returns record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  if not isfinite(p_as_of) then
    perform statewave_private.fail('SW400', 'as_of is infinite', 'Give a time, or leave it out for now.');
  end if;
  select s.last_recorded_at, s.text_config, s.last_memory_seq
    into recorded_through, text_config, memories
    from statewave_private.subject s where s.subject_key = p_key;
  -- Now is not later than the snapshot: what begins after it must not be in a replay.
  as_of := coalesce(p_as_of, greatest(recorded_through, least(
             case when current_setting('transaction_isolation') = 'read committed' then statement_timestamp() else transaction_timestamp() end,
             case when pg_is_in_recovery() then pg_last_xact_replay_timestamp() end)));
  if as_of < recorded_through then
    select max(w.recorded_at) into recorded_through
      from (select (select e.recorded_at from statewave_private.episode e
                     where e.subject_key = p_key and e.recorded_at <= moment_of_call.as_of order by e.seq desc limit 1) as recorded_at
            union all
            select (select r.recorded_at from statewave_private.compile_run r
                     where r.subject_key = p_key and r.recorded_at <= moment_of_call.as_of order by r.recorded_at desc limit 1)
            union all -- a receipt is no news
            select (select a.recorded_at from statewave_private.audit_entry a
                     where a.subject_key = p_key and a.recorded_at <= moment_of_call.as_of and a.action <> 'receipt' order by a.seq desc limit 1)) w;
  end if;
end
$$;

comment on function statewave_private.moment_of_call(uuid, timestamptz) is
  'The time that a read speaks of: p_as_of, or now, which is never before the subject''s last write in the snapshot; recorded_through is the last write at that time. text_config and the number of the last memory are null for an unknown subject. Raises SW400 for an infinite time.';

revoke all on function statewave_private.moment_of_call(uuid, timestamptz) from public;
