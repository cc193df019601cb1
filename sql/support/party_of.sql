-- requires: support/voice_of.sql
create or replace function statewave_private.party_of(p_speaker text, p_source text)
returns text
language sql
immutable
parallel safe
return coalesce(statewave_private.voice_of(p_speaker), statewave_private.voice_of(p_source));

comment on function statewave_private.party_of(text, text) is
  'Who says a passage, customer or agent: told by the speaker, else by the source; null where neither tells.';

revoke all on function statewave_private.party_of(text, text) from public;
