create or replace function statewave_private.value_digest(p_canonical text, p_qualifiers jsonb)
returns text
language sql
immutable
parallel safe
return 'sha256:' || encode(sha256(convert_to(jsonb_build_array(p_canonical, coalesce(p_qualifiers, '{}'))::text, 'UTF8')), 'hex');

comment on function statewave_private.value_digest(text, jsonb) is
  'What stands for a value in comparable form, with its qualifiers, where it must not be told: whoever refers to a memory keeps nothing of it once it is forgotten.';

revoke all on function statewave_private.value_digest(text, jsonb) from public;
