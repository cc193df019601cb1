create or replace function statewave_private.end_run(
  p_run statewave_private.compile_run, p_state text, p_recorded_at timestamptz, p_error text, p_usage jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_now constant timestamptz := clock_timestamp();
begin
  update statewave_private.compile_run r
     set state = p_state, recorded_at = p_recorded_at, finished_at = v_now, error = p_error,
         model = p_usage ->> 'model', prompt_version = p_usage ->> 'prompt_version', input_tokens = (p_usage ->> 'input_tokens')::bigint,
         output_tokens = (p_usage ->> 'output_tokens')::bigint, cost_usd = (p_usage ->> 'cost_usd')::numeric
   where r.subject_key = p_run.subject_key and r.id = p_run.id;
end
$$;

comment on function statewave_private.end_run(statewave_private.compile_run, text, timestamptz, text, jsonb) is
  'Ends a claimed run of a locked subject: applied, failed, lapsed or released, with what it used of a model.';

revoke all on function statewave_private.end_run(statewave_private.compile_run, text, timestamptz, text, jsonb) from public;
