create or replace function statewave.resolutions(
  subject text, status text default null, page int default 100, skip int default 0, as_of timestamptz default null,
  tenant text default null, caller jsonb default null)
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
  v_tenant text := statewave_private.tenant_of_call(resolutions.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, resolutions.subject);
  v_as_of  timestamptz := (statewave_private.moment_of_call(v_key, resolutions.as_of)).as_of;
  v_unseen uuid[] := statewave_private.unseen(v_key, v_tenant, resolutions.caller);
begin
  perform statewave_private.check_page(resolutions.page);
  if resolutions.status <> all (array['open', 'resolved', 'unresolved']) then
    perform statewave_private.fail('SW400', format('there is no status %L', left(resolutions.status, 64)), 'Ask for open, resolved or unresolved, or leave it out.');
  elsif resolutions.skip is null or resolutions.skip < 0 then
    perform statewave_private.fail('SW400', format('skip is %s', coalesce(resolutions.skip::text, 'null')), 'Skip 0 rows or more.');
  end if;
  return (
    select coalesce(jsonb_agg(statewave_private.resolution_shown(resolutions.subject, p.resolution) order by (p.resolution).updated_at desc, (p.resolution).id), '[]')
      from (select s.resolution
              from statewave_private.sessions_at(v_key, v_as_of, v_unseen) s
             where (s.resolution).id is not null and (resolutions.status is null or (s.resolution).status = resolutions.status)
             order by (s.resolution).updated_at desc, (s.resolution).id
             limit resolutions.page offset resolutions.skip) p);
end
$$;

comment on function statewave.resolutions(text, text, int, int, timestamptz, text, jsonb) is
  'What became of a subject''s sessions (resolve_session), an array, the latest said first: page (1 to 1,000) of them behind the first skip, of one status or of all. caller, as_of: as retrieve()''s; of a session with episodes that are withheld from the caller summary and metadata are left out. Raises SW400, SW403.';

revoke all on function statewave.resolutions(text, text, int, int, timestamptz, text, jsonb) from public;
grant execute on function statewave.resolutions(text, text, int, int, timestamptz, text, jsonb) to statewave_reader;
