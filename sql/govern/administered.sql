-- requires: govern/audit_hash.sql
create or replace function statewave_private.administered(p_action text, p_detail jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
#variable_conflict error
declare
  v_detail constant jsonb := jsonb_build_object('by', session_user) || p_detail;
  v_last   statewave_private.admin_entry;
  v_stamp  timestamptz;
begin
  lock table statewave_private.admin_entry in share row exclusive mode; -- one chain, one writer
  select a.* into v_last from statewave_private.admin_entry a order by a.seq desc limit 1;
  v_stamp := greatest(clock_timestamp(), v_last.recorded_at + interval '1 microsecond');
  insert into statewave_private.admin_entry (seq, recorded_at, action, detail, previous, hash)
  values (coalesce(v_last.seq, 0) + 1, v_stamp, p_action, v_detail, coalesce(v_last.hash, ''),
          statewave_private.audit_hash(coalesce(v_last.hash, ''), coalesce(v_last.seq, 0) + 1, v_stamp, p_action, '{}', sha256(convert_to(v_detail::text, 'UTF8'))));
end
$$;

comment on function statewave_private.administered(text, jsonb) is
  'Adds an entry about a change that concerns no single subject to the administrators'' chain (admin_audit).';

revoke all on function statewave_private.administered(text, jsonb) from public;
