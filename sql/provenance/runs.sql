create or replace function statewave.runs(
  subject text default null, state text default null, after jsonb default null, page int default 100, tenant text default null)
returns table (run_id uuid, subject_name text, run_state text, compiler text, worker text, claimed_by text, attempt int, started_at timestamptz, finished_at timestamptz,
               lease_until timestamptz, episodes int, memories_created int, memories_superseded int, model text, prompt_version text, input_tokens bigint,
               output_tokens bigint, cost_usd numeric, failure text, cursor jsonb)
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
  v_tenant text := statewave_private.tenant_of_call(runs.tenant);
  v_key    uuid := case when runs.subject is not null then statewave_private.key_of_call(v_tenant, runs.subject) end;
begin
  perform statewave_private.check_page(runs.page);
  if runs.after is not null then
    perform statewave_private.check_cursor(runs.after);
  end if;
  if runs.state not in ('claimed', 'applied', 'failed', 'lapsed', 'released') then
    perform statewave_private.fail('SW400', format('there is no state %L', left(runs.state, 64)), 'The states are claimed, applied, failed, lapsed and released.');
  end if;
  return query
  select r.id, s.subject::text, r.state::text, r.compiler, r.worker, r.claimed_by::text, r.attempt, r.started_at, r.finished_at, r.lease_until,
         coalesce(cardinality(r.episodes), r.through_seq - r.from_seq + 1), r.memories_created, r.memories_superseded, r.model, r.prompt_version, r.input_tokens,
         r.output_tokens, r.cost_usd, r.error, jsonb_build_object('at', r.started_at, 'id', r.id)
    from statewave_private.compile_run r
    join statewave_private.subject s on s.subject_key = r.subject_key
   where r.tenant_id = v_tenant collate "C" and (v_key is null or r.subject_key = v_key) and (runs.state is null or r.state = runs.state collate "C")
     and (runs.after is null or (r.started_at, r.id) < ((runs.after ->> 'at')::timestamptz, (runs.after ->> 'id')::uuid))
   order by r.started_at desc, r.id desc
   limit runs.page;
end
$$;

comment on function statewave.runs(text, text, jsonb, int, text) is
  'Compile runs of a tenant, or of one subject, or in one state (claimed, applied, failed, lapsed, released), the newest first: who made them, when, with which compiler, model and prompt, of how many episodes, at what cost. page (1 to 1,000) at a time: after is the cursor of the last row before. Raises SW400, SW403.';

revoke all on function statewave.runs(text, text, jsonb, int, text) from public;
grant execute on function statewave.runs(text, text, jsonb, int, text) to statewave_reader, statewave_admin;
