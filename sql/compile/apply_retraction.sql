create or replace function statewave_private.apply_retraction(
  p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_claim statewave_private.claim,
  out ended int, out last_seq int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_key    constant uuid := p_subject.subject_key;
  v_holder constant text := lower(coalesce(p_claim.entity, p_claim.speaker));
  v_memory statewave_private.memory;
begin
  ended := 0;
  last_seq := p_last_seq;
  insert into statewave_private.retraction (subject_key, episode_id, claim_key, holder, claim_canonical, tenant_id, ended_at, rule, run_id, recorded_at)
  values (v_key, p_claim.episode_id, p_claim.claim_key, v_holder, p_claim.canonical, p_subject.tenant_id, p_claim.valid_from, p_claim.rule, p_run_id,
          p_subject.last_recorded_at)
      on conflict (subject_key, episode_id, claim_key, holder, claim_canonical) do nothing;
  for v_memory in
    select m.* from statewave_private.memory m
     where m.subject_key = v_key and m.claim_key = p_claim.claim_key collate "C" and lower(coalesce(m.claim_entity, m.speaker)) = v_holder collate "C"
       and m.recorded_to is null and m.valid_from < p_claim.valid_from and (m.valid_to is null or m.valid_to > p_claim.valid_from)
       and statewave_private.is_retracted(m.claim_canonical, p_claim.canonical)
     order by m.seq
  loop
    last_seq := statewave_private.end_memory(p_subject, p_run_id, last_seq, v_memory, p_claim.valid_from, p_claim.episode_id);
    ended := ended + 1;
  end loop;
end
$$;

comment on function statewave_private.apply_retraction(statewave_private.subject, uuid, int, statewave_private.claim) is
  'Writes that a claim holds no more from its valid_from on and ends the memories that it means. Returns how many, and the last memory number used.';

revoke all on function statewave_private.apply_retraction(statewave_private.subject, uuid, int, statewave_private.claim) from public;
