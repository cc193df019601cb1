create or replace function statewave_private.is_retracted(p_canonical text, p_retracted text)
returns boolean
language sql
immutable
parallel safe
return p_retracted = '' or strpos(' ' || p_canonical || ' ', ' ' || p_retracted || ' ') > 0;

comment on function statewave_private.is_retracted(text, text) is
  'Whether a retraction of a value means this one: it names none, or the value has its words. Both in comparable form.';

revoke all on function statewave_private.is_retracted(text, text) from public;
