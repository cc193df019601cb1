create or replace function statewave_private.value_at(p_key uuid, p_claim statewave_private.claim, p_holder text, p_is_next boolean)
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
  select m.* into v_found
    from statewave_private.memory m
   where m.subject_key = p_key and m.claim_key = p_claim.claim_key collate "C" and lower(coalesce(m.claim_entity, m.speaker)) = p_holder collate "C"
     and m.claim_qualifiers::text = p_claim.qualifiers::text and m.claim_key is not null and m.recorded_to is null
     and m.single_valued = p_claim.single_valued and (m.single_valued or m.claim_canonical = p_claim.canonical collate "C")
     and case when p_is_next then m.valid_from > p_claim.valid_from
              else m.valid_from <= p_claim.valid_from and (m.valid_to is null or m.valid_to > p_claim.valid_from) end
   order by m.valid_from
   limit 1;
  return v_found;
end
$$;

comment on function statewave_private.value_at(uuid, statewave_private.claim, text, boolean) is
  'The memory that stands at the time of a claim in its place, or the next one after it: of a single-valued claim whichever value, else the same. All null when there is none.';

revoke all on function statewave_private.value_at(uuid, statewave_private.claim, text, boolean) from public;
