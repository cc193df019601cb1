create or replace function statewave_private.v1_episode_of(p_episode statewave_private.episode, p_subject text, p_is_redacted boolean)
returns jsonb
language sql
stable
parallel safe
return jsonb_build_object(
  'id', p_episode.id, 'subject_id', p_subject, 'source', case when p_is_redacted then '[redacted]' else p_episode.source end, 'type', p_episode.type,
  'payload', case when p_is_redacted then '{"text": "[redacted]"}' else p_episode.payload end,
  'metadata', case when p_is_redacted then '{}' else p_episode.metadata end,
  'provenance', case when p_is_redacted then '{}' else p_episode.provenance end,
  'session_id', p_episode.session, 'occurred_at', p_episode.occurred_at, 'created_at', p_episode.recorded_at);

comment on function statewave_private.v1_episode_of(statewave_private.episode, text, boolean) is
  'An episode as the HTTP API shows it.';

revoke all on function statewave_private.v1_episode_of(statewave_private.episode, text, boolean) from public;
