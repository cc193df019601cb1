-- requires: record/text_fault.sql
create or replace function statewave_private.claim_fault(p_claim jsonb)
returns text
language sql
stable
parallel safe
return case
  when jsonb_typeof(p_claim) <> 'object' then 'has a claim that is no object'
  when p_claim - array['key', 'value', 'entity', 'qualifiers'] <> '{}' then 'has a claim with other keys than key, value, entity, qualifiers'
  when jsonb_typeof(p_claim -> 'key') is distinct from 'string' or jsonb_typeof(p_claim -> 'value') is distinct from 'string'
    then 'has a claim without key and value'
  when coalesce(jsonb_typeof(p_claim -> 'qualifiers'), 'null') not in ('object', 'null') or octet_length((p_claim -> 'qualifiers')::text) > 400
    then 'has a claim whose qualifiers are no object of at most 400 bytes'
  when octet_length(p_claim ->> 'value') > 800 then 'has a claim whose value has more than 800 bytes' -- what an index takes, with the rest
  else coalesce('has a claim whose key ' || statewave_private.text_fault(p_claim -> 'key', 128),
                'has a claim whose value ' || statewave_private.text_fault(p_claim -> 'value', 1000),
                'has a claim whose entity ' || statewave_private.text_fault(p_claim -> 'entity', 128))
end;

comment on function statewave_private.claim_fault(jsonb) is
  'What is wrong with a claim, {key, value, entity?, qualifiers?}, to be read after the memory''s number; null when nothing is. Whether its key is known is told where the tenant is.';

revoke all on function statewave_private.claim_fault(jsonb) from public;
