create or replace function statewave.compile_pending(subjects int default 100, max_episodes int default 500, tenant text default null)
returns table (subjects_compiled int, episodes_compiled bigint, memories_created bigint, memories_superseded bigint, is_done boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(compile_pending.tenant);
  v_keys   uuid[];
begin
  if compile_pending.subjects is null or compile_pending.subjects not between 1 and 10000 then
    perform statewave_private.fail('SW400', format('subjects is %s', coalesce(compile_pending.subjects::text, 'null')), 'Compile 1 to 10,000 subjects a call.');
  elsif compile_pending.max_episodes < 1 then
    perform statewave_private.fail('SW400', format('max_episodes is %s', compile_pending.max_episodes), 'Give 1 or more, or null to compile all.');
  end if;
  v_keys := array( -- in the order in which all who lock several subjects lock them
    select s.subject_key from statewave_private.subject s
     where s.tenant_id = v_tenant and s.is_uncompiled
     order by s.subject_key
     limit compile_pending.subjects);
  return query
  select count(*)::int, coalesce(sum(c.episodes_compiled), 0), coalesce(sum(c.memories_created), 0), coalesce(sum(c.memories_superseded), 0),
         cardinality(v_keys) < compile_pending.subjects and coalesce(sum(c.episodes_remaining), 0) = 0
    from unnest(v_keys) with ordinality k (subject_key, place)
   cross join lateral statewave_private.compile_episodes(k.subject_key, compile_pending.max_episodes) c;
end
$$;

comment on function statewave.compile_pending(int, int, text) is
  'Compiles what is not compiled yet, of at most so many subjects, max_episodes of each, in one transaction; is_done when nothing of the tenant is left. For a scheduler in the database: select cron.schedule(''* * * * *'', ''select statewave.compile_pending()''). Raises SW400, SW403.';

revoke all on function statewave.compile_pending(int, int, text) from public;
grant execute on function statewave.compile_pending(int, int, text) to statewave_writer, statewave_worker;
