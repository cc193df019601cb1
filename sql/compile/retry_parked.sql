create or replace function statewave.retry_parked(subject text, episode_id uuid default null, tenant text default null)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(retry_parked.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, retry_parked.subject);
  v_count  int;
begin
  perform statewave_private.lock_subject(v_key, null, null);
  update statewave_private.parked_episode p set parked_at = null, attempts = 0
   where p.subject_key = v_key and p.parked_at is not null and (retry_parked.episode_id is null or p.episode_id = retry_parked.episode_id);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

comment on function statewave.retry_parked(text, uuid, text) is
  'Makes a subject''s parked episodes (or the one named) claimable again, each alone and up to three times; returns how many. Raises SW400, SW403.';

revoke all on function statewave.retry_parked(text, uuid, text) from public;
grant execute on function statewave.retry_parked(text, uuid, text) to statewave_admin, statewave_worker;
