create or replace function statewave_private.apply_claim(
  p_subject statewave_private.subject, p_run_id uuid, p_last_seq int, p_episode_id uuid, p_source text, p_session text, p_speaker text,
  p_event_at timestamptz, p_kind text, p_claim_key text, p_claim_value text, p_single_valued boolean, p_content text,
  out created int, out superseded int, out last_seq int)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict error
declare
  v_key     uuid := p_subject.subject_key;
  v_current statewave_private.memory;
  v_new     statewave_private.memory;
begin
  created := 0;
  superseded := 0;
  last_seq := p_last_seq;

  select m.* into v_current
    from statewave_private.memory m
   where m.subject_key = v_key and m.recorded_to is null and m.valid_to is null
     and (p_single_valued and m.single_valued and m.claim_key = p_claim_key collate "C" and m.speaker = p_speaker collate "C"
          or m.kind = p_kind collate "C" and m.content_hash = statewave_private.content_hash(p_speaker || ': ' || p_content))
   order by m.single_valued desc, m.seq
   limit 1;

  -- Said before: one memory, one more source.
  if v_current.id is not null
     and (not p_single_valued or not v_current.single_valued
          or statewave_private.content_hash(v_current.claim_value) = statewave_private.content_hash(p_claim_value)) then
    insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at)
    select v_key, v_current.id, p_episode_id, p_subject.tenant_id, p_subject.last_recorded_at
     where p_episode_id <> v_current.source_episode_id
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

  if v_current.id is not null and p_event_at >= v_current.valid_from then
    last_seq := statewave_private.close_memory(v_current, p_event_at, p_subject.last_recorded_at, p_run_id, last_seq);
  elsif v_current.id is not null then
    v_new.valid_to := v_current.valid_from;
  end if;
  last_seq := last_seq + 1;
  v_new.seq := last_seq;
  perform statewave_private.write_memory(v_new, p_subject.text_config);
  created := 1;

  if v_current.id is not null then
    superseded := 1;
    insert into statewave_private.supersession
      (subject_key, superseded_id, superseding_id, tenant_id, run_id, rule, reason, recorded_at)
    select v_key, case when is_newer then v_current.id else v_new.id end, case when is_newer then v_new.id else v_current.id end,
           p_subject.tenant_id, p_run_id, case when is_newer then 'newer_value' else 'older_value' end,
           format('%s of %s: %s, stated for %s, after %s, stated for %s', p_claim_key, p_speaker,
                  case when is_newer then v_new.claim_value else v_current.claim_value end,
                  to_char(greatest(v_new.valid_from, v_current.valid_from), 'YYYY-MM-DD HH24:MI'),
                  case when is_newer then v_current.claim_value else v_new.claim_value end,
                  to_char(least(v_new.valid_from, v_current.valid_from), 'YYYY-MM-DD HH24:MI')),
           p_subject.last_recorded_at
      from (select p_event_at >= v_current.valid_from) n (is_newer);
  end if;
end
$$;

comment on function statewave_private.apply_claim(statewave_private.subject, uuid, int, uuid, text, text, text, timestamptz, text, text, text, boolean, text) is
  'Writes one claim: the same again adds a source; another value of a single-valued one closes the older statement at the newer one''s time, or, stated for an earlier time, goes into history at once; a supersession row says which and why. Returns the memories created and superseded, and the last memory number used.';

revoke all on function statewave_private.apply_claim(statewave_private.subject, uuid, int, uuid, text, text, text, timestamptz, text, text, text, boolean, text) from public;
