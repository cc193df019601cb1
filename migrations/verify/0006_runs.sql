-- Raises when a column, key, index, partition or the wall of what this migration makes is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('compile_run.recorded_at timestamp with time zone', false), ('compile_run.state text', true), ('compile_run.started_at timestamp with time zone', true),
    ('compile_run.finished_at timestamp with time zone', false), ('compile_run.episodes integer[]', false), ('compile_run.worker text', false),
    ('compile_run.claimed_by name', false), ('compile_run.lease_until timestamp with time zone', false), ('compile_run.attempt integer', false),
    ('compile_run.model text', false), ('compile_run.prompt_version text', false), ('compile_run.input_tokens bigint', false),
    ('compile_run.output_tokens bigint', false), ('compile_run.cost_usd numeric', false), ('compile_run.error text', false),
    ('subject.modelled_through integer', true), ('subject.is_unmodelled boolean', true), ('parked_episode.subject_key uuid', true), ('parked_episode.episode_id uuid', true),
    ('parked_episode.tenant_id text', true), ('parked_episode.attempts integer', true), ('parked_episode.last_error text', true),
    ('parked_episode.failed_at timestamp with time zone', true), ('parked_episode.parked_at timestamp with time zone', false),
    ('claim.further uuid[]', false)) w (name, is_needed)
   where not exists (select from pg_attribute a
                       join pg_class c on c.oid = a.attrelid and c.relnamespace = 'statewave_private'::regnamespace
                      where c.relname = split_part(w.name, '.', 1) and a.attnotnull = w.is_needed
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'compile_run_state', 'compile_run_finished', 'compile_run_recorded', 'compile_run_claim', 'compile_run_usage', 'subject_modelled',
    'parked_episode_pkey', 'parked_episode_episode_fkey', 'parked_episode_attempts']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['compile_run_one_claim', 'compile_run_failed', 'compile_run_by_id', 'compile_run_by_time', 'subject_unmodelled',
                      'parked_episode_waiting', 'parked_episode_by_time']) w (name)
   where to_regclass('statewave_private.' || w.name) is null;
  if v_missing is not null then
    raise exception 'missing indexes: %', v_missing;
  end if;

  if (select count(*) from pg_inherits i where i.inhparent = 'statewave_private.parked_episode'::regclass) <> 32 then
    raise exception 'parked_episode is not in 32 partitions';
  end if;
  if not exists (select from pg_class c
                   join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_wall'
                  where c.oid = 'statewave_private.parked_episode'::regclass and c.relrowsecurity and c.relforcerowsecurity
                    and pg_get_expr(p.polqual, p.polrelid) ~ 'tenant_grant' and p.polcmd = '*' and p.polwithcheck is null) then
    raise exception 'parked_episode is without row-level security';
  end if;
end
$$;
