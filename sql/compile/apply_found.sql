create or replace function statewave_private.apply_found(
  p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_claim statewave_private.claim,
  out created int, out superseded int, out last_seq int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_applied record;
begin
  v_applied := case
    when p_claim.pinned is not null then statewave_private.apply_pin(p_subject, p_run_id, p_last_seq, p_claim)
    when p_claim.retracts then statewave_private.apply_retraction(p_subject, p_run_id, p_last_seq, p_claim)
    else statewave_private.apply_claim(p_subject, p_run_id, p_last_seq, statewave_private.said_now(p_subject.subject_key, p_claim))
  end;
  created := v_applied.created;
  superseded := v_applied.superseded;
  last_seq := v_applied.last_seq;
  if p_claim.further <> '{}' and not p_claim.retracts then
    insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at, stated_from)
    select p_subject.subject_key, m.id, f.id, p_subject.tenant_id, p_subject.last_recorded_at, greatest(p_claim.valid_from, f.occurred_at)
      from statewave_private.memory m
      join statewave_private.episode f on f.subject_key = p_subject.subject_key and f.id = any (p_claim.further)
     where m.subject_key = p_subject.subject_key and m.id = v_applied.id and m.source_episode_id <> f.id
        on conflict (subject_key, memory_id, episode_id) do nothing;
  end if;
end
$$;

comment on function statewave_private.apply_found(statewave_private.subject, uuid, int, statewave_private.claim) is
  'Writes what a compiler found: a memory with all its sources, that a claim holds no more, or a pin. Returns the memories created and those superseded or ended, and the last memory number used.';

revoke all on function statewave_private.apply_found(statewave_private.subject, uuid, int, statewave_private.claim) from public;
