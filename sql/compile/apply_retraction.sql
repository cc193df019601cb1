create or replace function statewave_private.apply_retraction(
  p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_claim statewave_private.claim,
  out id uuid, out created int, out superseded int, out last_seq int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_holder constant text := lower(coalesce(p_claim.entity, p_claim.speaker) collate "C");
  v_memory statewave_private.memory;
begin
  created := 0;
  superseded := 0;
  last_seq := p_last_seq;
  insert into statewave_private.retraction
    (subject_key, episode_id, claim_key, holder, claim_canonical, qualifiers, content_hash, tenant_id, is_exact, is_whole, ended_at, rule, run_id, recorded_at)
  values (p_subject.subject_key, p_claim.episode_id, p_claim.claim_key, v_holder, p_claim.canonical, coalesce(p_claim.qualifiers::text, ''),
          statewave_private.content_hash(concat_ws(chr(31), p_claim.claim_key, v_holder, p_claim.qualifiers, p_claim.canonical)), p_subject.tenant_id, p_claim.is_exact,
          coalesce(p_claim.valid_to = 'infinity', false), p_claim.valid_from, p_claim.rule, p_run_id, p_subject.last_recorded_at)
      on conflict (subject_key, episode_id, content_hash) do nothing;
  for v_memory in
    select m.* from statewave_private.memories_named(p_subject.subject_key, p_claim.claim_key, v_holder, p_claim.canonical, p_claim.is_exact, p_claim.qualifiers) m
     where m.valid_from <= p_claim.valid_from and (m.valid_to is null or m.valid_to > p_claim.valid_from)
       and (p_claim.is_exact or m.valid_from < p_claim.valid_from)
     order by m.seq
  loop
    last_seq := (statewave_private.end_memory(p_subject, p_run_id, last_seq, v_memory, p_claim.valid_from, p_claim.episode_id, p_claim.valid_to)).last_seq;
    superseded := superseded + 1;
  end loop;
end
$$;

comment on function statewave_private.apply_retraction(statewave_private.subject, uuid, int, statewave_private.claim) is
  'Writes that a claim holds no more from its valid_from on and ends the memories that it means; one that names its value exactly, also those that began at that moment, which then never held. Returns as apply_claim(): superseded counts what it ended.';

revoke all on function statewave_private.apply_retraction(statewave_private.subject, uuid, int, statewave_private.claim) from public;
