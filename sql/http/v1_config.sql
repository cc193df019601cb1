create or replace function statewave_private.v1_config(p_tenant text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return coalesce((select c.config from statewave_private.tenant_config c where c.tenant_id = p_tenant collate "C"), '{}');
end
$$;

comment on function statewave_private.v1_config(text) is
  'What a tenant''s configuration sets; {} where nothing is set.';

revoke all on function statewave_private.v1_config(text) from public;
