create or replace function statewave.compiler_rules(tenant text default null)
returns table (rule text, version int, claim_key text, speaker text, shape text, pattern text, retracts boolean, examples jsonb, is_own boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(compiler_rules.tenant);
begin
  return query
  select distinct on (c.rule) c.rule::text, c.version, c.claim_key::text, c.speaker::text, c.shape, c.pattern, c.retracts, c.examples, c.tenant_id is not null
    from statewave_private.compiler_rule c
   where (c.tenant_id = v_tenant or c.tenant_id is null) and c.recorded_to is null
   order by c.rule, c.tenant_id nulls last;
end
$$;

comment on function statewave.compiler_rules(text) is
  'How the built-in compiler reads the tenant''s sentences: the rules in force, each with the claim key that it finds, whose sentences it reads (person or assistant), the shape of the value, the pattern before it, whether it retracts, and sentences with the value that it must find there, or null. is_own: set by the tenant (set_compiler_rule), not for all; an empty pattern: switched off. Raises SW403.';

revoke all on function statewave.compiler_rules(text) from public;
grant execute on function statewave.compiler_rules(text) to statewave_reader;
