create or replace function statewave_private.stop_counting(p_tenant text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  perform from statewave_private.event_counter c where c.tenant_id = p_tenant for no key update; -- who subscribes now waits
  update statewave_private.event_counter c set since = 'infinity'
   where c.tenant_id = p_tenant
     and not exists (select from statewave_private.consumer r where r.tenant_id = p_tenant)
     and not exists (select from statewave_private.webhook w where w.tenant_id = p_tenant);
end
$$;

comment on function statewave_private.stop_counting(text) is
  'Has a tenant''s changes become no events any more if nobody is left who reads them.';

revoke all on function statewave_private.stop_counting(text) from public;
