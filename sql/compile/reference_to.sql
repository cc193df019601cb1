-- requires: compile/canonical_value.sql
-- requires: compile/value_digest.sql
create or replace function statewave_private.reference_to(p_memory statewave_private.memory)
returns jsonb
language sql
stable
parallel safe
return jsonb_build_object('key', coalesce(p_memory.claim_key, p_memory.kind), 'holder', coalesce(p_memory.claim_entity, p_memory.speaker),
                          'value', statewave_private.value_digest(coalesce(p_memory.claim_canonical, statewave_private.canonical_value(p_memory.content)),
                                                                  p_memory.claim_qualifiers));

comment on function statewave_private.reference_to(statewave_private.memory) is
  'How a payload names a memory without its id, so that it is found again where ids are others, and without its value, which may be forgotten or withheld: {key, holder, value}, the value as its digest.';

revoke all on function statewave_private.reference_to(statewave_private.memory) from public;
