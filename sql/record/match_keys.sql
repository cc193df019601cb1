create or replace function statewave_private.match_keys(
  p_key uuid, p_episodes statewave_private.episode[],
  out ids uuid[], out conflict int, out unknown statewave_private.episode[])
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  -- A key is looked up by itself (limit 1): a join might read all that the subject has.
  with given as (
    select g.seq, g.body_hash, k.id as known_id, k.body_hash as known_hash,
           first_value(g.id) over same_key as first_id, first_value(g.body_hash) over same_key as first_hash
      from unnest(p_episodes) g
      left join lateral (
           select e.id, e.body_hash from statewave_private.episode e
            where e.subject_key = p_key and e.idempotency_key = g.idempotency_key
            limit 1) k on true
    window same_key as (partition by coalesce('k' || g.idempotency_key, 'n' || g.seq::text) order by g.seq)
  )
  select array_agg(coalesce(g.known_id, g.first_id) order by g.seq),
         min(g.seq) filter (where coalesce(g.known_hash, g.first_hash) <> g.body_hash) - min(g.seq) + 1
    into ids, conflict
    from given g;
  unknown := array(select g from unnest(p_episodes) g where g.id in (select k.id from unnest(ids) k (id)) order by g.seq);
end
$$;

comment on function statewave_private.match_keys(uuid, statewave_private.episode[]) is
  'One episode a new idempotency key; a repeated key is the episode that has it. Returns the ids in the order of the batch, the place of the first episode whose key was used with another body, and the episodes to be stored.';

revoke all on function statewave_private.match_keys(uuid, statewave_private.episode[]) from public;
