create or replace function statewave_private.next_begin(p_key uuid, p_claim statewave_private.claim, p_holder text, p_after timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  return (
    select min(m.valid_from)
      from statewave_private.memory m
     where m.subject_key = p_key and m.claim_key = p_claim.claim_key collate "C" and lower(coalesce(m.claim_entity, m.speaker)) = p_holder collate "C"
       and m.claim_qualifiers::text = p_claim.qualifiers::text and (m.single_valued or m.claim_canonical = p_claim.canonical collate "C")
       and m.recorded_to is null and m.valid_from > p_after);
end
$$;

comment on function statewave_private.next_begin(uuid, statewave_private.claim, text, timestamptz) is
  'When, after a time, the next memory begins that may not hold at once with what a claim states; null when there is none.';

revoke all on function statewave_private.next_begin(uuid, statewave_private.claim, text, timestamptz) from public;
