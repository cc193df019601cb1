-- Raises when a column, key, index, partition or the wall of what this migration makes is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('job.subject_key uuid', true), ('job.id uuid', true), ('job.tenant_id text', true), ('job.kind text', true), ('job.lane text', true),
    ('job.payload jsonb', true), ('job.state text', true), ('job.attempts integer', true), ('job.max_attempts integer', true),
    ('job.run_at timestamp with time zone', true), ('job.worker text', false), ('job.last_error text', false),
    ('job.created_at timestamp with time zone', true), ('job.finished_at timestamp with time zone', false),
    ('subject.relayed_through integer', true), ('subject.has_news boolean', false), ('event.subject_key uuid', true), ('event.seq integer', true),
    ('event.number integer', true), ('event.tenant_id text', true), ('event.position bigint', true), ('event.event text', true),
    ('event.memory_id uuid', false), ('event.recorded_at timestamp with time zone', true), ('event_counter.tenant_id text', true),
    ('event_counter.position bigint', true), ('event_counter.since timestamp with time zone', true), ('event_counter.next_key uuid', false),
    ('consumer.tenant_id text', true), ('consumer.consumer text', true), ('consumer.events text[]', false),
    ('consumer.since timestamp with time zone', true), ('consumer.position bigint', true), ('erasure.erased_key uuid', false),
    ('erasure.position bigint', false), ('webhook.tenant_id text', true), ('webhook.name text', true), ('webhook.url text', true),
    ('webhook.events text[]', false), ('webhook.secret bytea', true), ('webhook.since timestamp with time zone', true),
    ('webhook_host.host text', true), ('webhook_host.tenants text', true), ('webhook_host.plain_http boolean', true),
    ('webhook_host.addresses cidr[]', true)) w (name, is_needed)
   where not exists (select from pg_attribute a
                       join pg_class c on c.oid = a.attrelid and c.relnamespace = 'statewave_private'::regnamespace
                      where c.relname = split_part(w.name, '.', 1) and a.attnotnull = w.is_needed
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'job_pkey', 'job_kind', 'job_payload_object', 'job_state', 'job_leased', 'job_finished', 'job_attempts', 'event_pkey', 'event_entry_fkey',
    'event_memory', 'event_counter_pkey', 'event_counter_tenant_fkey', 'consumer_pkey', 'consumer_tenant_fkey', 'webhook_pkey',
    'webhook_tenant_fkey', 'webhook_secret', 'webhook_host_pkey']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array[
    'job_one_waiting', 'job_one_leased', 'job_in_lane', 'job_due', 'job_by_id', 'job_by_end', 'subject_with_news', 'event_by_position',
    'erasure_with_news', 'erasure_by_position']) w (name)
   where to_regclass('statewave_private.' || w.name) is null;
  if v_missing is not null then
    raise exception 'missing indexes: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['job', 'event']) w (name)
   where (select count(*) from pg_inherits i where i.inhparent = to_regclass('statewave_private.' || w.name)) <> 32
      or not exists (select from pg_class c
                       join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_wall'
                      where c.oid = to_regclass('statewave_private.' || w.name) and c.relrowsecurity and c.relforcerowsecurity
                        and pg_get_expr(p.polqual, p.polrelid) ~ 'tenant_grant' and p.polcmd = '*' and p.polwithcheck is null);
  if v_missing is not null then
    raise exception 'not in 32 partitions behind row-level security: %', v_missing;
  end if;
end
$$;
