create or replace function statewave_private.time_fault(p_value jsonb)
returns text
language sql
stable
parallel safe
return case
  when p_value is null or jsonb_typeof(p_value) = 'null' then null
  when jsonb_typeof(p_value) <> 'string' or p_value #>> '{}' !~ '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)? ?(Z|UTC|[+-]\d{2}(:?\d{2})?)?)?$'
    or not pg_input_is_valid(p_value #>> '{}', 'timestamptz')
    then 'is no ISO 8601 time of the years 0001 to 9999 (2026-01-31T12:00:00Z)'
end;

comment on function statewave_private.time_fault(jsonb) is
  'What is wrong with an optional time in a document, to be read after its key; null when nothing is. Without an offset a time is UTC.';

revoke all on function statewave_private.time_fault(jsonb) from public;
