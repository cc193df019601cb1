create or replace function statewave_private.embedding_fault(p_embedding jsonb, p_dimensions int)
returns text
language sql
immutable
parallel safe
begin atomic
  select case
           when jsonb_typeof(p_embedding) <> 'array' then 'its embedding is no array'
           when jsonb_array_length(p_embedding) <> p_dimensions then format('its embedding has not the %s dimensions of the space', p_dimensions)
           when (select bool_or(jsonb_typeof(v.value) <> 'number' or abs((v.value #>> '{}')::numeric) > 60000)
                        or not bool_or(jsonb_typeof(v.value) = 'number' and abs((v.value #>> '{}')::numeric) > 1e-6)
                   from jsonb_array_elements(p_embedding) v)
             then 'its embedding is no array of numbers between -60,000 and 60,000, not all zero'
         end;
end;

comment on function statewave_private.embedding_fault(jsonb, int) is
  'What is wrong with a vector that is not of the database''s making, for a space of so many dimensions; null when nothing is.';

revoke all on function statewave_private.embedding_fault(jsonb, int) from public;
