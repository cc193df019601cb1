create or replace function statewave_private.apply_claim(
  p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_episode_id uuid, p_source text, p_session text, p_speaker text,
  p_event_at timestamptz, p_kind text, p_claim_key text, p_claim_value text, p_single_valued boolean, p_content text,
  out created int, out superseded int, out last_seq int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_key    uuid := p_subject.subject_key;
  v_before statewave_private.memory;
  v_after  statewave_private.memory;
  v_new    statewave_private.memory;
begin
  created := 0;
  superseded := 0;
  last_seq := p_last_seq;

  if p_single_valued then -- what was stated for this time, and what for the time after
    select m.* into v_before
      from statewave_private.memory m
     where m.subject_key = v_key and m.claim_key = p_claim_key collate "C" and lower(m.speaker) = lower(p_speaker collate "C")
       and m.single_valued and m.recorded_to is null and m.valid_from <= p_event_at and (m.valid_to is null or m.valid_to > p_event_at);
    select m.* into v_after
      from statewave_private.memory m
     where m.subject_key = v_key and m.claim_key = p_claim_key collate "C" and lower(m.speaker) = lower(p_speaker collate "C")
       and m.single_valued and m.recorded_to is null and m.valid_from > p_event_at
     order by m.valid_from
     limit 1;
  else
    select m.* into v_before
      from statewave_private.memory m
     where m.subject_key = v_key and m.kind = p_kind collate "C" and m.claim_key = p_claim_key collate "C"
       and m.content_hash = statewave_private.content_hash(p_speaker || ': ' || p_content)
       and m.recorded_to is null and m.valid_to is null;
  end if;

  -- Said before: one memory, one more source.
  if v_before.id is not null
     and (not p_single_valued
          or statewave_private.content_hash(v_before.claim_value) = statewave_private.content_hash(p_claim_value)) then
    insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at)
    select v_key, v_before.id, p_episode_id, p_subject.tenant_id, p_subject.last_recorded_at
     where p_episode_id <> v_before.source_episode_id
        on conflict (subject_key, memory_id, episode_id) do nothing;
    return;
  end if;

  v_new.subject_key := v_key;
  v_new.id := gen_random_uuid();
  v_new.tenant_id := p_subject.tenant_id;
  v_new.kind := p_kind;
  v_new.source_episode_id := p_episode_id;
  v_new.source := p_source;
  v_new.speaker := p_speaker;
  v_new.session := p_session;
  v_new.event_at := p_event_at;
  v_new.valid_from := p_event_at;
  v_new.recorded_at := p_subject.last_recorded_at;
  v_new.run_id := p_run_id;
  v_new.claim_key := p_claim_key;
  v_new.claim_value := p_claim_value;
  v_new.single_valued := p_single_valued;
  v_new.content := p_content;

  v_new.valid_to := v_after.valid_from;

  if v_before.id is not null then
    last_seq := statewave_private.close_memory(v_before, p_event_at, p_subject.last_recorded_at, p_run_id, last_seq);
  end if;
  last_seq := last_seq + 1;
  v_new.seq := last_seq;
  perform statewave_private.write_memory(v_new, p_subject.text_config);
  created := 1;
  superseded := ((v_before.id is not null) or (v_after.id is not null))::int;

  insert into statewave_private.supersession
    (subject_key, superseded_id, superseding_id, tenant_id, run_id, rule, reason, recorded_at)
  select v_key, s.older, s.newer, p_subject.tenant_id, p_run_id, s.rule,
         format('%s of %s: %s, stated for %s, after %s, stated for %s', p_claim_key, p_speaker,
                s.newer_value, to_char(s.newer_from, 'YYYY-MM-DD HH24:MI'), s.older_value, to_char(s.older_from, 'YYYY-MM-DD HH24:MI')),
         p_subject.last_recorded_at
    from (values ('newer_value', v_before.id, v_before.claim_value, v_before.valid_from, v_new.id, v_new.claim_value, v_new.valid_from),
                 ('older_value', v_new.id, v_new.claim_value, v_new.valid_from, v_after.id, v_after.claim_value, v_after.valid_from))
         s (rule, older, older_value, older_from, newer, newer_value, newer_from)
   where s.older is not null and s.newer is not null;
end
$$;

comment on function statewave_private.apply_claim(statewave_private.subject, uuid, int, uuid, text, text, text, timestamptz, text, text, text, boolean, text) is
  'Writes one claim: the same again adds a source; another value of a single-valued one closes what was stated for its time, and holds until what was stated for the time after it; supersession rows say which and why. Returns the memories created and superseded, and the last memory number used.';

revoke all on function statewave_private.apply_claim(statewave_private.subject, uuid, int, uuid, text, text, text, timestamptz, text, text, text, boolean, text) from public;
