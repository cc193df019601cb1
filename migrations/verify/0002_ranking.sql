-- Raises when a column, constraint, partition or row of this migration is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('ranking_profile.period double precision'), ('ranking_profile.assistant double precision'),
    ('ranking_profile.assistant_asked double precision'), ('ranking_profile.instruction double precision'),
    ('ranking_profile.opening double precision'), ('ranking_profile.long_line double precision'),
    ('ranking_profile.period_days double precision'),
    ('memory.text_config text'), ('language.subject_key uuid'), ('language.text_config text'), ('language.tenant_id text'),
    ('language.recorded_at timestamp with time zone')) w (name)
   where not exists (select from pg_attribute a
                      where a.attrelid = to_regclass('statewave_private.' || split_part(w.name, '.', 1)) and a.attnotnull
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['ranking_profile_period_days', 'language_pkey', 'language_subject_fkey']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  if to_regtype('statewave_private.question') is null then
    raise exception 'missing type: question';
  end if;

  if (select count(*) from pg_inherits i where i.inhparent = to_regclass('statewave_private.language')) <> 32 then
    raise exception 'not in 32 partitions: language';
  end if;

  if not exists (select from statewave_private.ranking_profile p where p.profile = 'default' and p.version >= 2) then
    raise exception 'missing row: the default profile''s version 2';
  end if;
end
$$;
