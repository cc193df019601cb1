create or replace function statewave_private.canonical_value(p_value text)
returns text
language sql
immutable
parallel safe
return regexp_replace(lower(btrim(regexp_replace(p_value, '\s+', ' ', 'g'), ' .,;:!?"''()')), '^(a|an|the|my|our) (?=\S)', '');

comment on function statewave_private.canonical_value(text) is
  'A claim''s value in its comparable form: lower case, runs of white space one space, without marks around it and without an article before it.';

revoke all on function statewave_private.canonical_value(text) from public;
