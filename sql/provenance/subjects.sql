create or replace function statewave.subjects(after text default null, page int default 100, tenant text default null)
returns table (subject text, episodes bigint, memories bigint, first_at timestamptz, last_at timestamptz)
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
  v_tenant text := statewave_private.tenant_of_call(subjects.tenant);
begin
  perform statewave_private.check_page(subjects.page);
  return query
  select s.subject::text, s.episode_count, s.memory_count, s.first_occurred_at, s.last_occurred_at
    from statewave_private.subject s
   where s.tenant_id = v_tenant collate "C" and (subjects.after is null or s.subject > subjects.after collate "C")
   order by s.subject
   limit subjects.page;
end
$$;

comment on function statewave.subjects(text, int, text) is
  'The subjects of a tenant in the order of their names (code points), page (1 to 1,000) at a time; after: the last name of the page before. first_at and last_at are event times. Raises SW400, SW403.';

revoke all on function statewave.subjects(text, int, text) from public;
grant execute on function statewave.subjects(text, int, text) to statewave_reader;
