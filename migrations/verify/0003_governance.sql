-- Raises when a column, key, partition or the wall of a table of subjects is not there.

do $$
declare
  v_missing text;
begin
  select string_agg(w.name, ', ') into v_missing
    from (values
    ('subject.audit_seq integer'), ('subject.audit_head bytea'),
    ('audit_entry.subject_key uuid'), ('audit_entry.seq integer'), ('audit_entry.tenant_id text'), ('audit_entry.recorded_at timestamp with time zone'),
    ('audit_entry.action text'), ('audit_entry.erases integer[]'), ('audit_entry.digest bytea'), ('audit_entry.previous bytea'), ('audit_entry.hash bytea'), ('audit_entry.salt bytea'), ('audit_entry.detail jsonb'),
    ('receipt.subject_key uuid'), ('receipt.id uuid'), ('receipt.seq integer'), ('receipt.tenant_id text'), ('receipt.issued_at timestamp with time zone'),
    ('receipt.body jsonb'), ('receipt.key_id text'), ('receipt.signature bytea'),
    ('erasure.id uuid'), ('erasure.tenant_id text'), ('erasure.erased_at timestamp with time zone'), ('erasure.erased_by text'),
    ('erasure.row_counts jsonb'), ('erasure.chain_length integer'), ('erasure.chain_head bytea')) w (name)
   where not exists (select from pg_attribute a
                      where a.attrelid = to_regclass('statewave_private.' || split_part(w.name, '.', 1)) and a.attnotnull = (w.name !~ '^audit_entry.(salt|detail) ')
                        and format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) = split_part(w.name, '.', 2));
  if v_missing is not null then
    raise exception 'missing columns: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['audit_entry_pkey', 'audit_entry_subject_fkey', 'audit_entry_detail', 'receipt_pkey', 'receipt_entry',
                      'receipt_entry_fkey', 'erasure_pkey']) w (name)
   where not exists (select from pg_constraint k where k.connamespace = 'statewave_private'::regnamespace and k.conname = w.name);
  if v_missing is not null then
    raise exception 'missing constraints: %', v_missing;
  end if;

  select string_agg(w.name, ', ') into v_missing
    from unnest(array['audit_entry', 'receipt']) w (name)
   where (select count(*) from pg_inherits i where i.inhparent = to_regclass('statewave_private.' || w.name)) <> 32;
  if v_missing is not null then
    raise exception 'not in 32 partitions: %', v_missing;
  end if;

  select string_agg(c.relname, ', ' order by c.relname) into v_missing
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key'
    left join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_wall'
   where c.relnamespace = 'statewave_private'::regnamespace and c.relkind = 'p'
     and not coalesce(c.relrowsecurity and c.relforcerowsecurity
                      and pg_get_expr(p.polqual, p.polrelid) ~ 'tenant_grant' and p.polcmd = '*' and p.polwithcheck is null, false);
  if v_missing is not null then
    raise exception 'without row-level security: %', v_missing;
  end if;
end
$$;
