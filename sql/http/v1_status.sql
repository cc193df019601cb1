create or replace function statewave.v1_status()
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
begin
  return jsonb_build_object('current_revision', statewave_private.schema_version(), 'applied', (
    select jsonb_agg(d.part order by d.part collate "C") from statewave_private.deployment d where d.part ~ '^[0-9]{4}_'));
end
$$;

comment on function statewave.v1_status() is
  'HTTP: GET /readyz and GET /ops/migrations. What is deployed here: {current_revision, applied: [migration]}.';

revoke all on function statewave.v1_status() from public;
grant execute on function statewave.v1_status() to statewave_reader, statewave_admin;
