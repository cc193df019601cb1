create or replace function statewave.repeated_issues(
  subject text, session text default null, as_of timestamptz default null, tenant text default null, caller jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(repeated_issues.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, repeated_issues.subject);
  v_as_of  timestamptz := (statewave_private.moment_of_call(v_key, repeated_issues.as_of)).as_of;
  v_unseen uuid[] := statewave_private.unseen(v_key, v_tenant, repeated_issues.caller);
begin
  if repeated_issues.session is not null then
    perform statewave_private.check_name('session', repeated_issues.session, 512);
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
             'session_id', r.session, 'earlier', statewave_private.resolution_shown(repeated_issues.subject, s.resolution), 'overlap', r.overlap, 'words', r.words)
             order by r.overlap desc, r.session collate "C", r.earlier collate "C"), '[]')
      from statewave_private.repeats_at(v_key, v_as_of, v_unseen, repeated_issues.session) r
      join statewave_private.sessions_at(v_key, v_as_of, v_unseen) s on s.session = r.earlier);
end
$$;

comment on function statewave.repeated_issues(text, text, timestamptz, text, jsonb) is
  'Which of a subject''s open and unresolved sessions (or session alone) are about the same as one that was resolved before, and what solved that: an array of {session_id, earlier: a resolution as resolve_session() returns it, overlap (0.3 to 1), words}, the most alike first. Told by the words that the customer uses in both. caller, as_of: as retrieve()''s; what is withheld takes no part. Raises SW400, SW403.';

revoke all on function statewave.repeated_issues(text, text, timestamptz, text, jsonb) from public;
grant execute on function statewave.repeated_issues(text, text, timestamptz, text, jsonb) to statewave_reader;
