-- requires: record/text_fault.sql
create or replace function statewave_private.labels_fault(p_labels jsonb)
returns text
language sql
stable
parallel safe
begin atomic
  select 'a label is no printable text of 1 to 128 characters'
    from jsonb_array_elements(p_labels) l
   where jsonb_typeof(l.value) <> 'string' or statewave_private.text_fault(l.value, 128) is not null
   limit 1;
end;

comment on function statewave_private.labels_fault(jsonb) is
  'What is wrong with an array of labels; null when nothing is.';

revoke all on function statewave_private.labels_fault(jsonb) from public;
