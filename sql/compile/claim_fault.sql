-- requires: record/text_fault.sql
-- requires: compile/canonical_value.sql
create or replace function statewave_private.claim_fault(p_claim jsonb, p_retracts boolean)
returns text
language sql
stable
parallel safe
return case
  when p_claim is null then case when p_retracts then 'it retracts no claim' end
  when jsonb_typeof(p_claim) <> 'object' then 'its claim is no object'
  when p_claim - array['key', 'value', 'entity', 'qualifiers'] <> '{}' then 'its claim has keys that are none of key, value, entity, qualifiers'
  when jsonb_typeof(p_claim -> 'key') is distinct from 'string' or p_claim ->> 'key' !~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$' or char_length(p_claim ->> 'key') > 128
    then 'its claim has no key such as location.home'
  when p_claim -> 'value' is null and not p_retracts then 'its claim has no value'
  else coalesce(
    'its claim''s value ' || statewave_private.text_fault(p_claim -> 'value', 512),
    'its claim''s entity ' || statewave_private.text_fault(p_claim -> 'entity', 128),
    case
      when statewave_private.canonical_value(p_claim ->> 'value') = '' then 'its claim''s value is no word'
      when coalesce(jsonb_typeof(p_claim -> 'qualifiers'), 'object') <> 'object' then 'its qualifiers are no object'
    end,
    (select 'its qualifiers are not up to 8 names, each with a text of up to 128 characters'
       from (select count(*) as number, bool_or(q.key !~ '^[a-z][a-z0-9_]{0,62}$' or coalesce(statewave_private.text_fault(q.value, 128), '') <> '') as is_wrong
               from jsonb_each(case jsonb_typeof(p_claim -> 'qualifiers') when 'object' then p_claim -> 'qualifiers' end) q) c
      where c.number > 8 or c.is_wrong))
end;

comment on function statewave_private.claim_fault(jsonb, boolean) is
  'What is wrong with the form of a memory''s claim, {key, value, entity?, qualifiers?}, the value not needed where it retracts one; null when nothing is.';

revoke all on function statewave_private.claim_fault(jsonb, boolean) from public;
