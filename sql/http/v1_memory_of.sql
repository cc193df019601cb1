-- requires: rank/rest_kind_of.sql
create or replace function statewave_private.v1_memory_of(
  p_memory statewave_private.memory, p_subject text, p_sources uuid[], p_labels text[], p_now timestamptz, p_is_redacted boolean)
returns jsonb
language sql
stable
parallel safe
return jsonb_build_object(
  'id', p_memory.id, 'subject_id', p_subject, 'kind', statewave_private.rest_kind_of(p_memory.kind),
  'content', case when p_is_redacted then '[redacted]' else p_memory.content end,
  'summary', case when p_is_redacted then '[redacted]' else left(p_memory.content, 200) end,
  'confidence', case when p_memory.kind in ('passage', 'summary') then .8 when p_memory.rule is not null then .6 else .9 end,
  'valid_from', p_memory.valid_from, 'valid_to', p_memory.valid_to, 'source_episode_ids', p_sources,
  'metadata', case when p_is_redacted then '{}' else jsonb_strip_nulls(jsonb_build_object(
    'kind', p_memory.kind, 'speaker', p_memory.speaker, 'claim_key', p_memory.claim_key, 'claim_value', p_memory.claim_value, 'compiler', p_memory.rule)) end,
  'status', case when p_memory.valid_to <= p_now or p_memory.recorded_to <= p_now then 'superseded' else 'active' end,
  'sensitivity_labels', p_labels,
  'created_at', p_memory.recorded_at, 'updated_at', coalesce(p_memory.recorded_to, p_memory.recorded_at));

comment on function statewave_private.v1_memory_of(statewave_private.memory, text, uuid[], text[], timestamptz, boolean) is
  'A memory as the HTTP API shows it. p_labels: those of its sources (v1_labels_of); p_now: when its status is judged. It is inlined where its arguments are columns: called, it would cost as much as ranking.';

revoke all on function statewave_private.v1_memory_of(statewave_private.memory, text, uuid[], text[], timestamptz, boolean) from public;
