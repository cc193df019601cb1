create or replace function statewave.resolve_session(
  subject text, session text, status text default 'resolved', summary text default null, metadata jsonb default '{}',
  at timestamptz default null, tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant   text := statewave_private.tenant_of_call(resolve_session.tenant);
  v_key      uuid := statewave_private.key_of_call(v_tenant, resolve_session.subject);
  v_metadata jsonb := coalesce(nullif(resolve_session.metadata, 'null'), '{}');
  v_subject  statewave_private.subject;
  v_old      statewave_private.resolution;
  v_new      statewave_private.resolution;
begin
  perform statewave_private.check_name('session', resolve_session.session, 512);
  perform statewave_private.check_resolution(resolve_session.status, resolve_session.summary, resolve_session.metadata, resolve_session.at);
  v_subject := statewave_private.lock_subject(v_key, v_tenant, resolve_session.subject);
  select r.* into v_old from statewave_private.resolution r where r.subject_key = v_key and r.session = resolve_session.session collate "C" and r.recorded_to is null;
  -- A call that is repeated is no second resolution: what it says is known.
  if (v_old.status, v_old.resolution_summary, v_old.metadata) is not distinct from (resolve_session.status, resolve_session.summary, v_metadata)
     and (resolve_session.at is null or resolve_session.at = v_old.resolved_at) then
    return statewave_private.resolution_shown(resolve_session.subject, v_old);
  end if;
  v_new := row(v_key, resolve_session.session, v_subject.last_recorded_at, null, coalesce(v_old.id, gen_random_uuid()), v_tenant,
               resolve_session.status, resolve_session.summary,
               case when resolve_session.status = 'resolved' then coalesce(resolve_session.at, v_subject.last_recorded_at) end,
               v_metadata, coalesce(v_old.created_at, v_subject.last_recorded_at), v_subject.last_recorded_at);
  update statewave_private.resolution r set recorded_to = v_new.recorded_at
   where r.subject_key = v_key and r.session = v_old.session and r.recorded_at = v_old.recorded_at;
  insert into statewave_private.resolution select v_new.*;
  v_subject := statewave_private.audited(v_subject, 'resolve', jsonb_build_object('resolution', v_new.id, 'status', v_new.status, 'was', v_old.status));
  perform statewave_private.advance_subject(v_subject, 0, 0, null, null);
  return statewave_private.resolution_shown(resolve_session.subject, v_new);
end
$$;

comment on function statewave.resolve_session(text, text, text, text, jsonb, timestamptz, text) is
  'Says what became of a session: resolved, open or unresolved, with a summary of at most 2,000 characters, and returns {id, subject_id, session_id, status, resolution_summary, resolved_at, metadata, created_at, updated_at}. One row of a session holds; the ones before are history. resolved_at is at, or when it was said, and null unless it is resolved. The same said again changes nothing. An audit entry says who said what. Raises SW400, SW413, SW403.';

revoke all on function statewave.resolve_session(text, text, text, text, jsonb, timestamptz, text) from public;
grant execute on function statewave.resolve_session(text, text, text, text, jsonb, timestamptz, text) to statewave_writer;
