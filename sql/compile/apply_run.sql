create or replace function statewave_private.apply_run(
  p_subject statewave_private.subject, p_run statewave_private.compile_run, p_memories jsonb, p_usage jsonb)
returns table (episodes_compiled int, memories_created int, memories_superseded int, episodes_remaining int)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject := p_subject;
  v_ids     uuid[] := array(select e.id from statewave_private.episode e where e.subject_key = p_subject.subject_key and e.seq = any (p_run.episodes));
  v_claims  statewave_private.claim[];
begin
  if cardinality(v_ids) < cardinality(p_run.episodes) then
    perform statewave_private.fail('SW409', 'episodes of the claim were forgotten meanwhile', 'Give the claim back (fail_compile with blames => false) and claim again.');
  end if;
  perform statewave_private.check_compiled(p_memories, v_ids::text[]);
  v_claims := array(select c from statewave_private.claims_given(v_subject.subject_key, v_subject.tenant_id, p_memories) c);
  delete from statewave_private.parked_episode p where p.subject_key = v_subject.subject_key and p.episode_id = any (v_ids);
  perform statewave_private.end_run(p_run, 'applied', v_subject.last_recorded_at, null, p_usage);
  v_subject.modelled_through := greatest(v_subject.modelled_through, p_run.through_seq);
  select a.created, a.superseded into memories_created, memories_superseded
    from statewave_private.apply_claims(v_subject, p_run.compiler, p_run.from_seq, p_run.through_seq, v_claims, 'compile', p_run.id) a;
  episodes_compiled := cardinality(v_ids);
  episodes_remaining := v_subject.last_episode_seq - v_subject.modelled_through;
  return next;
end
$$;

comment on function statewave_private.apply_run(statewave_private.subject, statewave_private.compile_run, jsonb, jsonb) is
  'One compile pass with what a model made, under the subject''s lock, for a claimed run: a row with what it did. Raises SW400, SW413, SW409.';

revoke all on function statewave_private.apply_run(statewave_private.subject, statewave_private.compile_run, jsonb, jsonb) from public;
