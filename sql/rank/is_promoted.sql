create or replace function statewave_private.is_promoted(p_key uuid, p_space int)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return num_nonnulls(p_key, p_space) = (select count(*)
                from pg_class c
                join pg_index i on i.indexrelid = c.oid
               where c.relnamespace = 'statewave_private'::regnamespace
                 and c.relname in (statewave_private.index_of('near' || p_space, p_key), statewave_private.index_of('terms', p_key))
                 and i.indisvalid);
end
$$;

comment on function statewave_private.is_promoted(uuid, int) is
  'Whether a subject has indexes of its own (maintenance_plan), both valid, that of the vectors in this space; null: that of its terms is enough.';

revoke all on function statewave_private.is_promoted(uuid, int) from public;
