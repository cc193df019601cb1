create or replace function statewave_private.one_line(p_text text)
returns text
language sql
immutable
parallel safe
return btrim(regexp_replace(p_text, '[\s\u000b\u000c\u0085\u2028\u2029]+', ' ', 'g'));

comment on function statewave_private.one_line(text) is
  'A text as one line: every run of white space and line ends is a space.';

revoke all on function statewave_private.one_line(text) from public;
