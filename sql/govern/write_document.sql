-- requires: govern/is_operational.sql
create or replace function statewave_private.write_document(p_key uuid, p_tenant text, p_subject text, p_document jsonb)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan -- of the foreign keys' own queries, which would be planned for each row
as $$
#variable_conflict error
declare
  v_rows   jsonb := '{}';
  v_table  text;
  v_count  bigint;
begin
  for v_table in select t.name from statewave_private.subject_tables() t where not statewave_private.is_operational(t.name) order by t.depth, t.name loop
    execute (
      select format('insert into statewave_private.%I (%s) select %s from jsonb_array_elements($1) e (fields)
                     cross join lateral jsonb_populate_record(null::statewave_private.%1$I, e.fields || $2) r', v_table,
                    string_agg(quote_ident(a.attname), ', ' order by a.attnum), string_agg('r.' || quote_ident(a.attname), ', ' order by a.attnum))
        from pg_attribute a
       where a.attrelid = to_regclass('statewave_private.' || quote_ident(v_table)) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
      using coalesce(case v_table when 'embedding' then statewave_private.renumbered_vectors(p_document) else p_document #> array['tables', v_table] end, '[]'),
            jsonb_build_object('subject_key', p_key, 'tenant_id', p_tenant) || case v_table
              when 'subject' then jsonb_build_object('subject', p_subject, 'relayed_through', p_document #> '{tables,subject,0,audit_seq}') else '{}' end;
    get diagnostics v_count = row_count;
    v_rows := v_rows || jsonb_build_object(v_table, v_count);
  end loop;
  perform statewave_private.write_vectors_from(p_key, p_tenant, 0);
  return v_rows;
end
$$;

comment on function statewave_private.write_document(uuid, text, text, jsonb) is
  'Writes the rows of a checked document as a new subject, table by table in the order of their references, and the vectors that it lacks; returns how many by table. Its history makes no events.';

revoke all on function statewave_private.write_document(uuid, text, text, jsonb) from public;
