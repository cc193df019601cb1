create or replace function statewave_private.rest_line_tokens()
returns int
language sql
immutable
parallel safe
return 10;

comment on function statewave_private.rest_line_tokens() is
  'What a line of the rendering rest-v1 may have in tokens beyond those stored for it: the dash and the date. Packing counts with it, then the text is counted.';

revoke all on function statewave_private.rest_line_tokens() from public;
