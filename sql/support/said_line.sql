-- requires: support/one_line.sql
create or replace function statewave_private.said_line(p_speaker text, p_content text, p_at timestamptz default null)
returns text
language sql
stable
parallel safe
return coalesce('[' || to_char(p_at at time zone 'UTC', 'YYYY-MM-DD') || '] ', '') || statewave_private.one_line(p_speaker || ': ' || p_content);

comment on function statewave_private.said_line(text, text, timestamptz) is
  'What somebody said, as a line of a handoff brief: the day (UTC), if it is given, who, and the words.';

revoke all on function statewave_private.said_line(text, text, timestamptz) from public;
