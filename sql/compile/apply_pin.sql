create or replace function statewave_private.apply_pin(
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
  v_memory statewave_private.memory;
  v_pinned statewave_private.memory;
begin
  created := 0;
  superseded := 0;
  last_seq := p_last_seq;
  for v_memory in
    select m.* from statewave_private.memories_named(p_subject.subject_key, p_claim.claim_key, lower(p_claim.speaker collate "C"), p_claim.canonical, p_claim.is_exact, p_claim.qualifiers) m
     where m.pinned <> p_claim.pinned and m.valid_from <= p_claim.valid_from and (m.valid_to is null or m.valid_to > p_claim.valid_from)
     order by m.seq
  loop
    v_pinned := v_memory;
    v_pinned.pinned := p_claim.pinned;
    select r.id, r.last_seq into id, last_seq from statewave_private.revise_memory(v_memory, v_pinned, p_subject.last_recorded_at, p_run_id, last_seq) r;
  end loop;
end
$$;

comment on function statewave_private.apply_pin(statewave_private.subject, uuid, int, statewave_private.claim) is
  'Pins, or pins no more, the memories that a claim names at its time: each gets a corrected row. Returns as apply_claim().';

revoke all on function statewave_private.apply_pin(statewave_private.subject, uuid, int, statewave_private.claim) from public;
