create or replace function statewave.explain_run(run_id uuid, tenant text default null, caller jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set max_parallel_workers_per_gather = 0
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(explain_run.tenant);
  v_run    statewave_private.compile_run := statewave_private.run_of_id(explain_run.run_id, v_tenant);
begin
  if v_run.id is null then
    perform statewave_private.fail('SW404', 'there is no such run', 'List them: select * from statewave.runs().');
  end if;
  return statewave_private.run_document(v_run, statewave_private.withheld_ids(v_run.subject_key, v_tenant, explain_run.caller));
end
$$;

comment on function statewave.explain_run(uuid, text, jsonb) is
  'Who made what in a compile run: {run_id, subject, tenant, state, compiler, worker, claimed_by, attempt, started_at, finished_at, recorded_at, model, prompt_version, input_tokens, output_tokens, cost_usd, error, episodes: ids, memories: [{memory_id, kind, content, rule, claim_key, claim_value, valid_from, valid_to, corrects, source_episode_ids}], supersessions: [{superseded_id, superseding_id, rule, reason}], retractions: [{episode_id, claim_key, holder, value, ended_at, rule}]}. What a policy withholds from the caller (as retrieve()''s) is not there, or redacted. Raises SW404, SW400, SW403.';

revoke all on function statewave.explain_run(uuid, text, jsonb) from public;
grant execute on function statewave.explain_run(uuid, text, jsonb) to statewave_reader, statewave_admin;
