-- requires: compile/canonical_value.sql
-- requires: compile/is_retracted.sql
-- requires: compile/is_value.sql
create or replace function statewave_private.memories_named(p_key uuid, p_claim_key text, p_holder text, p_canonical text, p_is_exact boolean, p_qualifiers jsonb)
returns setof statewave_private.memory
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
begin
  return query
  with named as (
    select m.seq, v.canonical = p_canonical as is_same
      from statewave_private.memory m
     cross join lateral (select coalesce(m.claim_canonical, statewave_private.canonical_value(m.content)) as canonical) v
     where m.subject_key = p_key and m.recorded_to is null and m.kind <> 'passage'
       and (m.claim_key = p_claim_key collate "C" or m.claim_key is null and m.kind = p_claim_key collate "C")
       and lower(coalesce(m.claim_entity, m.speaker)) = p_holder collate "C"
       and (p_qualifiers is null or coalesce(m.claim_qualifiers, '{}') = p_qualifiers)
       and case when p_is_exact then statewave_private.is_value(v.canonical, m.claim_qualifiers, p_canonical)
                else statewave_private.is_retracted(v.canonical, p_canonical) end
  )
  select m.*
    from named n
    join statewave_private.memory m on m.subject_key = p_key and m.seq = n.seq
   where p_is_exact or n.is_same or not exists (select from named x where x.is_same);
end
$$;

comment on function statewave_private.memories_named(uuid, text, text, text, boolean, jsonb) is
  'The memories in force whose claim has a key, a holder and a value, all in comparable form: that value exactly (is_value), or, where none has just that, those with its words in it (all of them for an empty value). p_qualifiers: the claim''s; null: whichever. Of a memory without a claim the key is its kind and the value its content.';

revoke all on function statewave_private.memories_named(uuid, text, text, text, boolean, jsonb) from public;
