create or replace function statewave_private.copy_rows(p_key uuid, p_new uuid, p_name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan -- of the foreign keys' own queries, which would be planned for each row
as $$
#variable_conflict error
declare
  v_table text;
begin
  for v_table in select t.name from statewave_private.subject_tables() t order by t.depth, t.name loop
    execute (
      select format('insert into statewave_private.%I (%s) select %s from statewave_private.%1$I t where t.subject_key = $1', v_table,
                    string_agg(quote_ident(a.attname), ', ' order by a.attnum),
                    string_agg(case when a.attname = 'subject_key' then '$2'
                                    when v_table = 'subject' and a.attname = 'subject' then '$3'
                                    else 't.' || quote_ident(a.attname) end, ', ' order by a.attnum))
        from pg_attribute a
       where a.attrelid = to_regclass('statewave_private.' || quote_ident(v_table)) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
      using p_key, p_new, p_name;
  end loop;
end
$$;

comment on function statewave_private.copy_rows(uuid, uuid, text) is
  'Writes every row of a locked subject again under another key, those that others refer to first; p_name is the name that goes with the key. The tables and columns come from the catalog.';

revoke all on function statewave_private.copy_rows(uuid, uuid, text) from public;
