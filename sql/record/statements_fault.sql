-- requires: record/statement_fault.sql
create or replace function statewave_private.statements_fault(p_payload jsonb, p_occurred_at timestamptz)
returns text
language sql
stable
parallel safe
begin atomic
  select case when l.fault is not null then 'SW400 payload.statewave ' || l.fault
              else format('SW400 payload.statewave.%s, number %s: it %s', l.list, l.number, l.statement_fault) end
    from (select k.list, s.number, statewave_private.statement_fault(k.list, s.statement, p_occurred_at) as statement_fault,
                 case when (p_payload -> 'statewave') - array['memory_candidates', 'retractions', 'pins'] <> '{}'
                        then 'has other keys than memory_candidates, retractions and pins'
                      when jsonb_typeof(p_payload -> 'statewave' -> k.list) <> 'array' then format('has %s that are no array', k.list)
                      when jsonb_array_length(p_payload -> 'statewave' -> k.list) > 1000 then format('has more than 1,000 %s', k.list) end as fault
            from unnest(array['memory_candidates', 'retractions', 'pins']) k (list)
            left join lateral jsonb_array_elements(case jsonb_typeof(p_payload -> 'statewave' -> k.list) when 'array' then p_payload -> 'statewave' -> k.list end)
                 with ordinality s (statement, number) on true
           where p_payload -> 'statewave' ? k.list) l
   where l.fault is not null or l.statement_fault is not null
   order by l.fault nulls last, l.list, l.number
   limit 1;
end;

comment on function statewave_private.statements_fault(jsonb, timestamptz) is
  'What is wrong with what a payload says is to be remembered of it (brings_memories), with its code in front; null when nothing is.';

revoke all on function statewave_private.statements_fault(jsonb, timestamptz) from public;
