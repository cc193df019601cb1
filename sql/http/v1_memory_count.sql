create or replace function statewave_private.v1_memory_count(p_key uuid)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_fresh constant int := statewave_private.first_uncompiled(p_key, 'infinity');
begin
  return (select count(*) from statewave_private.memory m
           where m.subject_key = p_key and m.recorded_to is null and (m.kind <> 'passage' or v_fresh is null or m.seq < v_fresh));
end
$$;

comment on function statewave_private.v1_memory_count(uuid) is
  'How many memories a subject has in the HTTP API''s count: what was compiled, with the passages of compiled episodes.';

revoke all on function statewave_private.v1_memory_count(uuid) from public;
