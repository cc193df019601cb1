create or replace function statewave_private.rest_line_of(p_memory statewave_private.memory, p_type text)
returns text
language sql
stable
parallel safe
return '- ' || case
           when p_type is not null then '[' || p_memory.source || '/' || p_type || '] '
           when p_memory.valid_to is not null then '[' || to_char(p_memory.valid_from at time zone 'UTC', 'YYYY-MM-DD') || ' to '
             || to_char(p_memory.valid_to at time zone 'UTC', 'YYYY-MM-DD') || '] '
           when p_memory.content ~ '20[1-9]\d' then ''
           else '[' || to_char(p_memory.valid_from at time zone 'UTC', 'YYYY-MM-DD') || '] ' end
         || case when lower(p_memory.speaker) = 'user' or p_type is not null and p_memory.speaker = p_memory.source or p_memory.kind = 'passage' and lower(p_memory.speaker) = any (array['assistant', 'system']) then ''
                else p_memory.speaker || ': ' end
           || regexp_replace(p_memory.content, '\s*[\n\u000b\u000c\r\u0085\u2028\u2029]\s*', ' ', 'g')
           || coalesce(' (on ' || (p_memory.claim_qualifiers ->> 'on') || ')', '');

comment on function statewave_private.rest_line_of(statewave_private.memory, text) is
  'A memory''s line in the rendering rest-v1, without the line end: its date, unless it names a year itself, or of a recent interaction (p_type: its episode''s type) its source, then what is said, on one line, so that no text can look like a heading; who says it only where that is a name, or an assistant states a fact.';

revoke all on function statewave_private.rest_line_of(statewave_private.memory, text) from public;
