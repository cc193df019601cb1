create or replace function statewave_private.erase_rows(p_key uuid, p_is_known boolean)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan -- of the foreign keys' own queries, which would be planned for each row
as $$
#variable_conflict error
declare
  v_rows  jsonb := '{}';
  v_table text;
  v_count bigint := 0;
begin
  for v_table in select t.name from statewave_private.subject_tables() t order by t.depth desc, t.name loop
    if p_is_known then -- else nothing is locked, and a record may be making it now
      execute format('delete from statewave_private.%I where subject_key = $1', v_table) using p_key;
      get diagnostics v_count = row_count;
    end if;
    v_rows := v_rows || jsonb_build_object(v_table, v_count);
  end loop;
  return v_rows;
end
$$;

comment on function statewave_private.erase_rows(uuid, boolean) is
  'Deletes the rows of every table with a subject_key, those that refer to others first; returns how many by table: all 0 unless p_is_known, the subject being locked.';

revoke all on function statewave_private.erase_rows(uuid, boolean) from public;
