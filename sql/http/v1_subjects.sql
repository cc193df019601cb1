create or replace function statewave.v1_subjects(page int default 50, skip int default 0, tenant text default null)
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
  v_tenant text := statewave_private.tenant_of_call(v1_subjects.tenant);
begin
  perform statewave_private.check_page(v1_subjects.page);
  if v1_subjects.skip is null or v1_subjects.skip < 0 then
    perform statewave_private.fail('SW400', format('skip is %s', coalesce(v1_subjects.skip::text, 'null')), 'Skip 0 rows or more.');
  end if;
  return jsonb_build_object('total', (select count(*) from statewave_private.subject s where s.tenant_id = v_tenant collate "C"), 'subjects', (
    select coalesce(jsonb_agg(jsonb_build_object('subject_id', p.subject, 'episode_count', p.episode_count,
             'memory_count', statewave_private.v1_memory_count(p.subject_key), 'first_at', p.first_occurred_at, 'last_at', p.last_occurred_at) order by p.subject), '[]')
      from (select s.subject_key, s.subject, s.episode_count, s.first_occurred_at, s.last_occurred_at
              from statewave_private.subject s
             where s.tenant_id = v_tenant collate "C"
             order by s.subject
             limit v1_subjects.page offset v1_subjects.skip) p));
end
$$;

comment on function statewave.v1_subjects(int, int, text) is
  'HTTP: GET /v1/subjects. The tenant''s subjects by name, page (1 to 1,000) of them behind the first skip: {subjects: [{subject_id, episode_count, memory_count, first_at, last_at}], total}. Raises SW400, SW403.';

revoke all on function statewave.v1_subjects(int, int, text) from public;
grant execute on function statewave.v1_subjects(int, int, text) to statewave_reader;
