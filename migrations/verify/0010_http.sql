-- Raises when a column, a constraint or the profile of what this migration makes is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('ranking_profile.rendering text', true), ('tenant_config.tenant_id text', true), ('tenant_config.config jsonb', true),
    ('tenant_config.version integer', true), ('tenant_config.created_at timestamp with time zone', true),
    ('tenant_config.updated_at timestamp with time zone', true)) w (name, is_needed)
   where not exists (select from pg_attribute a
                       join pg_class c on c.oid = a.attrelid and c.relnamespace = 'statewave_private'::regnamespace
                      where c.relname = split_part(w.name, '.', 1) and a.attnotnull = w.is_needed
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['ranking_profile_rendering', 'tenant_config_pkey', 'tenant_config_tenant_fkey', 'tenant_config_object', 'tenant_config_version']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  if not exists (select from statewave_private.ranking_profile p where p.profile = 'rest-v1' and p.rendering = 'rest-v1' and p.recorded_to is null) then
    raise exception 'the profile rest-v1 is missing';
  end if;

  if not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = 'retention_kind'
                    and strpos(pg_get_constraintdef(k.oid), 'receipt') > 0) then
    raise exception 'receipts cannot be kept for a time';
  end if;
end
$$;
