create or replace function statewave.spaces()
returns table (space_id int, provider text, model text, dimensions int, state text, filled bigint, missing bigint, activated_at timestamptz, retired_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
begin
  return query
  select s.space_id, s.provider, s.model, s.dimensions,
         case when s.is_active then 'active' when not s.is_retired then 'filling' when s.active_during <> '{}' then 'retired' else 'dropping' end,
         coalesce(e.vectors, 0), m.memories - coalesce(e.vectors, 0), d.activated_at, d.retired_at
    from statewave_private.embedding_space s
   cross join (select count(*) as memories from statewave_private.memory) m
    left join (select v.space_id, count(*) as vectors from statewave_private.embedding v group by v.space_id) e on e.space_id = s.space_id
   cross join lateral (select max(lower(a.during)) as activated_at, case when not s.is_active then max(upper(a.during)) end as retired_at
                         from unnest(s.active_during) a (during)) d
   order by s.space_id;
end
$$;

comment on function statewave.spaces() is
  'The embedding spaces: state is active (questions are asked in it), filling (new memories get vectors in it too), retired (it serves a past as_of) or dropping; how many memories have a vector in it and how many lack one, of the tenants that the login may act for; since when it is active, or until when it was (null: from the beginning, never). Counts every memory.';

revoke all on function statewave.spaces() from public;
grant execute on function statewave.spaces() to statewave_admin, statewave_worker;
