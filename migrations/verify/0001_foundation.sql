-- Raises when a table, column, constraint or index of the foundation is not there.

select tenant_id, created_at
  from statewave_private.tenant where false;

select role_name, tenant_id, is_default, granted_at
  from statewave_private.tenant_grant where false;

select space_id, provider, model, dimensions, is_active
  from statewave_private.embedding_space where false;

select profile, version, recorded_at, recorded_to, lexical, semantic, session_lexical, neighbour, second_neighbour, reply, speaker, question, session, compiled, bm25_k1, bm25_b, session_k1, session_b, session_tokens, line_tokens, note
  from statewave_private.ranking_profile where false;

select claim_key, asked_as
  from statewave_private.claim_key where false;

select subject_key, tenant_id, subject, text_config, created_at, last_recorded_at, first_occurred_at, last_occurred_at, episode_count, memory_count, last_episode_seq, last_memory_seq, compiled_through
  from statewave_private.subject where false;

select subject_key, seq, id, tenant_id, source, type, session, occurred_at, recorded_at, payload, metadata, provenance, labels, idempotency_key, body_hash
  from statewave_private.episode where false;

select subject_key, name, tenant_id, recorded_at
  from statewave_private.speaker where false;

select subject_key, id, tenant_id, compiler, from_seq, through_seq, recorded_at, memories_created, memories_superseded
  from statewave_private.compile_run where false;

select subject_key, seq, id, tenant_id, kind, source_episode_id, ordinal, source, speaker, session, event_at, valid_from, valid_to, recorded_at, recorded_to, run_id, corrects, claim_key, claim_value, single_valued, asks, token_count, length, content_hash, content, postings
  from statewave_private.memory where false;

select subject_key, memory_id, episode_id, tenant_id, recorded_at
  from statewave_private.memory_source where false;

select subject_key, memory_seq, space_id, tenant_id, embedding
  from statewave_private.embedding where false;

select subject_key, superseded_id, superseding_id, tenant_id, run_id, rule, reason, score, threshold, recorded_at
  from statewave_private.supersession where false;

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'tenant_pkey', 'tenant_id_shape', 'tenant_grant_pkey', 'tenant_grant_tenant_fkey',
    'embedding_space_pkey', 'embedding_space_name', 'embedding_space_dimensions',
    'ranking_profile_pkey', 'ranking_profile_name', 'ranking_profile_closed', 'claim_key_pkey', 'subject_pkey',
    'subject_key_is_derived', 'subject_tenant_fkey', 'subject_counts', 'episode_pkey',
    'episode_seq', 'episode_idempotency', 'episode_subject_fkey', 'episode_payload_object',
    'episode_metadata_object', 'episode_provenance_object', 'speaker_pkey', 'speaker_subject_fkey',
    'compile_run_pkey', 'compile_run_order', 'compile_run_subject_fkey', 'compile_run_range',
    'memory_pkey', 'memory_id', 'memory_passage', 'memory_episode_fkey', 'memory_run_fkey',
    'memory_corrects_fkey', 'memory_kind', 'memory_ordinal', 'memory_validity', 'memory_recorded',
    'memory_claim', 'memory_text', 'memory_tokens', 'memory_source_pkey', 'memory_source_memory_fkey',
    'memory_source_episode_fkey', 'embedding_pkey', 'embedding_memory_fkey', 'embedding_space_fkey',
    'supersession_pkey', 'supersession_superseded_fkey', 'supersession_superseding_fkey',
    'supersession_run_fkey', 'supersession_distinct'
    ]) w (name)
   where not exists (select from pg_constraint c
                      where c.conname = w.name and c.connamespace = 'statewave_private'::regnamespace);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'tenant_grant_one_default', 'tenant_grant_tenant', 'embedding_space_one_active',
    'ranking_profile_current', 'subject_by_name', 'episode_by_time', 'memory_once',
    'memory_one_value', 'memory_by_run', 'memory_by_correction', 'memory_compiled_by_time',
    'memory_source_by_episode', 'supersession_by_superseding', 'supersession_by_run'
    ]) w (name)
   where to_regclass('statewave_private.' || w.name) is null;
  if v_missing is not null then
    raise exception 'missing indexes: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'subject', 'episode', 'speaker', 'compile_run', 'memory', 'memory_source', 'embedding',
    'supersession'
    ]) w (name)
   where (select count(*) from pg_inherits i where i.inhparent = to_regclass('statewave_private.' || w.name)) <> 32;
  if v_missing is not null then
    raise exception 'not in 32 partitions: %', v_missing;
  end if;

  if not exists (select from statewave_private.tenant t where t.tenant_id = 'default')
     or not exists (select from statewave_private.embedding_space s where s.is_active)
     or not exists (select from statewave_private.ranking_profile p where p.profile = 'default') then
    raise exception 'missing first rows: tenant default, an active embedding space, profile default';
  end if;
end
$$;
