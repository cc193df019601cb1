create or replace function statewave_private.heading_of(p_kind text, p_event_at timestamptz)
returns text
language sql
stable
parallel safe
return case p_kind
  when 'passage' then to_char(p_event_at at time zone 'UTC', 'FMDD FMMonth YYYY')
  when 'instruction' then 'Instructions'
  when 'preference' then 'Preferences'
  when 'fact' then 'Facts'
  when 'procedure' then 'Procedures'
  when 'summary' then 'Summaries'
end || ':';

comment on function statewave_private.heading_of(text, timestamptz) is
  'The heading that a memory''s line stands under, without the line end: the day of a passage (UTC), the kind of any other. All days have the same number of tokens, and no line looks like one, since a line says something after its speaker''s colon.';

revoke all on function statewave_private.heading_of(text, timestamptz) from public;
