-- requires: compile/canonical_value.sql
create or replace function statewave_private.reference_to(p_memory statewave_private.memory)
returns jsonb
language sql
stable
parallel safe
return jsonb_build_object('key', coalesce(p_memory.claim_key, p_memory.kind), 'holder', coalesce(p_memory.claim_entity, p_memory.speaker),
                          'value', coalesce(p_memory.claim_canonical, statewave_private.canonical_value(p_memory.content)),
                          'qualifiers', coalesce(p_memory.claim_qualifiers, '{}'));

comment on function statewave_private.reference_to(statewave_private.memory) is
  'How a payload names a memory without its id, so that it is found again where ids are others: {key, holder, value, qualifiers}.';

revoke all on function statewave_private.reference_to(statewave_private.memory) from public;
