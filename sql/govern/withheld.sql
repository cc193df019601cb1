-- requires: govern/rulings.sql
create or replace function statewave_private.withheld(p_key uuid, p_tenant text, p_caller jsonb)
returns table (id uuid, seq int, action text)
language plpgsql
stable
rows 10
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_policy record := statewave_private.policy_of_call(p_tenant, p_caller);
begin
  if v_policy.mode = 'enforce' then
    return query select r.id, r.seq, r.action from statewave_private.rulings(p_key, v_policy.rules) r;
  end if;
end
$$;

comment on function statewave_private.withheld(uuid, text, jsonb) is
  'The episodes (seq is null) and memories of a subject that the policy in force withholds from the caller: deny or redact. Raises SW400.';

revoke all on function statewave_private.withheld(uuid, text, jsonb) from public;
