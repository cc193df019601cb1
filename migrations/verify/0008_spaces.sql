-- Raises when a column or key of what this migration makes is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('embedding_space.is_retired boolean', true), ('embedding_space.active_during tstzmultirange', true),
    ('embedding.recorded_at timestamp with time zone', false)) w (name, is_needed)
   where not exists (select from pg_attribute a
                       join pg_class c on c.oid = a.attrelid and c.relnamespace = 'statewave_private'::regnamespace
                      where c.relname = split_part(w.name, '.', 1) and a.attnotnull = w.is_needed
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['embedding_space_active', 'embedding_space_one_at_a_time']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;
end
$$;
