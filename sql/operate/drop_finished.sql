create or replace function statewave_private.drop_finished(p_tenant text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_done constant timestamptz := clock_timestamp() - interval '7 days';  -- how long what is done can be asked for
  v_dead constant timestamptz := clock_timestamp() - interval '90 days'; -- and what was given up
  v_read bigint;
begin
  delete from statewave_private.job j
   where j.tenant_id = p_tenant and (j.state = 'done' and j.finished_at < v_done or j.state = 'dead' and j.finished_at < v_dead);
  select coalesce(min(c.position), max(e.position)) into v_read
    from statewave_private.event_counter e
    left join statewave_private.consumer c on c.tenant_id = e.tenant_id
   where e.tenant_id = p_tenant;
  delete from statewave_private.event e
   where e.tenant_id = p_tenant and e.position <= v_read and e.recorded_at < v_done
     and not exists (select from statewave_private.job j
                      where j.subject_key = e.subject_key and j.kind = 'webhook' and j.state <> 'done' and j.payload = jsonb_build_object('position', e.position));
  update statewave_private.erasure e set erased_key = null
   where e.tenant_id = p_tenant and e.erased_key is not null and e.position <= v_read and e.erased_at < v_done
     and not exists (select from statewave_private.job j
                      where j.subject_key = e.id and j.kind = 'webhook' and j.state <> 'done' and j.payload = jsonb_build_object('position', e.position));
end
$$;

comment on function statewave_private.drop_finished(text) is
  'Removes the tenant''s jobs that were done a week or given up three months ago, and events of which all consumers have dealt, and that no delivery waits for, a week after they were recorded, with the keys of erased subjects.';

revoke all on function statewave_private.drop_finished(text) from public;
