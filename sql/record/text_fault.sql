-- requires: govern/is_unprintable.sql
create or replace function statewave_private.text_fault(p_value jsonb, p_max int)
returns text
language sql
immutable
parallel safe
return case
  when p_value is null or jsonb_typeof(p_value) = 'null' then null
  when jsonb_typeof(p_value) <> 'string' then 'is no text'
  when btrim(p_value #>> '{}') = '' then 'is empty'
  when char_length(p_value #>> '{}') > p_max then 'has more than ' || p_max::text || ' characters'
  when statewave_private.is_unprintable(p_value #>> '{}') then 'holds a control character or begins or ends with a space'
end;

comment on function statewave_private.text_fault(jsonb, int) is
  'What is wrong with an optional name in a document, to be read after its key; null when nothing is.';

revoke all on function statewave_private.text_fault(jsonb, int) from public;
