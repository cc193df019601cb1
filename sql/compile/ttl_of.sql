create or replace function statewave_private.ttl_of(p_tenant text, p_kind text, p_claim_key text)
returns interval
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return coalesce((statewave_private.claim_key_of(p_tenant, p_claim_key)).ttl,
                  (select t.ttl from statewave_private.kind_ttl t where t.tenant_id = p_tenant and t.kind = p_kind collate "C"));
end
$$;

comment on function statewave_private.ttl_of(text, text, text) is
  'How long a tenant''s memory of a kind, with a claim key if it has one, holds from valid_from; null: until something ends it.';

revoke all on function statewave_private.ttl_of(text, text, text) from public;
