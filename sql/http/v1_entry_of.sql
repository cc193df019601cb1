create or replace function statewave_private.v1_entry_of(p_key uuid, p_entry jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_memory statewave_private.memory;
  v_about  jsonb;
begin
  if p_entry ->> 'shown_as' = 'episode' then
    select jsonb_build_object('source', e.source, 'event_type', e.type, 'occurred_at', e.occurred_at) into v_about
      from statewave_private.episode e where e.subject_key = p_key and e.id = (p_entry #>> '{source_episode_ids,0}')::uuid;
    return jsonb_build_object('type', 'episode', 'episode_id', p_entry #> '{source_episode_ids,0}', 'source', null, 'event_type', null, 'occurred_at', null,
                              'rank', p_entry -> 'rank', 'score', p_entry -> 'score') || coalesce(v_about, '{}');
  end if;
  select m.* into v_memory from statewave_private.memory m where m.subject_key = p_key and m.id = (p_entry ->> 'memory_id')::uuid;
  return jsonb_build_object(
    'type', 'memory', 'memory_id', p_entry -> 'memory_id', 'kind', statewave_private.rest_kind_of(p_entry ->> 'kind'),
    'valid_from', v_memory.valid_from, 'valid_to', v_memory.valid_to,
    'supersession_status', case when v_memory.id is null then 'erased' when v_memory.valid_to <= statement_timestamp() or v_memory.recorded_to is not null then 'superseded' else 'active' end,
    'source_episode_ids', p_entry -> 'source_episode_ids', 'provenance_hash', encode(sha256(convert_to((
      select string_agg(s.id, ',' order by s.id collate "C") from jsonb_array_elements_text(p_entry -> 'source_episode_ids') s (id)), 'UTF8')), 'hex'),
    'fact_key', v_memory.claim_key, 'conflict_status', 'none', 'rank', p_entry -> 'rank', 'score', p_entry -> 'score');
end
$$;

comment on function statewave_private.v1_entry_of(uuid, jsonb) is
  'An entry of a receipt as the HTTP API shows it, with what is known of its memory or episode now.';

revoke all on function statewave_private.v1_entry_of(uuid, jsonb) from public;
