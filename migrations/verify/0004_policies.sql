-- Raises when a column, key, index, partition or the wall of what this migration makes is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('label.subject_key uuid', true), ('label.target_id uuid', true), ('label.label text', true), ('label.tenant_id text', true),
    ('label.episode_id uuid', false), ('label.memory_id uuid', false), ('label.is_suggested boolean', true),
    ('label.recorded_at timestamp with time zone', true), ('policy.policy_id uuid', true), ('policy.tenant_id text', false),
    ('policy.version integer', true), ('policy.mode text', true), ('policy.rules jsonb', true), ('policy.hash text', true),
    ('policy.recorded_at timestamp with time zone', true), ('policy.recorded_to timestamp with time zone', false), ('policy.set_by text', true),
    ('policy.note text', true), ('policy_rule.policy_id uuid', true), ('policy_rule.place integer', true), ('policy_rule.labels text[]', true),
    ('policy_rule.caller jsonb', true), ('policy_rule.unless jsonb', false), ('policy_rule.action text', true), ('quota.tenant_id text', true),
    ('quota.scope text', true), ('quota.episodes bigint', false), ('quota.bytes bigint', false), ('quota.tokens bigint', false),
    ('retention.tenant_id text', true), ('retention.kind text', true), ('retention.counted_from text', true), ('retention.ttl interval', true),
    ('admin_entry.seq integer', true), ('admin_entry.recorded_at timestamp with time zone', true), ('admin_entry.action text', true),
    ('admin_entry.detail jsonb', true), ('admin_entry.previous bytea', true), ('admin_entry.hash bytea', true), ('subject.usage_day date', true),
    ('subject.usage_episodes bigint', true), ('subject.usage_bytes bigint', true), ('subject.usage_tokens bigint', true),
    ('tenant_grant.is_gateway boolean', true), ('question.policy_hash text', false), ('question.would_withhold jsonb', false),
    ('question.denied integer[]', false), ('question.redacted integer[]', false)) w (name, is_needed)
   where not exists (select from pg_attribute a
                       join pg_class c on c.oid = a.attrelid and c.relnamespace = 'statewave_private'::regnamespace
                      where c.relname = split_part(w.name, '.', 1) and a.attnotnull = w.is_needed
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'label_pkey', 'label_episode_fkey', 'label_memory_fkey', 'label_target', 'policy_pkey', 'policy_version', 'policy_tenant_fkey', 'policy_mode',
    'policy_closed', 'policy_rule_pkey', 'policy_rule_policy_fkey', 'policy_rule_action', 'policy_rule_labels', 'policy_rule_caller', 'quota_pkey',
    'quota_tenant_fkey', 'quota_scope', 'quota_limits', 'retention_pkey', 'retention_tenant_fkey', 'retention_kind', 'retention_counted_from',
    'retention_ttl', 'admin_entry_pkey']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['label_by_episode', 'label_by_memory', 'episode_with_labels', 'subject_by_usage', 'policy_one_active']) w (name)
   where to_regclass('statewave_private.' || w.name) is null;
  if v_missing is not null then
    raise exception 'missing indexes: %', v_missing;
  end if;

  if (select count(*) from pg_inherits i where i.inhparent = 'statewave_private.label'::regclass) <> 32 then
    raise exception 'label is not in 32 partitions';
  end if;
  if not exists (select from pg_class c
                   join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_wall'
                  where c.oid = 'statewave_private.label'::regclass and c.relrowsecurity and c.relforcerowsecurity
                    and pg_get_expr(p.polqual, p.polrelid) ~ 'tenant_grant' and p.polcmd = '*' and p.polwithcheck is null) then
    raise exception 'label is without row-level security';
  end if;
end
$$;
