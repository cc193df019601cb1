create or replace function statewave_private.due_jobs(p_tenant text, p_kinds text[], p_max int, p_lanes text[] default null)
returns table (subject_key uuid, id uuid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off    -- the rows that are due are few whatever the table holds, and an empty table's
set enable_bitmapscan = off -- statistics must not tell otherwise to a plan that is kept
as $$
#variable_conflict error
declare
  v_now constant timestamptz := clock_timestamp();
begin
  return query
  select d.subject_key, d.id
    from (select distinct k.kind from unnest(p_kinds) k (kind)) k
   cross join lateral (
     select j.subject_key, j.id, j.run_at
       from statewave_private.job j
      where j.tenant_id = p_tenant and j.kind = k.kind and (p_lanes is null or j.lane = any (p_lanes)) and j.run_at <= v_now and j.state in ('ready', 'leased')
        and (j.state = 'leased'
             or (select h.id from statewave_private.job h -- a value, and no join that a planner may turn round
                  where h.subject_key = j.subject_key and h.kind = j.kind and h.lane = j.lane and h.state in ('ready', 'leased')
                  order by h.created_at, h.id limit 1) = j.id
                and (select h.id from statewave_private.job h
                      where h.subject_key = j.subject_key and h.kind = j.kind and h.lane = j.lane and h.state = 'leased' limit 1) is null)
      order by j.run_at
      limit p_max) d
   order by d.run_at, d.id
   limit p_max;
end
$$;

comment on function statewave_private.due_jobs(text, text[], int, text[]) is
  'The jobs that can be claimed now, of p_lanes alone where they are given, those that are due longest first: the first of each lane, and those whose lease lapsed. Locks nothing: lease_job() looks again.';

revoke all on function statewave_private.due_jobs(text, text[], int, text[]) from public;
