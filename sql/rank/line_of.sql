create or replace function statewave_private.line_of(
  p_kind text, p_speaker text, p_content text, p_valid_from timestamptz, p_valid_to timestamptz default null, p_qualifiers jsonb default null)
returns text
language sql
stable
parallel safe
return case p_kind when 'passage' then ''
       else case when p_valid_to is null and not coalesce(p_qualifiers ? 'on', false) then 'since ' else '' end
            || to_char(p_valid_from at time zone 'UTC', 'YYYY-MM-DD') || coalesce(' to ' || to_char(p_valid_to at time zone 'UTC', 'YYYY-MM-DD'), '')
            || coalesce(' (on ' || (p_qualifiers ->> 'on') || ')', '') || ' ' end
       || p_speaker || ': ' || regexp_replace(p_content, '\r\n|[\n\u000b\u000c\r\u0085\u2028\u2029]', E'\n  ', 'g');

comment on function statewave_private.line_of(text, text, text, timestamptz, timestamptz, jsonb) is
  'A memory''s line in a bundle, without the line end: who says what; unless its heading has the day, behind the date from which it holds, that until which it held, and the day of a plan (its qualifier on). Further lines of the content are indented, so that no text can look like a heading or like somebody else''s line.';

revoke all on function statewave_private.line_of(text, text, text, timestamptz, timestamptz, jsonb) from public;
