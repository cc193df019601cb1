create or replace function statewave_private.same_memory(p_key uuid, p_claim statewave_private.claim, p_holder text)
returns statewave_private.memory
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_found statewave_private.memory;
begin
  if p_claim.claim_key is null then
    select m.* into v_found
      from statewave_private.memory m
     where m.subject_key = p_key and m.kind = p_claim.kind collate "C" and m.kind <> 'passage' and m.claim_key is null
       and m.content_hash = statewave_private.content_hash(p_claim.speaker || ': ' || p_claim.content)
       and m.recorded_to is null and (m.valid_to is null or m.valid_to > p_claim.valid_from)
     order by m.valid_from
     limit 1;
  else
    select m.* into v_found
      from statewave_private.memory m
     where m.subject_key = p_key and m.claim_key is not null and m.claim_key = p_claim.claim_key collate "C" and lower(coalesce(m.claim_entity, m.speaker)) = p_holder collate "C"
       and m.claim_qualifiers::text = p_claim.qualifiers::text and m.claim_canonical = p_claim.canonical collate "C"
       and m.recorded_to is null and (m.valid_to is null or m.valid_to > p_claim.valid_from)
     order by m.valid_from
     limit 1;
  end if;
  return v_found;
end
$$;

comment on function statewave_private.same_memory(uuid, statewave_private.claim, text) is
  'The first memory that says what a claim says, about the same holder, and holds at its time or later; without a claim key, that has its content. All null when there is none.';

revoke all on function statewave_private.same_memory(uuid, statewave_private.claim, text) from public;
