create or replace function statewave.record_batch(subject text, episodes jsonb, tenant text default null)
returns uuid[]
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(record_batch.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, record_batch.subject);
begin
  return statewave_private.write_episodes(v_key, v_tenant, record_batch.subject, record_batch.episodes);
end
$$;

comment on function statewave.record_batch(text, jsonb, text) is
  'Records an array of episodes, all or none, and returns their ids in its order. Each is an object with record()''s parameters as keys (payload is required). At most 10,000 episodes and 32 MiB a call; some 500 are best. Errors as record()''s, with the number of the episode.';

revoke all on function statewave.record_batch(text, jsonb, text) from public;
grant execute on function statewave.record_batch(text, jsonb, text) to statewave_writer;
