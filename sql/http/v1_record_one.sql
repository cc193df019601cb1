create or replace function statewave.v1_record_one(episode jsonb, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
begin
  return statewave.v1_record(jsonb_build_array(v1_record_one.episode), v1_record_one.tenant) #> '{episodes,0}';
end
$$;

comment on function statewave.v1_record_one(jsonb, text) is
  'HTTP: POST /v1/episodes. Records an episode and returns it. Errors as record()''s.';

revoke all on function statewave.v1_record_one(jsonb, text) from public;
grant execute on function statewave.v1_record_one(jsonb, text) to statewave_writer;
