do $$
declare
  v_table text;
begin
  for v_table in select c.relname from pg_class c where c.relnamespace = 'statewave_private'::regnamespace and c.relrowsecurity loop
    execute format('drop policy tenant_wall on statewave_private.%I', v_table);
    execute format('alter table statewave_private.%I disable row level security, no force row level security', v_table);
  end loop;
end
$$;
drop table statewave_private.erasure, statewave_private.receipt, statewave_private.audit_entry;
alter table statewave_private.subject drop column audit_seq, drop column audit_head;
