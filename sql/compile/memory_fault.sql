-- requires: record/text_fault.sql
-- requires: record/time_fault.sql
-- requires: record/claim_fault.sql
-- requires: compile/canonical_value.sql
create or replace function statewave_private.memory_fault(p_memory jsonb, p_episode_ids text[])
returns text
language sql
stable
parallel safe
return case
  when jsonb_typeof(p_memory) <> 'object' then 'it is no object'
  when p_memory - array['kind', 'content', 'speaker', 'sources', 'claim', 'valid_from', 'valid_to', 'retracts'] <> '{}' then 'it has keys that a memory has not'
  when coalesce(jsonb_typeof(p_memory -> 'retracts'), 'boolean') <> 'boolean' then 'its retracts is neither true nor false'
  when jsonb_typeof(p_memory -> 'sources') is distinct from 'array' then 'it has no sources'
  when jsonb_array_length(p_memory -> 'sources') not between 1 and 1000 then 'it has not 1 to 1,000 sources'
  when exists (select from jsonb_array_elements(p_memory -> 'sources') s where jsonb_typeof(s.value) <> 'string' or lower(s.value #>> '{}') <> all (p_episode_ids))
    then 'its sources are not all episodes of the claim'
  when p_memory -> 'content' is null and p_memory -> 'retracts' is distinct from 'true' then 'it has no content'
  when p_memory -> 'claim' is null and p_memory -> 'kind' is null then 'it has no kind'
  when coalesce(p_memory ->> 'kind', 'fact') not in ('fact', 'preference', 'instruction', 'procedure', 'summary')
    then 'its kind is none of fact, preference, instruction, procedure, summary'
  else coalesce(
    'its content ' || statewave_private.text_fault(
      case jsonb_typeof(p_memory -> 'content') when 'string' then to_jsonb(translate(p_memory ->> 'content', E'\n', ' ')) else p_memory -> 'content' end, 2000),
    'its speaker ' || statewave_private.text_fault(p_memory -> 'speaker', 128),
    'its valid_from ' || statewave_private.time_fault(p_memory -> 'valid_from'),
    'its valid_to ' || statewave_private.time_fault(p_memory -> 'valid_to'),
    case when p_memory -> 'claim' is not null then 'it ' || statewave_private.claim_fault(
      case when jsonb_typeof(p_memory -> 'claim') = 'object' and p_memory -> 'retracts' = 'true' then '{"value": "any"}'::jsonb || (p_memory -> 'claim')
           else p_memory -> 'claim' end) end,
    case
      when p_memory -> 'retracts' = 'true' and p_memory -> 'claim' is null then 'it retracts no claim'
      when statewave_private.canonical_value(p_memory #>> '{claim,value}') = '' then 'its claim''s value has no word'
    end)
end;

comment on function statewave_private.memory_fault(jsonb, text[]) is
  'What is wrong with the form of a memory that a model made of some episodes; null when nothing is. Its content may have several lines.';

revoke all on function statewave_private.memory_fault(jsonb, text[]) from public;
