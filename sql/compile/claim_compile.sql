create or replace function statewave.claim_compile(
  worker text, max_episodes int default 50, lease interval default '2 minutes', tenant text default null, max_characters int default 40000)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set lock_timeout = '200ms' -- shorter than any deadlock's
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(claim_compile.tenant);
  v_key    uuid;
  v_run    uuid;
begin
  perform statewave_private.lease_end(claim_compile.worker, claim_compile.lease); -- refused before anything is looked for
  if claim_compile.max_episodes is null or claim_compile.max_episodes not between 1 and 1000 then
    perform statewave_private.fail('SW400', format('max_episodes is %s', coalesce(claim_compile.max_episodes::text, 'null')), 'Claim 1 to 1,000 episodes.');
  elsif claim_compile.max_characters is null or claim_compile.max_characters not between 1000 and 2000000 then
    perform statewave_private.fail('SW400', format('max_characters is %s', coalesce(claim_compile.max_characters::text, 'null')),
                                   'Give 1,000 to 2,000,000, as the model''s window allows.');
  end if;
  for v_key in select c.subject_key from statewave_private.claimable_subjects(v_tenant, gen_random_uuid(), clock_timestamp()) c (subject_key) loop
    begin
      v_run := statewave_private.claim_subject(v_key, claim_compile.worker, claim_compile.max_episodes, claim_compile.max_characters, claim_compile.lease);
    exception when lock_not_available then
      null; -- somebody writes about it: another subject meanwhile
    end;
    if v_run is not null then
      return statewave_private.claim_document(v_key, v_run, claim_compile.max_characters);
    end if;
  end loop;
  return null;
end
$$;

comment on function statewave.claim_compile(text, int, interval, text, int) is
  'Gives a worker the oldest episodes of some subject that no model has compiled, at most max_episodes of at most max_characters together (of a single one so many characters), to be applied within the lease; null when there is nothing to do. {run_id, subject, tenant, lease_until, attempt, episodes: [{episode_id, source, type, session, occurred_at, lines: [{speaker, at, text}]}], memories: those that hold, [{kind, content, speaker, valid_from, claim?}], claim_keys: [{claim_key, kind, single_valued, asked_as}], reply_schema}. One claim a subject at a time; subjects by chance. A claim whose lease has ended is taken over; a batch that failed comes again by halves, and an episode that failed alone three times is parked. What a policy withholds from the login role is left out, and not offered again once the policy is another. Raises SW400, SW403.';

revoke all on function statewave.claim_compile(text, int, interval, text, int) from public;
grant execute on function statewave.claim_compile(text, int, interval, text, int) to statewave_worker;
