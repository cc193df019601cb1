create or replace function statewave.claim_embeddings(
  worker text, providers text[] default null, max_texts int default 256, lease interval default '2 minutes', tenant text default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(claim_embeddings.tenant);
  v_until  timestamptz := statewave_private.lease_end(claim_embeddings.worker, claim_embeddings.lease);
  -- Jobs of a space that is not filled any more are done without a worker's doing anything.
  v_lanes  constant text[] := array(select s.space_id::text from statewave_private.embedding_space s
                                     where s.is_retired or claim_embeddings.providers is null or s.provider = any (claim_embeddings.providers));
  v_due    record;
  v_job    statewave_private.job;
  v_space  statewave_private.embedding_space;
  v_seqs   int[];
  v_texts  text[];
begin
  if claim_embeddings.max_texts is null or claim_embeddings.max_texts not between 1 and 10000 then
    perform statewave_private.fail('SW400', format('max_texts is %s', coalesce(claim_embeddings.max_texts::text, 'null')), 'Claim 1 to 10,000.');
  end if;
  for v_due in select d.subject_key, d.id from statewave_private.due_jobs(v_tenant, '{embed}', 100, v_lanes) d loop
    select j.* into v_job from statewave_private.lease_job(v_due.subject_key, v_due.id, claim_embeddings.worker, v_until) j;
    continue when v_job.id is null;
    select s.* into v_space from statewave_private.embedding_space s where s.space_id = v_job.lane::int and not s.is_retired;
    select coalesce(array_agg(t.seq order by t.seq), '{}'), array_agg(t.content order by t.seq) into v_seqs, v_texts
      from statewave_private.texts_without(v_job.subject_key, v_tenant, v_space.space_id, claim_embeddings.max_texts,
                                          statewave_private.withheld_ids(v_job.subject_key, v_tenant, null)) t
     where v_space.space_id is not null;
    if v_seqs = '{}' then -- the space was retired, or all is there that may be seen
      perform statewave.finish_job(v_job.id, claim_embeddings.worker, v_tenant);
      continue;
    end if;
    update statewave_private.job j set payload = jsonb_build_object('memories', v_seqs) where j.subject_key = v_job.subject_key and j.id = v_job.id;
    return jsonb_build_object(
      'claim', v_job.id, 'lease_until', v_until, 'subject', (select s.subject from statewave_private.subject s where s.subject_key = v_job.subject_key),
      'space_id', v_space.space_id, 'provider', v_space.provider, 'model', v_space.model, 'dimensions', v_space.dimensions, 'texts', to_jsonb(v_texts));
  end loop;
  return null;
end
$$;

comment on function statewave.claim_embeddings(text, text[], int, interval, text) is
  'Gives a worker up to max_texts (1 to 10,000) texts of one subject that have no vector in a space that is active or filling and that the database has no model for, of these providers alone where they are given: {claim, lease_until, subject, space_id, provider, model, dimensions, texts}, or null when there is nothing to do. To be answered by apply_embeddings() before the lease ends. What a policy withholds from the login role is left out. claim is a job (kind embed, lane the space): extend_jobs() and fail_job() are about it too. worker names one process. Raises SW400, SW403.';

revoke all on function statewave.claim_embeddings(text, text[], int, interval, text) from public;
grant execute on function statewave.claim_embeddings(text, text[], int, interval, text) to statewave_worker;
