create or replace function statewave_private.versions_of(p_key uuid, p_id uuid)
returns uuid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return array(
    with recursive version (id, corrects) as (
      select m.id, m.corrects from statewave_private.memory m where m.subject_key = p_key and m.id = p_id
      union all
      select m.id, m.corrects from version v join statewave_private.memory m on m.subject_key = p_key and m.id = v.corrects
    )
    select v.id from version v);
end
$$;

comment on function statewave_private.versions_of(uuid, uuid) is
  'A memory and the rows that it corrects: what was known of its validity before.';

revoke all on function statewave_private.versions_of(uuid, uuid) from public;
