create or replace function statewave_private.job_by_id(p_tenant text, p_id uuid)
returns statewave_private.job
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict error
declare
  v_job statewave_private.job;
begin
  select j.* into v_job from statewave_private.job j where j.tenant_id = p_tenant collate "C" and j.id = p_id;
  if not found then
    perform statewave_private.fail('SW404', 'there is no job with this id', 'Jobs go with their subject, and some days after they are done.');
  end if;
  return v_job;
end
$$;

comment on function statewave_private.job_by_id(text, uuid) is
  'A job of the tenant, whichever subject it is about. Raises SW404 where there is none.';

revoke all on function statewave_private.job_by_id(text, uuid) from public;
