-- Raises when a column (of its type), constraint, index, partition or first row of the foundation is
-- not there. Types are written as the deploy's search_path (pg_catalog) shows them.

do $$
declare
  v_missing text;
begin
  select string_agg(format('%s.%s', t.name, c.wanted), ', ') into v_missing
    from (values
    ('tenant', array[
      'tenant_id text not null', 'created_at timestamp with time zone not null']),
    ('tenant_grant', array[
      'role_name name not null', 'tenant_id text not null', 'is_default boolean not null',
      'granted_at timestamp with time zone not null']),
    ('embedding_space', array[
      'space_id integer not null', 'provider text not null', 'model text not null', 'dimensions integer not null',
      'is_active boolean not null']),
    ('ranking_profile', array[
      'profile text not null', 'version integer not null', 'recorded_at timestamp with time zone not null',
      'recorded_to timestamp with time zone', 'lexical double precision not null',
      'semantic double precision not null', 'session_lexical double precision not null',
      'neighbour double precision not null', 'second_neighbour double precision not null',
      'reply double precision not null', 'speaker double precision not null', 'question double precision not null',
      'session double precision not null', 'compiled double precision not null', 'bm25_k1 double precision not null',
      'bm25_b double precision not null', 'session_k1 double precision not null',
      'session_b double precision not null', 'session_tokens double precision not null',
      'line_tokens double precision not null', 'note text not null']),
    ('claim_key', array[
      'claim_key text not null', 'asked_as text not null']),
    ('subject', array[
      'subject_key uuid not null', 'tenant_id text not null', 'subject text not null', 'text_config text not null',
      'created_at timestamp with time zone not null', 'last_recorded_at timestamp with time zone not null',
      'first_occurred_at timestamp with time zone', 'last_occurred_at timestamp with time zone',
      'episode_count bigint not null', 'memory_count bigint not null', 'last_episode_seq integer not null',
      'last_memory_seq integer not null', 'compiled_through integer not null']),
    ('episode', array[
      'subject_key uuid not null', 'seq integer not null', 'id uuid not null', 'tenant_id text not null',
      'source text not null', 'type text not null', 'session text', 'occurred_at timestamp with time zone not null',
      'recorded_at timestamp with time zone not null', 'payload jsonb not null', 'metadata jsonb not null',
      'provenance jsonb not null', 'labels text[] not null', 'idempotency_key text', 'body_hash bytea not null']),
    ('speaker', array[
      'subject_key uuid not null', 'name text not null', 'tenant_id text not null',
      'recorded_at timestamp with time zone not null']),
    ('compile_run', array[
      'subject_key uuid not null', 'id uuid not null', 'tenant_id text not null', 'compiler text not null',
      'from_seq integer not null', 'through_seq integer not null', 'memories_created integer not null',
      'memories_superseded integer not null']),
    ('memory', array[
      'subject_key uuid not null', 'seq integer not null', 'id uuid not null', 'tenant_id text not null',
      'kind text not null', 'source_episode_id uuid not null', 'ordinal integer', 'source text not null',
      'speaker text not null', 'session text', 'event_at timestamp with time zone not null',
      'valid_from timestamp with time zone not null', 'valid_to timestamp with time zone',
      'recorded_at timestamp with time zone not null', 'recorded_to timestamp with time zone', 'run_id uuid',
      'corrects uuid', 'quoted_in integer', 'claim_key text', 'claim_value text', 'single_valued boolean not null',
      'asks boolean not null', 'token_count integer not null', 'length integer not null',
      'content_hash bytea not null', 'content text not null', 'postings tsvector not null']),
    ('memory_source', array[
      'subject_key uuid not null', 'memory_id uuid not null', 'episode_id uuid not null', 'tenant_id text not null',
      'recorded_at timestamp with time zone not null']),
    ('embedding', array[
      'subject_key uuid not null', 'memory_seq integer not null', 'space_id integer not null',
      'tenant_id text not null', 'embedding public.halfvec not null']),
    ('supersession', array[
      'subject_key uuid not null', 'superseded_id uuid not null', 'superseding_id uuid not null',
      'tenant_id text not null', 'run_id uuid not null', 'rule text not null', 'reason text not null',
      'score double precision', 'threshold double precision', 'recorded_at timestamp with time zone not null'])
    ) t (name, wanted),
    unnest(t.wanted) c (wanted)
   where not exists (select from pg_attribute a
                      where a.attrelid = to_regclass('statewave_private.' || t.name) and a.attnum > 0 and not a.attisdropped
                        and c.wanted = format('%s %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                              case when a.attnotnull then ' not null' else '' end));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

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
    'memory_corrects_fkey', 'memory_quoted_in_fkey', 'memory_kind', 'memory_ordinal', 'memory_validity', 'memory_recorded',
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
    'memory_by_run', 'memory_by_correction', 'memory_by_quotation', 'memory_compiled_by_time',
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

  if to_regprocedure('statewave_private.subject_key(text, text)') is null then
    raise exception 'missing function: subject_key';
  end if;

  if not exists (select from pg_attribute a
                  where a.attrelid = 'statewave_private.embedding'::regclass and a.attname = 'embedding' and a.attstorage = 'p') then
    raise exception 'not stored inline: embedding.embedding';
  end if;

  if not exists (select from statewave_private.tenant t where t.tenant_id = 'default')
     or not exists (select from statewave_private.embedding_space s where s.is_active)
     or not exists (select from statewave_private.ranking_profile p where p.profile = 'default') then
    raise exception 'missing first rows: tenant default, an active embedding space, profile default';
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'identity.name', 'identity.birthday', 'location.home', 'work.employer', 'work.role', 'plan.subscription',
    'contact.email', 'contact.phone', 'relationship.status', 'family.kids'
    ]) w (name)
   where not exists (select from statewave_private.claim_key k where k.claim_key = w.name);
  if v_missing is not null then
    raise exception 'missing claim keys: %', v_missing;
  end if;
end
$$;
