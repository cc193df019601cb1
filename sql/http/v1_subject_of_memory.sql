create or replace function statewave_private.v1_subject_of_memory(p_id uuid, p_tenant text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_subject text := statewave.locate(p_id, p_tenant);
  v_key     uuid := statewave_private.subject_key(p_tenant, v_subject);
begin
  if not exists (select from statewave_private.memory m where m.subject_key = v_key and m.id = p_id) then
    perform statewave_private.fail('SW404', 'the tenant has no memory with this id', 'Search for it, or list the timeline.');
  end if;
  return v_subject;
end
$$;

comment on function statewave_private.v1_subject_of_memory(uuid, text) is
  'locate() of a memory alone. Raises SW404, SW403.';

revoke all on function statewave_private.v1_subject_of_memory(uuid, text) from public;
