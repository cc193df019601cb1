-- requires: govern/subject_tables.sql
-- requires: govern/is_operational.sql
create or replace function statewave_private.document_tables(p_key uuid, p_vectors boolean)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_tables jsonb := '{}';
  v_table  text;
  v_rows   jsonb;
begin
  for v_table in select t.name from statewave_private.subject_tables() t where (p_vectors or t.name <> 'embedding') and not statewave_private.is_operational(t.name) order by t.name loop
    execute (
      select format('select coalesce(jsonb_agg(to_jsonb(t) - array[''subject_key'', ''tenant_id'', ''relayed_through'', ''has_news'', ''is_uncompiled'', ''is_unmodelled''] order by %s), ''[]'') from statewave_private.%I t where t.subject_key = $1 %s',
                    string_agg('t.' || quote_ident(a.attname), ', ' order by k.place), v_table, max(case when v_table = 'compile_run' then 'and t.state <> ''claimed''' end))
        from pg_index i
       cross join unnest(i.indkey) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
       where i.indrelid = to_regclass('statewave_private.' || quote_ident(v_table)) and i.indisprimary)
      into v_rows using p_key;
    v_tables := v_tables || jsonb_build_object(v_table, v_rows);
  end loop;
  return v_tables;
end
$$;

comment on function statewave_private.document_tables(uuid, boolean) is
  'All rows about a subject, {table: [row]} in the order of their keys, without subject_key, tenant_id and what was relayed; from the catalog, so that no table is left out but the operational ones; vectors only if asked for. What a worker holds at the moment is nothing to take elsewhere.';

revoke all on function statewave_private.document_tables(uuid, boolean) from public;
