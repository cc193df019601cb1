create or replace function statewave.apply_embeddings(claim uuid, worker text, vectors jsonb, tenant text default null)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(apply_embeddings.tenant);
  v_job     statewave_private.job := statewave_private.job_by_id(v_tenant, apply_embeddings.claim);
  v_space   statewave_private.embedding_space;
  v_vectors public.halfvec[];
  v_subject statewave_private.subject;
  v_count   int;
begin
  if v_job.kind <> 'embed' then
    perform statewave_private.fail('SW404', 'the job is no claim of texts', 'Give the claim of claim_embeddings().');
  elsif v_job.state = 'done' and v_job.worker = apply_embeddings.worker then -- said again, for want of the answer
    return 0;
  end if;
  v_vectors := statewave_private.vectors_of(apply_embeddings.vectors, v_job);
  -- The subject first, as all who write do; then the space, which may be going with its jobs; then the job, which another may have taken.
  v_subject := statewave_private.lock_subject(v_job.subject_key, null, null);
  select s.* into v_space from statewave_private.embedding_space s where s.space_id = v_job.lane::int and not s.is_retired for key share;
  if not found then
    perform statewave_private.fail('SW409', format('space %s is retired', v_job.lane), 'Drop what was done, and say so: finish_job().');
  end if;
  v_job := statewave_private.held_job(v_tenant, apply_embeddings.claim, apply_embeddings.worker);
  v_count := statewave_private.write_late_vectors(v_subject, v_space.space_id,
    array(select m.seq::int from jsonb_array_elements_text(v_job.payload -> 'memories') with ordinality m (seq, place) order by m.place), v_vectors);
  perform statewave.finish_job(v_job.id, apply_embeddings.worker, v_tenant);
  if exists (select from statewave_private.texts_without(v_job.subject_key, v_tenant, v_space.space_id, 1,
                                                             statewave_private.withheld_ids(v_job.subject_key, v_tenant, null))) then
    perform statewave_private.want_vectors(v_job.subject_key, v_tenant, v_space.space_id);
  end if;
  return v_count;
end
$$;

comment on function statewave.apply_embeddings(uuid, text, jsonb, text) is
  'Stores the vectors of a claim''s texts, [[number]] in their order (null for a text that has no direction), all or none, and finishes it; what the subject lacks beyond it is a job again. Returns how many were stored: not those of memories that were forgotten meanwhile, and none when it is said again. They are known from now on: a past as_of is without them. Raises SW400 (their number, their dimensions, a value), SW409 where the worker does not hold the claim any more or the space is retired, SW404, SW403.';

revoke all on function statewave.apply_embeddings(uuid, text, jsonb, text) from public;
grant execute on function statewave.apply_embeddings(uuid, text, jsonb, text) to statewave_worker;
