create or replace function statewave_private.redacted_tokens()
returns int
language sql
immutable
parallel safe
return 4;

comment on function statewave_private.redacted_tokens() is
  'cl100k_base tokens of a line that says [redacted], with its line end.';

revoke all on function statewave_private.redacted_tokens() from public;
