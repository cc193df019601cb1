create or replace function statewave_private.compile_episodes(p_key uuid, p_max_episodes int)
returns table (run_id uuid, episodes_compiled int, memories_created int, memories_superseded int, episodes_remaining int)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject := statewave_private.lock_subject(p_key, null, null);
  v_through int := least(v_subject.last_episode_seq::bigint, v_subject.compiled_through::bigint + coalesce(p_max_episodes, v_subject.last_episode_seq));
  v_from    int;
  v_claims  statewave_private.claim[];
begin
  episodes_compiled := coalesce(v_through - v_subject.compiled_through, 0);
  memories_created := 0;
  memories_superseded := 0;
  episodes_remaining := coalesce(v_subject.last_episode_seq - v_through, 0);
  if episodes_compiled > 0 then
    v_from := v_subject.compiled_through + 1;
    v_claims := array(select c from statewave_private.claims_of(p_key, v_subject.tenant_id, v_subject.compiled_through, v_through) c);
    v_subject.compiled_through := v_through;
    select a.run_id, a.created, a.superseded into run_id, memories_created, memories_superseded
      from statewave_private.apply_claims(v_subject, 'builtin 2', v_from, v_through, v_claims, 'compile') a;
  end if;
  return next;
end
$$;

comment on function statewave_private.compile_episodes(uuid, int) is
  'One compile pass with the built-in compiler under the subject''s lock: a row with what it did. An unknown subject has nothing to compile.';

revoke all on function statewave_private.compile_episodes(uuid, int) from public;
