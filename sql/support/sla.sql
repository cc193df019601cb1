-- requires: support/spread_of.sql
create or replace function statewave.sla(
  subject text, first_response_minutes double precision default 5, resolution_hours double precision default 24,
  as_of timestamptz default null, tenant text default null, caller jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(sla.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, sla.subject);
  v_as_of  timestamptz := (statewave_private.moment_of_call(v_key, sla.as_of)).as_of;
  v_unseen uuid[] := statewave_private.unseen(v_key, v_tenant, sla.caller);
begin
  if not coalesce(sla.first_response_minutes between 0 and 1e6 and sla.resolution_hours between 0 and 1e6, false) then -- NaN is above all
    perform statewave_private.fail('SW400', 'a limit is no number from 0 to 1,000,000', 'Give minutes for the first response and hours for the resolution.');
  end if;
  return (
    select jsonb_build_object(
             'subject_id', sla.subject, 'total_sessions', count(*),
             'resolved_sessions', count(*) filter (where s.status = 'resolved'), 'open_sessions', count(*) filter (where s.status = 'open'),
             'avg_first_response_seconds', trim_scale(round(avg(s.first_response_seconds), 3)), 'avg_resolution_seconds', trim_scale(round(avg(s.resolution_seconds), 3)),
             'first_response_percentiles', statewave_private.spread_of(array_agg(s.first_response_seconds) filter (where s.first_response_seconds is not null)),
             'resolution_percentiles', statewave_private.spread_of(array_agg(s.resolution_seconds) filter (where s.resolution_seconds is not null)),
             'first_response_breach_count', count(*) filter (where s.first_response_breached),
             'resolution_breach_count', count(*) filter (where s.resolution_breached), 'overdue_count', count(*) filter (where s.overdue),
             'sessions', coalesce(jsonb_agg(to_jsonb(s) - 'session' || jsonb_build_object('session_id', s.session)), '[]'))
      from statewave_private.sla_at(v_key, v_as_of, v_unseen, sla.first_response_minutes * 60, sla.resolution_hours * 3600) s);
end
$$;

comment on function statewave.sla(text, double precision, double precision, timestamptz, text, jsonb) is
  'How long a subject''s sessions waited for a first response and for their resolution, by event time: {subject_id, total_sessions, resolved_sessions, open_sessions, avg_first_response_seconds, avg_resolution_seconds, first_response_percentiles, resolution_percentiles: {p50, p90, p95}, first_response_breach_count, resolution_breach_count, overdue_count, sessions}. A session: {session_id, status, first_message_at, first_response_at, resolved_at, first_response_seconds, resolution_seconds, open_duration_seconds, first_response_breached, resolution_breached, overdue}; its clock starts with the customer''s first words. overdue: open, and over a limit already. caller, as_of: as retrieve()''s; what is withheld takes no part. Raises SW400, SW403.';

revoke all on function statewave.sla(text, double precision, double precision, timestamptz, text, jsonb) from public;
grant execute on function statewave.sla(text, double precision, double precision, timestamptz, text, jsonb) to statewave_reader;
