create or replace function statewave_private.labels_in_force(p_key uuid)
returns table (episode_id uuid, labels text[])
language plpgsql
stable
rows 50
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return query
  with recursive direct as materialized (
    select e.id, coalesce(e.provenance ->> 'corrects', e.provenance ->> 'retracts')::uuid as memory_id
      from statewave_private.compile_run r
      join statewave_private.episode e on e.subject_key = p_key and e.seq = r.from_seq
     where r.subject_key = p_key and r.compiler = 'direct'
  ), told_of as materialized (
    select d.id as episode_id, m.source_episode_id
      from direct d
      join statewave_private.memory m on m.subject_key = p_key and m.id = d.memory_id
    union all
    select d.id, s.episode_id
      from direct d
      join statewave_private.memory_source s on s.subject_key = p_key and s.memory_id = d.memory_id
  ), labelled as (
    select x.episode_id, x.label
      from (select e.id as episode_id, r.label
              from statewave_private.episode e
             cross join lateral unnest(e.labels) r (label)
             where e.subject_key = p_key and e.labels <> '{}'
            union all
            select l.episode_id, l.label from statewave_private.label l
             where l.subject_key = p_key and l.episode_id is not null and not l.is_suggested
            union all
            select m.source_episode_id, l.label
              from statewave_private.label l
              join statewave_private.memory m on m.subject_key = p_key and m.id = l.memory_id
             where l.subject_key = p_key and not l.is_suggested
            union all
            select s.episode_id, l.label
              from statewave_private.label l
              join statewave_private.memory_source s on s.subject_key = p_key and s.memory_id = l.memory_id
             where l.subject_key = p_key and not l.is_suggested) x
    union
    select t.episode_id, l.label
      from labelled l
      join told_of t on t.source_episode_id = l.episode_id
  )
  select l.episode_id, array_agg(l.label order by l.label) from labelled l group by l.episode_id;
end
$$;

comment on function statewave_private.labels_in_force(uuid) is
  'A subject''s labelled episodes: the labels that they were recorded with, that were set on them, on a memory that was taken from them, or on a source of the memory that they correct or retract. What is taken from an episode has its labels too.';

revoke all on function statewave_private.labels_in_force(uuid) from public;
