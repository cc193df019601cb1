create or replace function statewave.health(subject text, as_of timestamptz default null, tenant text default null, caller jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set max_parallel_workers_per_gather = 0
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(health.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, health.subject);
  v_as_of  timestamptz := (statewave_private.moment_of_call(v_key, health.as_of)).as_of;
begin
  return statewave_private.health_at(v_key, health.subject, v_as_of, statewave_private.unseen(v_key, v_tenant, health.caller));
end
$$;

comment on function statewave.health(text, timestamptz, text, jsonb) is
  'How well a subject is served: {subject_id, score, state, factors: [{signal, impact, detail}]}: 100, less what is unresolved, repeated, urgent, idle, late or slow, more for what was resolved lately and mostly, cut to 0 to 100; state is healthy from 70, watch from 40, else at_risk. Of all episodes and sessions, by event time. caller, as_of: as retrieve()''s; what is withheld takes no part. Reads only. Raises SW400, SW403.';

revoke all on function statewave.health(text, timestamptz, text, jsonb) from public;
grant execute on function statewave.health(text, timestamptz, text, jsonb) to statewave_reader;
