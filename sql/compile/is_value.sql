-- requires: compile/value_digest.sql
create or replace function statewave_private.is_value(p_canonical text, p_qualifiers jsonb, p_named text)
returns boolean
language sql
immutable
parallel safe
return p_canonical = p_named or starts_with(p_named, 'sha256:') and statewave_private.value_digest(p_canonical, p_qualifiers) = p_named;

comment on function statewave_private.is_value(text, jsonb, text) is
  'Whether a value in comparable form is the one that is named: in that form, or by its digest (value_digest).';

revoke all on function statewave_private.is_value(text, jsonb, text) from public;
