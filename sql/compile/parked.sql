create or replace function statewave.parked(subject text default null, after jsonb default null, page int default 100, tenant text default null)
returns table (subject_name text, episode_id uuid, attempts int, failure text, failed_at timestamptz, parked_at timestamptz, cursor jsonb)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(parked.tenant);
  v_key    uuid := case when parked.subject is not null then statewave_private.key_of_call(v_tenant, parked.subject) end;
begin
  perform statewave_private.check_page(parked.page);
  if parked.after is not null then
    perform statewave_private.check_cursor(parked.after);
  end if;
  return query
  select s.subject::text, p.episode_id, p.attempts, p.last_error, p.failed_at, p.parked_at, jsonb_build_object('at', p.failed_at, 'id', p.episode_id)
    from statewave_private.parked_episode p
    join statewave_private.subject s on s.subject_key = p.subject_key
   where p.tenant_id = v_tenant collate "C" and (v_key is null or p.subject_key = v_key)
     and (parked.after is null or (p.failed_at, p.episode_id) > ((parked.after ->> 'at')::timestamptz, (parked.after ->> 'id')::uuid))
   order by p.failed_at, p.episode_id
   limit parked.page;
end
$$;

comment on function statewave.parked(text, jsonb, int, text) is
  'The tenant''s episodes (or a subject''s) that no model could compile, with the last error, the longest ago first: parked, or tried again (parked_at is null). page (1 to 1,000) at a time: after is the cursor of the last row before. Raises SW400, SW403.';

revoke all on function statewave.parked(text, jsonb, int, text) from public;
grant execute on function statewave.parked(text, jsonb, int, text) to statewave_admin, statewave_worker;
