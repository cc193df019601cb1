-- requires: record/claim_fault.sql
-- requires: record/kind_of.sql
-- requires: record/text_fault.sql
-- requires: record/time_fault.sql
create or replace function statewave_private.statement_fault(p_list text, p_statement jsonb, p_occurred_at timestamptz)
returns text
language sql
stable
parallel safe
begin atomic
  with form (keys) as (
    values (case p_list
              when 'memory_candidates' then array['kind', 'text', 'claim', 'speaker', 'valid_from', 'valid_to', 'metadata', 'confidence']
              when 'retractions' then array['key', 'holder', 'value', 'qualifiers', 'at', 'whole']
              else array['key', 'holder', 'value', 'qualifiers', 'pinned']
            end)
  )
  select case
           when jsonb_typeof(p_statement) <> 'object' then 'is no object'
           when p_statement - f.keys <> '{}' then 'has other keys than ' || array_to_string(f.keys, ', ')
           when p_list = 'memory_candidates' then coalesce(
             case when jsonb_typeof(p_statement -> 'text') is distinct from 'string' or p_statement ->> 'text' !~ '\S' then 'has no text'
                  when char_length(p_statement ->> 'text') > 10000 then 'has a text of more than 10,000 characters' end,
             case when statewave_private.kind_of(p_statement ->> 'kind') is null
                  then 'has no kind: fact, preference, instruction, procedure or summary (or domain_fact, profile_fact, episode_summary)' end,
             case when jsonb_typeof(p_statement -> 'claim') <> 'null' then statewave_private.claim_fault(p_statement -> 'claim') end,
             'has a speaker that ' || statewave_private.text_fault(p_statement -> 'speaker', 128),
             'has a valid_from that ' || statewave_private.time_fault(p_statement -> 'valid_from'),
             'has a valid_to that ' || statewave_private.time_fault(p_statement -> 'valid_to'),
             case when (p_statement ->> 'valid_to')::timestamptz <= coalesce((p_statement ->> 'valid_from')::timestamptz, p_occurred_at)
                  then 'ends before it begins (valid_from, or when the episode occurred)' end)
           else coalesce(
             case when jsonb_typeof(p_statement -> 'key') is distinct from 'string' then 'has no key' end,
             'has a key that ' || statewave_private.text_fault(p_statement -> 'key', 128),
             'has a holder that ' || statewave_private.text_fault(p_statement -> 'holder', 128),
             'has a value that ' || statewave_private.text_fault(p_statement -> 'value', 10000),
             case when jsonb_typeof(p_statement -> 'qualifiers') <> 'null' then statewave_private.claim_fault(
               jsonb_build_object('key', 'any', 'value', 'any', 'qualifiers', p_statement -> 'qualifiers')) end,
             'has a time (at) that ' || statewave_private.time_fault(p_statement -> 'at'),
             case when jsonb_typeof(p_statement -> 'whole') <> 'boolean' then 'has a whole that is neither true nor false' end,
             case when p_list = 'pins' and jsonb_typeof(p_statement -> 'pinned') is distinct from 'boolean' then 'does not say whether pinned' end)
         end
    from form f;
end;

comment on function statewave_private.statement_fault(text, jsonb, timestamptz) is
  'What is wrong with one of a payload''s statewave.memory_candidates, retractions or pins (p_list), to be read after its number; null when nothing is. p_occurred_at: of the episode, from when a memory holds that does not say it.';

revoke all on function statewave_private.statement_fault(text, jsonb, timestamptz) from public;
