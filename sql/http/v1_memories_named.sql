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
  select n.place, statewave_private.v1_memory_of(m, p_subject, statewave_private.sources_of(m, 'infinity'), v_labels, statement_timestamp(), v_withheld ? m.id::text)
    from unnest(p_ids) with ordinality n (id, place)
   cross join lateral (select x.* from statewave_private.memory x where x.subject_key = p_key and x.id = n.id limit 1) m
   where v_withheld ->> m.id::text is distinct from 'deny'
   order by n.place;
end
$$;

comment on function statewave_private.v1_memories_named(uuid, text, text, uuid[], jsonb) is
  'Memories of a subject by id, as the HTTP API shows them and a policy lets the caller see them. Raises SW400.';

revoke all on function statewave_private.v1_memories_named(uuid, text, text, uuid[], jsonb) from public;
