create or replace function statewave_private.said_now(p_key uuid, p_claim statewave_private.claim)
returns statewave_private.claim
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_claim statewave_private.claim := p_claim;
  v_after statewave_private.memory;
begin
  if p_claim.single_valued and p_claim.valid_from < p_claim.event_at and p_claim.rule not in ('brought', 'model') then
    v_after := statewave_private.value_at(p_key, p_claim, lower(coalesce(p_claim.entity, p_claim.speaker) collate "C"), true);
    if v_after.claim_canonical <> p_claim.canonical and v_after.event_at <= p_claim.event_at and v_after.valid_from <= p_claim.event_at then
      v_claim.valid_from := p_claim.event_at;
    end if;
  end if;
  return v_claim;
end
$$;

comment on function statewave_private.said_now(uuid, statewave_private.claim) is
  'A claim that a sentence dates back ("I moved to Bergen yesterday"), from when it was said on where another value had been stated in between: it tells what holds now, and takes that one''s place.';

revoke all on function statewave_private.said_now(uuid, statewave_private.claim) from public;
