create or replace function statewave.claim_keys(tenant text default null)
returns table (claim_key text, kind text, single_valued boolean, ttl interval, asked_as text, is_own boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(claim_keys.tenant);
begin
  return query
  select distinct on (k.claim_key) k.claim_key::text, k.kind::text, k.single_valued, k.ttl, k.asked_as, k.tenant_id is not null
    from statewave_private.claim_key k
   where k.tenant_id = v_tenant or k.tenant_id is null
   order by k.claim_key, k.tenant_id nulls last;
end
$$;

comment on function statewave.claim_keys(text) is
  'What claims of the tenant can be about: the key (…* stands for all that begin like it), the kind of memory that it makes, whether it has one value at a time, how long it holds, and the words in which people ask for it. is_own: set by the tenant (set_claim_key), not for all. Raises SW403.';

revoke all on function statewave.claim_keys(text) from public;
grant execute on function statewave.claim_keys(text) to statewave_reader;
