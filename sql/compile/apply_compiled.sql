create or replace function statewave.apply_compiled(
  run_id uuid, memories jsonb, usage jsonb default '{}', tenant text default null, worker text default null)
returns table (episodes_compiled int, memories_created int, memories_superseded int, episodes_remaining int)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(apply_compiled.tenant);
  v_held   record;
begin
  perform statewave_private.check_usage(apply_compiled.usage);
  v_held := statewave_private.held_run(apply_compiled.run_id, v_tenant, apply_compiled.worker);
  return query select a.* from statewave_private.apply_run(v_held.subject, v_held.run, jsonb_strip_nulls(apply_compiled.memories), coalesce(apply_compiled.usage, '{}')) a;
end
$$;

comment on function statewave.apply_compiled(uuid, jsonb, jsonb, text, text) is
  'Stores what a model made of a claim''s episodes, all or nothing, once: [{kind, content, sources: [episode ids of the claim], speaker?, claim?: {key, value, entity?, qualifiers?}, valid_from?, valid_to?, retracts?}], at most 500. With a claim the kind is that of its key; what says the same as a memory that is there becomes a further source of it, and another value of a single-valued claim supersedes. retracts: the claim (of this value, or of any) holds no more from valid_from on. usage: {model, prompt_version, input_tokens, output_tokens, cost_usd}. Raises SW400 and SW413 with the number of the memory, SW409 when the run''s lease has ended, it was applied before or its episodes were forgotten, SW403 when it is another worker''s, SW404 when its subject was erased.';

revoke all on function statewave.apply_compiled(uuid, jsonb, jsonb, text, text) from public;
grant execute on function statewave.apply_compiled(uuid, jsonb, jsonb, text, text) to statewave_worker;
