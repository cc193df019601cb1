create or replace function statewave_private.claimable_subjects(p_tenant text, p_start uuid, p_now timestamptz)
returns setof uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_most constant int := 100; -- a claim looks at no more: who got none of them asks again
begin
  return query
  with behind as (
    (select s.subject_key from statewave_private.subject s
      where s.tenant_id = p_tenant collate "C" and s.is_unmodelled and s.subject_key >= p_start
        and not exists (select from statewave_private.compile_run r
                         where r.subject_key = s.subject_key and r.state = 'claimed' and r.lease_until > p_now)
      order by s.subject_key limit v_most)
    union all
    (select s.subject_key from statewave_private.subject s
      where s.tenant_id = p_tenant collate "C" and s.is_unmodelled and s.subject_key < p_start
        and not exists (select from statewave_private.compile_run r
                         where r.subject_key = s.subject_key and r.state = 'claimed' and r.lease_until > p_now)
      order by s.subject_key limit v_most)
    union
    (select p.subject_key from statewave_private.parked_episode p
      where p.tenant_id = p_tenant collate "C" and p.parked_at is null
        and not exists (select from statewave_private.compile_run r
                         where r.subject_key = p.subject_key and r.state = 'claimed' and r.lease_until > p_now)
      order by p.subject_key < p_start, p.subject_key limit v_most)
  )
  select b.subject_key from behind b order by b.subject_key < p_start, b.subject_key limit v_most;
end
$$;

comment on function statewave_private.claimable_subjects(text, uuid, timestamptz) is
  'Subjects of a tenant with episodes that no model has compiled and that nobody holds, in the order of their keys from p_start on and around, at most 100. Read without a lock: who claims one locks it and looks again.';

revoke all on function statewave_private.claimable_subjects(text, uuid, timestamptz) from public;
