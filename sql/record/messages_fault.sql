-- requires: record/text_fault.sql
-- requires: record/time_fault.sql
create or replace function statewave_private.messages_fault(p_messages jsonb)
returns text
language sql
stable
parallel safe
begin atomic
  select 'SW400 message ' || m.number || ' of its payload: ' || m.fault
    from (select e.number,
                 case
                   when jsonb_typeof(e.message) <> 'object' then 'it is no object'
                   when jsonb_typeof(e.message -> 'content') is null then 'it has no content'
                   when statewave_private.text_fault(e.message -> 'role', 128) is not null then 'its role ' || statewave_private.text_fault(e.message -> 'role', 128)
                   when statewave_private.time_fault(e.message -> 'timestamp') is not null then 'its timestamp ' || statewave_private.time_fault(e.message -> 'timestamp')
                 end as fault
            from jsonb_array_elements(case jsonb_typeof(p_messages) when 'array' then p_messages end) with ordinality e (message, number)) m
   where m.fault is not null
   order by m.number
   limit 1;
end;

comment on function statewave_private.messages_fault(jsonb) is
  'What is wrong with payload.messages, with its code in front; null when nothing is, or when it is no array (then it is read as any other object).';

revoke all on function statewave_private.messages_fault(jsonb) from public;
