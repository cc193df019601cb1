create or replace function statewave_private.memory_of(p_subject statewave_private.subject, p_run_id uuid, p_claim statewave_private.claim, p_holder text)
returns statewave_private.memory
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
declare
  v_canonical constant text := coalesce(p_claim.canonical, statewave_private.canonical_value(p_claim.content));
  v_said      constant int := (select e.seq from statewave_private.episode e where e.subject_key = p_subject.subject_key and e.id = p_claim.episode_id);
  v_new       statewave_private.memory;
begin
  v_new.subject_key := p_subject.subject_key;
  v_new.id := gen_random_uuid();
  v_new.tenant_id := p_subject.tenant_id;
  v_new.kind := p_claim.kind;
  v_new.source_episode_id := p_claim.episode_id;
  v_new.source := p_claim.source;
  v_new.speaker := p_claim.speaker;
  v_new.session := p_claim.session;
  v_new.event_at := p_claim.event_at;
  v_new.valid_from := p_claim.valid_from;
  v_new.stated_from := p_claim.valid_from;
  v_new.valid_to := p_claim.valid_to;
  v_new.recorded_at := p_subject.last_recorded_at;
  v_new.run_id := p_run_id;
  v_new.claim_key := p_claim.claim_key;
  v_new.claim_value := p_claim.value;
  v_new.claim_canonical := p_claim.canonical;
  v_new.claim_entity := p_claim.entity;
  v_new.claim_qualifiers := p_claim.qualifiers;
  v_new.single_valued := coalesce(p_claim.single_valued, false);
  v_new.rule := p_claim.rule;
  v_new.content := p_claim.content;
  -- That it holds no more may have been recorded before: for later, or, by who knew the statement, for its time too.
  select r.ended_at, r.episode_id into v_new.valid_to, v_new.ended_by
    from statewave_private.retraction r
   where r.subject_key = p_subject.subject_key and r.claim_key = coalesce(p_claim.claim_key, p_claim.kind) collate "C" and r.holder = p_holder collate "C"
     and (p_claim.valid_to is null or r.ended_at < p_claim.valid_to)
     and (r.ended_at > p_claim.valid_from
          or r.is_exact and (r.is_whole or r.ended_at = p_claim.valid_from)
             and v_said < (select e.seq from statewave_private.episode e where e.subject_key = p_subject.subject_key and e.id = r.episode_id))
     and (r.qualifiers = '' or r.qualifiers = coalesce(p_claim.qualifiers::text, '{}'))
     and case when r.is_exact then statewave_private.is_value(v_canonical, p_claim.qualifiers, r.claim_canonical)
              else statewave_private.is_retracted(v_canonical, r.claim_canonical)
                   and (v_canonical = r.claim_canonical or r.claim_canonical = '' or not exists ( -- then that one is meant
                     select from statewave_private.memory m
                      where m.subject_key = p_subject.subject_key and m.claim_key = r.claim_key and lower(coalesce(m.claim_entity, m.speaker)) = r.holder
                        and m.claim_canonical = r.claim_canonical and m.recorded_to is null)) end
   order by r.ended_at
   limit 1;
  if not found then
    v_new.valid_to := p_claim.valid_to;
  end if;
  return v_new;
end
$$;

comment on function statewave_private.memory_of(statewave_private.subject, uuid, statewave_private.claim, text) is
  'The memory that a claim makes, without its number and what is worked out of its content; its validity ends where a retraction has it, maybe before it begins: then it never held.';

revoke all on function statewave_private.memory_of(statewave_private.subject, uuid, statewave_private.claim, text) from public;
