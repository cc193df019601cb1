create or replace function statewave_private.resolution_shown(p_subject text, p_resolution statewave_private.resolution)
returns jsonb
language sql
stable
parallel safe
return jsonb_build_object(
  'id', p_resolution.id, 'subject_id', p_subject, 'session_id', p_resolution.session, 'status', p_resolution.status,
  'resolution_summary', p_resolution.resolution_summary, 'resolved_at', p_resolution.resolved_at, 'metadata', p_resolution.metadata,
  'created_at', p_resolution.created_at, 'updated_at', p_resolution.updated_at);

comment on function statewave_private.resolution_shown(text, statewave_private.resolution) is
  'What became of a session, with the field names of the HTTP API.';

revoke all on function statewave_private.resolution_shown(text, statewave_private.resolution) from public;
