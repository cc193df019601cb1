create or replace function statewave_private.is_unprintable(p_text text)
returns boolean
language sql
immutable
parallel safe
return p_text ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
       or p_text ~ '^[\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]'
       or p_text ~ '[\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$';

comment on function statewave_private.is_unprintable(text) is
  'Whether a name holds a control character or line separator, or begins or ends with a space: it would break a line of a bundle.';

revoke all on function statewave_private.is_unprintable(text) from public;
