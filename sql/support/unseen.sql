create or replace function statewave_private.unseen(p_key uuid, p_tenant text, p_caller jsonb)
returns uuid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return array(select w.id from statewave_private.withheld(p_key, p_tenant, p_caller) w);
end
$$;

comment on function statewave_private.unseen(uuid, text, jsonb) is
  'The episodes and memories that take no part in what is worked out for the caller: those that the policy in force withholds, denied or redacted. Raises SW400.';

revoke all on function statewave_private.unseen(uuid, text, jsonb) from public;
