create or replace function statewave_private.count_events(p_tenant text, p_since timestamptz)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_position bigint;
begin
  insert into statewave_private.event_counter as c (tenant_id, since) values (p_tenant, p_since)
      on conflict (tenant_id) do update set since = least(c.since, excluded.since)
  returning c.position into v_position;
  return v_position;
end
$$;

comment on function statewave_private.count_events(text, timestamptz) is
  'Has what a tenant records from p_since on become events, and returns the last position given so far.';

revoke all on function statewave_private.count_events(text, timestamptz) from public;
