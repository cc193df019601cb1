create or replace function statewave_private.sessions_at(p_key uuid, p_as_of timestamptz, p_unseen uuid[])
returns table (session text, episodes bigint, first_at timestamptz, last_at timestamptz, resolution statewave_private.resolution)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return query
  with said as (
    select e.session, count(*) as all_episodes, count(*) filter (where e.id <> all (p_unseen)) as episodes,
           min(e.occurred_at) filter (where e.id <> all (p_unseen)) as first_at, max(e.occurred_at) filter (where e.id <> all (p_unseen)) as last_at
      from statewave_private.episode e
     where e.subject_key = p_key and e.session is not null and e.recorded_at <= p_as_of
     group by e.session
  ), settled as (
    select r.session, r as resolution
      from statewave_private.resolution r
     where r.subject_key = p_key and r.recorded_at <= p_as_of and (r.recorded_to is null or r.recorded_to > p_as_of)
  )
  select coalesce(s.session, r.session)::text, coalesce(s.episodes, 0), s.first_at, s.last_at,
         -- A summary may say what an episode said that the caller must not know.
         case when s.episodes < s.all_episodes then jsonb_populate_record(r.resolution, '{"resolution_summary": null, "metadata": {}}') else r.resolution end
    from said s
    full join settled r on r.session = s.session
   where s.session is null or s.episodes > 0;
end
$$;

comment on function statewave_private.sessions_at(uuid, timestamptz, uuid[]) is
  'The sessions of a subject at a time: their episodes without those unseen, with the times of the events, and what had become of them (null: nobody said). One of unseen episodes alone is not there; of one with some the summary and metadata are left out.';

revoke all on function statewave_private.sessions_at(uuid, timestamptz, uuid[]) from public;
