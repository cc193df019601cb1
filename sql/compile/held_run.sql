create or replace function statewave_private.held_run(
  p_id uuid, p_tenant text, p_worker text,
  out subject statewave_private.subject, out run statewave_private.compile_run)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_key constant uuid := (statewave_private.run_of_id(p_id, p_tenant)).subject_key;
begin
  subject := statewave_private.lock_subject(v_key, null, null);
  select r.* into run from statewave_private.compile_run r where r.subject_key = v_key and r.id = p_id;
  perform statewave_private.check_held(run, p_worker);
end
$$;

comment on function statewave_private.held_run(uuid, text, text) is
  'The run that a worker of this login holds, and its subject, locked as by lock_subject. Raises SW404, SW403, SW409.';

revoke all on function statewave_private.held_run(uuid, text, text) from public;
