-- Raises when a column, key, index, partition or the wall of what this migration makes is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('resolution.subject_key uuid', true), ('resolution.session text', true), ('resolution.recorded_at timestamp with time zone', true),
    ('resolution.recorded_to timestamp with time zone', false), ('resolution.id uuid', true), ('resolution.tenant_id text', true),
    ('resolution.status text', true), ('resolution.resolution_summary text', false), ('resolution.resolved_at timestamp with time zone', false),
    ('resolution.metadata jsonb', true), ('resolution.created_at timestamp with time zone', true),
    ('resolution.updated_at timestamp with time zone', true), ('api_key.key_hash bytea', true), ('api_key.tenant_id text', true),
    ('api_key.name text', true), ('api_key.role text', true), ('api_key.created_at timestamp with time zone', true),
    ('api_key.created_by text', true), ('api_key.expires_at timestamp with time zone', false),
    ('api_key.revoked_at timestamp with time zone', false), ('api_key.rate_per_minute integer', false), ('api_key_use.key_hash bytea', true),
    ('api_key_use.window_at timestamp with time zone', true), ('api_key_use.used bigint', true)) w (name, is_needed)
   where not exists (select from pg_attribute a
                       join pg_class c on c.oid = a.attrelid and c.relnamespace = 'statewave_private'::regnamespace
                      where c.relname = split_part(w.name, '.', 1) and a.attnotnull = w.is_needed
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'resolution_pkey', 'resolution_subject_fkey', 'resolution_status', 'resolution_resolved', 'resolution_summary_length',
    'resolution_metadata_object', 'resolution_recorded', 'api_key_pkey', 'api_key_tenant_fkey', 'api_key_hash', 'api_key_role', 'api_key_rate',
    'api_key_use_pkey']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['resolution_current', 'memory_by_id', 'episode_by_id', 'receipt_by_id', 'api_key_by_name', 'api_key_by_tenant']) w (name)
   where to_regclass('statewave_private.' || w.name) is null;
  if v_missing is not null then
    raise exception 'missing indexes: %', v_missing;
  end if;

  if (select count(*) from pg_inherits i where i.inhparent = 'statewave_private.resolution'::regclass) <> 32 then
    raise exception 'resolution is not in 32 partitions';
  end if;
  if not exists (select from pg_class c
                   join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_wall'
                  where c.oid = 'statewave_private.resolution'::regclass and c.relrowsecurity and c.relforcerowsecurity
                    and pg_get_expr(p.polqual, p.polrelid) ~ 'tenant_grant' and p.polcmd = '*' and p.polwithcheck is null) then
    raise exception 'resolution is without row-level security';
  end if;
end
$$;
