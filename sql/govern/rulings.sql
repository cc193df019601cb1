-- requires: govern/labels_in_force.sql
create or replace function statewave_private.rulings(p_key uuid, p_rules statewave_private.policy_rule[])
returns table (id uuid, seq int, action text, rule int, labels text[])
language plpgsql
stable
rows 50
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  if coalesce(p_rules, '{}') = '{}' then
    return;
  end if;
  return query
  with labelled as materialized (
    select l.episode_id, l.labels from statewave_private.labels_in_force(p_key) l
  ), item as (
    select l.episode_id as id, null::int as seq, l.labels from labelled l
    union all
    -- A memory of several sources has the labels of all of them.
    select x.id, x.seq, array_agg(distinct u.label)
      from (select m.id, m.seq, l.labels
              from labelled l
              join statewave_private.memory m on m.subject_key = p_key and m.source_episode_id = l.episode_id
            union all
            select m.id, m.seq, l.labels
              from labelled l
              join statewave_private.memory_source s on s.subject_key = p_key and s.episode_id = l.episode_id
              join statewave_private.memory m on m.subject_key = p_key and m.id = s.memory_id) x
     cross join lateral unnest(x.labels) u (label)
     group by x.id, x.seq
  )
  select i.id, i.seq, d.action, d.place, i.labels
    from item i
   cross join lateral (select r.action, r.place from unnest(p_rules) r where r.labels = '{*}' or r.labels && i.labels order by r.place limit 1) d;
end
$$;

comment on function statewave_private.rulings(uuid, statewave_private.policy_rule[]) is
  'What rules make of a subject''s episodes (seq is null) and memories: deny or redact, by the first rule that matches, whose place is told with the labels; those that none matches are not in it.';

revoke all on function statewave_private.rulings(uuid, statewave_private.policy_rule[]) from public;
