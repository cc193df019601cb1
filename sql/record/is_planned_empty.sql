create or replace function statewave_private.is_planned_empty(p_key uuid)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  -- A foreign key's check keeps the plan of its first use; over a partition that was vacuumed while
  -- empty that is a sequential scan, until the next analyze.
  return (select c.relpages = 0 and c.reltuples = 0
            from pg_class c
           where c.oid = (select m.tableoid from statewave_private.memory m where m.subject_key = p_key limit 1));
end
$$;

comment on function statewave_private.is_planned_empty(uuid) is
  'Whether the planner takes a subject''s partition for empty, though it is not: plans of this time read it whole. Null for a subject without memories.';

revoke all on function statewave_private.is_planned_empty(uuid) from public;
