create or replace function statewave_private.lock_subject(p_key uuid, p_tenant text, p_subject text)
returns statewave_private.subject
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_subject statewave_private.subject;
begin
  loop -- an erase may take the row away between any two of these
    select s.* into v_subject from statewave_private.subject s where s.subject_key = p_key for no key update;
    exit when found or p_subject is null;
    insert into statewave_private.subject (subject_key, tenant_id, subject, created_at, last_recorded_at)
    values (p_key, p_tenant, p_subject, clock_timestamp(), clock_timestamp())
        on conflict (subject_key) do nothing;
  end loop;
  v_subject.last_recorded_at := greatest(clock_timestamp(), v_subject.last_recorded_at + interval '1 microsecond');
  return v_subject;
end
$$;

comment on function statewave_private.lock_subject(uuid, text, text) is
  'Locks the subject''s row until the transaction ends, made first if p_subject is given, and returns it with last_recorded_at moved on to the stamp of this write: later than the clock and than every earlier stamp. All null when there is no such subject. The first thing that each write does.';

revoke all on function statewave_private.lock_subject(uuid, text, text) from public;
