create or replace function statewave_private.v1_items_of_brief(p_key uuid, p_provenance jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return (
    with source as (
      select 0 as part, f.place, jsonb_build_object('kind', (y.m).kind, 'memory_id', (y.m).id, 'source_episode_ids', statewave_private.sources_of(y.m, 'infinity')) as item
        from jsonb_array_elements_text(p_provenance -> 'fact_ids') with ordinality f (id, place)
       cross join lateral (select x from statewave_private.memory x where x.subject_key = p_key and x.id = f.id::uuid limit 1) y (m)
      union all
      select 1, e.place, jsonb_build_object('shown_as', 'episode', 'source_episode_ids', jsonb_build_array(e.id))
        from jsonb_array_elements((p_provenance -> 'episode_ids') || (p_provenance -> 'context_episode_ids')) with ordinality e (id, place)
    ), ranked as (
      select row_number() over (order by s.part, s.place) as rank, s.item from source s
    )
    select coalesce(jsonb_agg(r.item || jsonb_build_object('rank', r.rank, 'score', null) order by r.rank), '[]') from ranked r);
end
$$;

comment on function statewave_private.v1_items_of_brief(uuid, jsonb) is
  'What a handoff brief says that it was taken from, as a bundle names its items: memories, then episodes, in the brief''s order and without scores.';

revoke all on function statewave_private.v1_items_of_brief(uuid, jsonb) from public;
