-- requires: http/v1_episode_of.sql
create or replace function statewave_private.v1_episodes_named(p_key uuid, p_tenant text, p_subject text, p_ids uuid[], p_caller jsonb)
returns table (place bigint, episode jsonb)
language plpgsql
stable
rows 20
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_withheld constant jsonb := statewave_private.withheld_ids(p_key, p_tenant, p_caller);
begin
  return query
  with named as materialized (
    select n.place, y.e, v_withheld ? (y.e).id::text as is_redacted
      from unnest(p_ids) with ordinality n (id, place)
     cross join lateral (select x from statewave_private.episode x where x.subject_key = p_key and x.id = n.id limit 1) y (e)
     where v_withheld ->> (y.e).id::text is distinct from 'deny'
  )
  select n.place, statewave_private.v1_episode_of(n.e, p_subject, n.is_redacted) from named n order by n.place;
end
$$;

comment on function statewave_private.v1_episodes_named(uuid, text, text, uuid[], jsonb) is
  'Episodes of a subject by id, as the HTTP API shows them and a policy lets the caller see them. Raises SW400.';

revoke all on function statewave_private.v1_episodes_named(uuid, text, text, uuid[], jsonb) from public;
