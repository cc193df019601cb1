create or replace function statewave.fail_compile(
  run_id uuid, worker text, reason text, tenant text default null, usage jsonb default '{}', blames boolean default true)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(fail_compile.tenant);
  v_blames boolean := coalesce(fail_compile.blames, true);
  v_error  text := left(btrim(regexp_replace(fail_compile.reason, '[\u0001-\u0020\u007f-\u00a0\u2028\u2029]+', ' ', 'g')), 1000);
  v_held   record;
begin
  perform statewave_private.check_name('worker', fail_compile.worker, 128);
  perform statewave_private.check_usage(fail_compile.usage);
  if coalesce(v_error, '') = '' then
    perform statewave_private.fail('SW400', 'reason is empty', 'Say what went wrong.');
  end if;
  v_held := statewave_private.held_run(fail_compile.run_id, v_tenant, fail_compile.worker);
  perform statewave_private.end_run(v_held.run, case when v_blames then 'failed' else 'released' end, null, v_error, coalesce(fail_compile.usage, '{}'));
  if v_blames then
    perform statewave_private.blame_episodes(v_held.subject, v_held.run, v_error);
  end if;
end
$$;

comment on function statewave.fail_compile(uuid, text, text, text, jsonb, boolean) is
  'Gives a claim back with the reason (its first 1,000 characters) and what it used (as apply_compiled()''s usage): failed, and its episodes come again by halves, or, if one alone, up to three times. blames => false: the fault is not theirs (the model''s endpoint was away, the worker stops), and the run counts as released. Raises SW409 when the run''s lease has ended or it is applied or failed, SW403 when it is another worker''s, SW404, SW400.';

revoke all on function statewave.fail_compile(uuid, text, text, text, jsonb, boolean) from public;
grant execute on function statewave.fail_compile(uuid, text, text, text, jsonb, boolean) to statewave_worker;
