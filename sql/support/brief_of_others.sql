create or replace function statewave_private.brief_of_others(p_key uuid, p_session text, p_as_of timestamptz, p_unseen uuid[])
returns table (section text, place int, rank int, text text, ids uuid[], detail jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_open     constant int := 5;
  v_resolved constant int := 3;
begin
  return query
  with alike as materialized (
    select r.earlier from statewave_private.repeats_at(p_key, p_as_of, p_unseen, p_session) r
  ), other as materialized (
    select s.session, s.first_at, s.resolution, (s.resolution).status = 'resolved' as is_resolved, s.session in (select a.earlier from alike a) as is_alike
      from statewave_private.sessions_at(p_key, p_as_of, p_unseen) s
     where (s.resolution).id is not null and s.session <> p_session
  ), ranked as (
    select o.*, row_number() over (partition by o.is_resolved
             order by o.is_alike desc, coalesce((o.resolution).resolved_at, (o.resolution).updated_at) desc, o.session collate "C")::int as number
      from other o
  )
  select case when r.is_resolved then 'resolved' else 'open' end, r.number, r.number,
         statewave_private.one_line(format('%s (%s)%s%s', r.session,
           case when r.is_resolved then 'resolved ' || to_char((r.resolution).resolved_at at time zone 'UTC', 'YYYY-MM-DD')
                else (r.resolution).status || coalesce(', since ' || to_char(r.first_at at time zone 'UTC', 'YYYY-MM-DD'), '') end,
           case when r.is_alike then ', about the same' end, ': ' || nullif((r.resolution).resolution_summary, ''))),
         array[(r.resolution).id],
         jsonb_build_object('session_id', r.session, 'status', (r.resolution).status, 'summary', (r.resolution).resolution_summary, 'resolved_at', (r.resolution).resolved_at)
    from ranked r
   where r.number <= case when r.is_resolved then v_resolved else v_open end;
end
$$;

comment on function statewave_private.brief_of_others(uuid, text, timestamptz, uuid[]) is
  'Lines of a handoff brief about the subject''s other sessions: up to five that are open or unresolved, up to three that were resolved, those about the same as this session before all, then the latest. ids: the resolutions; detail: one as the HTTP API shows it.';

revoke all on function statewave_private.brief_of_others(uuid, text, timestamptz, uuid[]) from public;
