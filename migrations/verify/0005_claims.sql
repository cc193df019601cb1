-- Raises when a column, key, index, partition or the wall of what this migration makes is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('compiler_rule.rule text', true), ('compiler_rule.tenant_id text', false), ('compiler_rule.version integer', true),
    ('compiler_rule.recorded_at timestamp with time zone', true), ('compiler_rule.recorded_to timestamp with time zone', false),
    ('compiler_rule.claim_key text', true), ('compiler_rule.speaker text', true), ('compiler_rule.shape text', true),
    ('compiler_rule.pattern text', true), ('compiler_rule.retracts boolean', true), ('compiler_rule.examples jsonb', true),
    ('retraction.subject_key uuid', true), ('retraction.episode_id uuid', true), ('retraction.claim_key text', true),
    ('retraction.holder text', true), ('retraction.claim_canonical text', true), ('retraction.qualifiers text', true), ('retraction.tenant_id text', true),
    ('retraction.ended_at timestamp with time zone', true), ('retraction.rule text', true), ('retraction.run_id uuid', true),
    ('retraction.recorded_at timestamp with time zone', true), ('claim_key.tenant_id text', false), ('claim_key.scope text', true),
    ('subject.is_uncompiled boolean', true), ('claim_key.kind text', true), ('claim_key.single_valued boolean', true), ('claim_key.ttl interval', false), ('memory.claim_entity text', false),
    ('memory.claim_qualifiers jsonb', false), ('memory.claim_canonical text', false), ('memory.rule text', false), ('memory.ended_by uuid', false),
    ('memory.pinned boolean', true), ('memory.stated_from timestamp with time zone', false), ('memory_source.stated_from timestamp with time zone', true), ('question.past boolean', false), ('claim.episode_id uuid', false), ('claim.source text', false),
    ('claim.session text', false), ('claim.speaker text', false), ('claim.event_at timestamp with time zone', false), ('claim.kind text', false),
    ('claim.claim_key text', false), ('claim.entity text', false), ('claim.qualifiers jsonb', false), ('claim.value text', false),
    ('claim.canonical text', false), ('claim.single_valued boolean', false), ('claim.valid_from timestamp with time zone', false),
    ('claim.valid_to timestamp with time zone', false), ('claim.content text', false), ('claim.rule text', false), ('claim.retracts boolean', false),
    ('claim.is_exact boolean', false), ('claim.pinned boolean', false), ('retraction.is_exact boolean', true), ('retraction.is_whole boolean', true), ('retraction.content_hash bytea', true), ('kind_ttl.tenant_id text', true),
    ('kind_ttl.kind text', true), ('kind_ttl.ttl interval', true), ('ranking_profile.pinned double precision', true)) w (name, is_needed)
   where not exists (select from pg_attribute a
                       join pg_class c on c.oid = a.attrelid and c.relnamespace = 'statewave_private'::regnamespace
                      where c.relname = split_part(w.name, '.', 1) and a.attnotnull = w.is_needed
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'compiler_rule_version', 'compiler_rule_tenant_fkey', 'compiler_rule_name', 'compiler_rule_closed', 'compiler_rule_speaker',
    'compiler_rule_examples', 'retraction_pkey', 'retraction_episode_fkey', 'retraction_run_fkey', 'claim_key_tenant_fkey', 'claim_key_shape',
    'claim_key_kind', 'claim_key_no_kind', 'claim_key_ttl', 'kind_ttl_pkey', 'kind_ttl_tenant_fkey', 'kind_ttl_kind', 'kind_ttl_length',
    'memory_stated', 'memory_claim_parts', 'memory_ended_by_fkey']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['compiler_rule_current', 'compiler_rule_by_tenant', 'memory_by_end', 'memory_once', 'retraction_by_claim', 'retraction_by_run', 'subject_to_compile', 'compile_run_direct']) w (name)
   where to_regclass('statewave_private.' || w.name) is null;
  if v_missing is not null then
    raise exception 'missing indexes: %', v_missing;
  end if;

  select string_agg(w.claim_key, ', ') into v_missing
    from unnest(array[
    'identity.name', 'instruction.call_me', 'identity.birthday', 'identity.age', 'identity.relationship', 'identity.pronouns',
    'contact.email', 'contact.phone', 'language.spoken', 'education.school', 'location.home', 'location.address',
    'location.origin', 'plan.subscription', 'work.employer', 'work.role', 'family.*', 'pet.*',
    'plan.event', 'preference.like', 'preference.dislike', 'instruction.always', 'instruction.never', 'instruction.from_now_on',
    'possession', 'tool.used', 'health.allergy', 'health.condition', 'health.medication', 'health.diet',
    'decision', 'commitment', 'assistant.commitment', 'assistant.explained', 'relationship.status', 'family.kids']) w (claim_key)
   where not exists (select from statewave_private.claim_key k where k.claim_key = w.claim_key and k.tenant_id is null);
  if v_missing is not null then
    raise exception 'missing claim keys: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from (select format('memory_%s_one_%s', to_char(p, 'FM00'), k) as name from generate_series(0, 31) p cross join unnest(array['value', 'claim']) k) w
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name and k.contype = 'x');
  if v_missing is not null then
    raise exception 'missing exclusion constraints: %', v_missing;
  end if;

  if (select count(*) from pg_inherits i where i.inhparent = 'statewave_private.retraction'::regclass) <> 32 then
    raise exception 'retraction is not in 32 partitions';
  end if;
  if not exists (select from pg_class c
                   join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_wall'
                  where c.oid = 'statewave_private.retraction'::regclass and c.relrowsecurity and c.relforcerowsecurity
                    and pg_get_expr(p.polqual, p.polrelid) ~ 'tenant_grant' and p.polcmd = '*' and p.polwithcheck is null) then
    raise exception 'retraction is without row-level security';
  end if;
end
$$;
