create or replace function statewave_private.claim_key_of(p_tenant text, p_claim_key text)
returns statewave_private.claim_key
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_found statewave_private.claim_key;
begin
  select k.* into v_found
    from statewave_private.claim_key k
   where (k.tenant_id = p_tenant or k.tenant_id is null) and p_claim_key ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'
     and k.claim_key in (p_claim_key, regexp_replace(p_claim_key, '\.[^.]*$', '.*'))
   order by k.claim_key = p_claim_key desc, k.tenant_id nulls last
   limit 1;
  return v_found;
end
$$;

comment on function statewave_private.claim_key_of(text, text) is
  'What a tenant knows of a claim key: its own row or the global one, of this key or of its group (family.*); all null when it is not known, or names a group itself.';

revoke all on function statewave_private.claim_key_of(text, text) from public;
