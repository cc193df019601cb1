create or replace function statewave.locate(id uuid, tenant text default null, caller jsonb default null)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan -- planning would take longer than the probes
as $$
#variable_conflict error
declare
  v_tenant  text := statewave_private.tenant_of_call(locate.tenant);
  v_keys    uuid[] := array(select m.subject_key from statewave_private.memory m where m.id = locate.id and m.tenant_id = v_tenant);
  v_subject statewave_private.subject;
begin
  -- One table after the other: opening 32 partitions takes longer than probing their indexes.
  if v_keys = '{}' then
    v_keys := array(select e.subject_key from statewave_private.episode e where e.id = locate.id and e.tenant_id = v_tenant);
  end if;
  if v_keys = '{}' then
    v_keys := array(select r.subject_key from statewave_private.receipt r where r.id = locate.id and r.tenant_id = v_tenant);
  end if;
  select s.* into v_subject from statewave_private.subject s where s.subject_key = any (v_keys) order by s.subject limit 1;
  if not found or exists (select from statewave_private.withheld(v_subject.subject_key, v_tenant, locate.caller) w where w.id = locate.id and w.action = 'deny') then
    perform statewave_private.fail('SW404', 'the tenant has nothing with this id', 'Give the id of a memory, an episode or a receipt.');
  end if;
  return v_subject.subject;
end
$$;

comment on function statewave.locate(uuid, text, jsonb) is
  'The name of the subject that a memory, an episode or a receipt is of, where only its id is known; of copies (import_subject under another name) the first by name. What a policy denies to the caller (as retrieve()''s) is not there. Probes an index of each partition: some 0.7 ms. Raises SW404, in the same words whether another tenant has the id or nobody, SW400, SW403.';

revoke all on function statewave.locate(uuid, text, jsonb) from public;
grant execute on function statewave.locate(uuid, text, jsonb) to statewave_reader, statewave_writer, statewave_admin, statewave_worker;
