create or replace function statewave_private.line_of(p_kind text, p_speaker text, p_content text, p_valid_from timestamptz)
returns text
language sql
stable
parallel safe
return case p_kind when 'passage' then '' else to_char(p_valid_from at time zone 'UTC', 'YYYY-MM-DD') || ' ' end || p_speaker || ': ' || p_content;

comment on function statewave_private.line_of(text, text, text, timestamptz) is
  'A memory''s line in a bundle, without the line end: who says what, with the date from which it holds unless its heading has it.';

revoke all on function statewave_private.line_of(text, text, text, timestamptz) from public;
