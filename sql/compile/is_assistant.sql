create or replace function statewave_private.is_assistant(p_speaker text)
returns boolean
language sql
immutable
parallel safe
return lower(p_speaker) = any (array['assistant', 'ai', 'agent', 'bot', 'chatbot', 'model', 'system', 'developer', 'tool', 'function']);

comment on function statewave_private.is_assistant(text) is
  'Whether a speaker is the software and no person.';

revoke all on function statewave_private.is_assistant(text) from public;
