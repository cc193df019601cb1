create or replace function statewave_private.run_of_id(p_id uuid, p_tenant text)
returns statewave_private.compile_run
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_run statewave_private.compile_run;
begin
  select r.* into v_run from statewave_private.compile_run r where r.id = p_id and r.tenant_id = p_tenant collate "C";
  return v_run;
end
$$;

comment on function statewave_private.run_of_id(uuid, text) is
  'A tenant''s run, where only its id is known: the one place that looks into every partition for it. All null when there is none.';

revoke all on function statewave_private.run_of_id(uuid, text) from public;
