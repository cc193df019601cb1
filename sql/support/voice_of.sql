create or replace function statewave_private.voice_of(p_name text)
returns text
language sql
immutable
parallel safe
return case
  when lower(p_name) = any (array['user', 'customer', 'chat', 'support-chat', 'support_chat', 'manual_input', 'human', 'client', 'visitor']) then 'customer'
  when lower(p_name) = any (array['support', 'staff', 'operator', 'representative']) or statewave_private.is_assistant(p_name) then 'agent'
end;

comment on function statewave_private.voice_of(text) is
  'On which side of a conversation a speaker or a source stands by its name, customer or agent; null for any other name.';

revoke all on function statewave_private.voice_of(text) from public;
