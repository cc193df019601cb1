create or replace function statewave.sessions(
  subject text, after jsonb default null, page int default 100, as_of timestamptz default null, tenant text default null, caller jsonb default null)
returns table (session text, episodes bigint, first_at timestamptz, last_at timestamptz, status text, summary text, cursor jsonb)
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
  v_tenant text := statewave_private.tenant_of_call(sessions.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, sessions.subject);
  v_as_of  timestamptz := (statewave_private.moment_of_call(v_key, sessions.as_of)).as_of;
  v_unseen uuid[] := statewave_private.unseen(v_key, v_tenant, sessions.caller);
begin
  perform statewave_private.check_page(sessions.page);
  if sessions.after is not null and (jsonb_typeof(sessions.after) <> 'object' or jsonb_typeof(sessions.after -> 'session') is distinct from 'string'
     or sessions.after -> 'at' is null or statewave_private.time_fault(sessions.after -> 'at') is not null) then
    perform statewave_private.fail('SW400', 'after is no cursor', 'Give the cursor of the last row of the page before.');
  end if;
  return query
  select s.session, s.episodes, s.first_at, s.last_at, coalesce((s.resolution).status, 'unknown')::text, (s.resolution).resolution_summary,
         jsonb_build_object('at', s.last_at, 'session', s.session)
    from statewave_private.sessions_at(v_key, v_as_of, v_unseen) s
   where s.episodes > 0
     and (sessions.after is null or (s.last_at, s.session collate "C") < ((sessions.after ->> 'at')::timestamptz, sessions.after ->> 'session'))
   order by s.last_at desc, s.session collate "C" desc
   limit sessions.page;
end
$$;

comment on function statewave.sessions(text, jsonb, int, timestamptz, text, jsonb) is
  'A subject''s sessions, the one with the latest event first, page (1 to 1,000) at a time; after: the cursor of the last row before. first_at and last_at are event times; status is open, resolved, unresolved (resolve_session) or unknown, summary what solved it. caller, as_of: as retrieve()''s; withheld episodes are not counted. Raises SW400, SW403.';

revoke all on function statewave.sessions(text, jsonb, int, timestamptz, text, jsonb) from public;
grant execute on function statewave.sessions(text, jsonb, int, timestamptz, text, jsonb) to statewave_reader;
