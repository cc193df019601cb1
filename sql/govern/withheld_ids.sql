-- requires: govern/withheld.sql
create or replace function statewave_private.withheld_ids(p_key uuid, p_tenant text, p_caller jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return coalesce((select jsonb_object_agg(w.id, w.action) from statewave_private.withheld(p_key, p_tenant, p_caller) w), '{}');
end
$$;

comment on function statewave_private.withheld_ids(uuid, text, jsonb) is
  'withheld() as one object: the ids of episodes and memories, each with deny or redact. Raises SW400.';

revoke all on function statewave_private.withheld_ids(uuid, text, jsonb) from public;
