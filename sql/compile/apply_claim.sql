create or replace function statewave_private.apply_claim(
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
  v_stamp  constant timestamptz := p_subject.last_recorded_at;
  v_holder constant text := lower(coalesce(p_claim.entity, p_claim.speaker) collate "C");
  v_same   statewave_private.memory := statewave_private.same_memory(p_subject.subject_key, p_claim, v_holder); -- says it of that time or later
  v_new    statewave_private.memory := statewave_private.memory_of(p_subject, p_run_id, p_claim, v_holder);
  v_before statewave_private.memory; -- another value of that time
  v_after  statewave_private.memory; -- the next one
  v_next   timestamptz; -- from when another value holds, or the one before again
  v_end    record;
begin
  created := 0;
  superseded := 0;
  last_seq := p_last_seq;
  if v_new.valid_to <= v_new.valid_from then
    return; -- it was taken back by who knew it
  end if;

  -- What stands in its place: the value of its time, and from when on that is another's again.
  if p_claim.claim_key is not null then
    v_before := statewave_private.value_at(p_subject.subject_key, p_claim, v_holder, false);
    v_after := statewave_private.value_at(p_subject.subject_key, p_claim, v_holder, true);
    v_next := coalesce((statewave_private.stated_again(v_before, p_claim.valid_from)).stated_from, v_after.valid_from);
  end if;

  -- The same of a later time is another stretch of it where it does not hold in between.
  if v_same.id is not null and v_same.valid_from > p_claim.valid_from
     and (v_new.valid_to <= v_same.valid_from or v_next < v_same.valid_from) then
    v_same := null;
  end if;

  -- The same again: one more source, and it may hold from earlier on, or for longer.
  if v_same.id is not null then
    insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at, stated_from)
    select p_subject.subject_key, v_same.id, p_claim.episode_id, p_subject.tenant_id, v_stamp, p_claim.valid_from
     where p_claim.episode_id <> v_same.source_episode_id
        on conflict (subject_key, memory_id, episode_id) do nothing;
    id := v_same.id;
    v_new := v_same;
    v_new.valid_from := least(v_same.valid_from, p_claim.valid_from);
    if p_claim.valid_to > v_same.valid_to and v_same.ended_by is null and v_same.valid_from <= p_claim.valid_from then
      v_new.valid_to := least(p_claim.valid_to, v_after.valid_from);
    end if;
    if v_new is not distinct from v_same then
      return;
    end if;
  end if;

  -- Another value of its time ends with it, and resumes where it is stated again for later.
  if v_before.id is not null and v_before.id is distinct from v_same.id then
    v_end := statewave_private.end_memory(p_subject, p_run_id, last_seq, v_before, p_claim.valid_from, p_claim.episode_id);
    last_seq := v_end.last_seq;
    if (v_end.resumed).id is not null then
      v_after := v_end.resumed;
    end if;
  end if;

  -- What it states, until the next value.
  if v_same.id is not null then
    select r.id, r.last_seq into id, last_seq from statewave_private.revise_memory(v_same, v_new, v_stamp, p_run_id, last_seq) r;
    v_after := null;
  else
    if v_after.valid_from <= v_new.valid_to or v_new.valid_to is null and v_after.id is not null then
      v_new.valid_to := v_after.valid_from;
      v_new.ended_by := v_after.source_episode_id;
    end if;
    last_seq := last_seq + 1;
    id := v_new.id;
    v_new.seq := last_seq;
    perform statewave_private.write_memory(v_new, p_subject.text_config);
    created := 1;
  end if;
  superseded := statewave_private.write_supersessions(p_subject, p_run_id, id, v_new, v_before, v_after);
end
$$;

comment on function statewave_private.apply_claim(statewave_private.subject, uuid, int, statewave_private.claim) is
  'Writes what a claim states: the same again adds a source, and the time that it holds longer; another value of a single-valued one closes what was stated for its time, and holds until what was stated for the time after it; supersession rows say which and why. What was taken back before is not written. Returns the memory, those created and superseded, and the last memory number used.';

revoke all on function statewave_private.apply_claim(statewave_private.subject, uuid, int, statewave_private.claim) from public;
