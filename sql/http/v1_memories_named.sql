-- requires: http/v1_memory_of.sql
create or replace function statewave_private.v1_memories_named(p_key uuid, p_tenant text, p_subject text, p_ids uuid[], p_caller jsonb)
returns table (place bigint, memory jsonb)
language plpgsql
stable
rows 20
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_withheld constant jsonb := statewave_private.withheld_ids(p_key, p_tenant, p_caller);
  v_labels   constant jsonb := statewave_private.v1_labels(p_key);
begin
  return query
  with named as materialized (
    select n.place, y.m, statewave_private.sources_of(y.m, 'infinity') as sources, v_withheld ? (y.m).id::text as is_redacted
      from unnest(p_ids) with ordinality n (id, place)
     cross join lateral (select x from statewave_private.memory x where x.subject_key = p_key and x.id = n.id limit 1) y (m)
     where v_withheld ->> (y.m).id::text is distinct from 'deny'
  ), labelled as materialized (
    select n.*, case when v_labels = '{}' then '{}' else statewave_private.v1_labels_of(v_labels, n.sources) end as labels, statement_timestamp() as now from named n
  )
  select l.place, statewave_private.v1_memory_of(l.m, p_subject, l.sources, l.labels, l.now, l.is_redacted)
    from labelled l
   order by l.place;
end
$$;

comment on function statewave_private.v1_memories_named(uuid, text, text, uuid[], jsonb) is
  'Memories of a subject by id, as the HTTP API shows them and a policy lets the caller see them. Raises SW400.';

revoke all on function statewave_private.v1_memories_named(uuid, text, text, uuid[], jsonb) from public;
