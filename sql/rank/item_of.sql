-- requires: rank/line_of.sql
-- requires: rank/with_others.sql
create or replace function statewave_private.item_of(p_memory statewave_private.memory, p_rank int, p_score float8, p_others uuid[])
returns jsonb
language sql
stable
parallel safe
return jsonb_build_object(
  'rank', p_rank, 'kind', p_memory.kind, 'memory_id', p_memory.id,
  'text', statewave_private.line_of(p_memory.kind, p_memory.speaker, p_memory.content, p_memory.valid_from, p_memory.valid_to, p_memory.claim_qualifiers),
  'score', p_score, 'token_count', p_memory.token_count, 'valid_from', p_memory.valid_from, 'valid_to', p_memory.valid_to,
  'source_episode_ids', case when p_others <> '{}' then statewave_private.with_others(p_memory.source_episode_id, p_others)
                             else array[p_memory.source_episode_id] end);

comment on function statewave_private.item_of(statewave_private.memory, int, float8, uuid[]) is
  'An item of a bundle: {rank, kind, memory_id, text, score, token_count, valid_from, valid_to, source_episode_ids}; p_others are the episodes beside the first that say the same.';

revoke all on function statewave_private.item_of(statewave_private.memory, int, float8, uuid[]) from public;
