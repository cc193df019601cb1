create or replace function statewave_private.embedded_text(p_content text, p_asked_as text)
returns text
language sql
immutable
parallel safe
return concat_ws(': ', nullif(p_asked_as, ''), p_content);

comment on function statewave_private.embedded_text(text, text) is
  'What a memory''s vector is of: its content without the speaker, after the words in which people ask for such a claim.';

revoke all on function statewave_private.embedded_text(text, text) from public;
