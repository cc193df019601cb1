create or replace function statewave_private.run_document(p_run statewave_private.compile_run, p_withheld jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_key     constant uuid := p_run.subject_key;
  v_text    constant text := '[redacted]';
  v_subject text;
begin
  select s.subject into v_subject from statewave_private.subject s where s.subject_key = v_key;
  return jsonb_build_object(
    'run_id', p_run.id, 'subject', v_subject, 'tenant', p_run.tenant_id, 'state', p_run.state, 'compiler', p_run.compiler, 'worker', p_run.worker,
    'claimed_by', p_run.claimed_by, 'attempt', p_run.attempt, 'started_at', p_run.started_at, 'finished_at', p_run.finished_at, 'recorded_at', p_run.recorded_at,
    'model', p_run.model, 'prompt_version', p_run.prompt_version, 'input_tokens', p_run.input_tokens, 'output_tokens', p_run.output_tokens,
    'cost_usd', p_run.cost_usd, 'error', p_run.error,
    'episodes', (
      select coalesce(jsonb_agg(e.id order by e.seq), '[]') from statewave_private.episode e
       where e.subject_key = v_key and e.seq between p_run.from_seq and p_run.through_seq and (p_run.episodes is null or e.seq = any (p_run.episodes))
         and p_withheld ->> e.id::text is distinct from 'deny'),
    'memories', (
      select coalesce(jsonb_agg(jsonb_build_object('memory_id', m.id, 'kind', m.kind, 'content', case when not p_withheld ? m.id::text then m.content else v_text end,
                                  'rule', m.rule, 'claim_key', m.claim_key, 'claim_value', case when not p_withheld ? m.id::text then m.claim_value end, 'valid_from', m.valid_from,
                                  'valid_to', m.valid_to, 'corrects', m.corrects, 'source_episode_ids', statewave_private.sources_of(m, 'infinity')) order by m.seq), '[]')
        from statewave_private.memory m
       where m.subject_key = v_key and m.run_id = p_run.id and p_withheld ->> m.id::text is distinct from 'deny'),
    'supersessions', (
      select coalesce(jsonb_agg(jsonb_build_object('superseded_id', s.superseded_id, 'superseding_id', s.superseding_id, 'rule', s.rule,
                                  'reason', case when p_withheld ?| array[s.superseded_id::text, s.superseding_id::text] then v_text else s.reason end)
                                order by s.superseded_id, s.superseding_id), '[]')
        from statewave_private.supersession s
       where s.subject_key = v_key and s.run_id = p_run.id and 'deny' not in (coalesce(p_withheld ->> s.superseded_id::text, ''), coalesce(p_withheld ->> s.superseding_id::text, ''))),
    'retractions', (
      select coalesce(jsonb_agg(jsonb_build_object('episode_id', r.episode_id, 'claim_key', r.claim_key, 'ended_at', r.ended_at, 'rule', r.rule)
                                || case when p_withheld ? r.episode_id::text then jsonb_build_object('holder', null, 'value', v_text)
                                        else jsonb_build_object('holder', r.holder, 'value', r.claim_canonical) end
                                order by r.episode_id, r.claim_key, r.holder, r.claim_canonical), '[]')
        from statewave_private.retraction r
       where r.subject_key = v_key and r.run_id = p_run.id and p_withheld ->> r.episode_id::text is distinct from 'deny'));
end
$$;

comment on function statewave_private.run_document(statewave_private.compile_run, jsonb) is
  'A run with its episodes, memories, supersessions and retractions, without what p_withheld names (withheld_ids()), or redacted.';

revoke all on function statewave_private.run_document(statewave_private.compile_run, jsonb) from public;
