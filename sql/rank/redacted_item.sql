-- requires: rank/redacted_tokens.sql
create or replace function statewave_private.redacted_item()
returns jsonb
language sql
immutable
parallel safe
return jsonb_build_object('text', '[redacted]', 'token_count', statewave_private.redacted_tokens(), 'redacted', true);

comment on function statewave_private.redacted_item() is
  'What an item says in place of a memory''s text under a policy that redacts it.';

revoke all on function statewave_private.redacted_item() from public;
