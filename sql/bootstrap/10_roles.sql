-- Roles belong to the cluster: another database's bootstrap may make them at the same moment.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['statewave_owner', 'statewave_reader', 'statewave_writer', 'statewave_admin', 'statewave_worker', 'statewave_backup'] loop
    begin
      if to_regrole(v_role) is null then
        execute format('create role %I nologin', v_role);
      end if;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;

  -- Row security binds owner and callers; only a dump must see every tenant's rows.
  begin
    if exists (select from pg_roles r where r.rolname = 'statewave_backup' and not r.rolbypassrls) then
      alter role statewave_backup bypassrls;
    end if;
  exception when internal_error then
    null;  -- "tuple concurrently updated": another bootstrap has just done it
  end;
  begin
    if not pg_has_role('statewave_backup', 'pg_read_all_data', 'member') then
      grant pg_read_all_data to statewave_backup;
    end if;
  exception when internal_error or unique_violation then
    null;
  end;
  select string_agg(r.rolname, ', ' order by r.rolname) into v_role
    from pg_roles r
   where r.rolname in ('statewave_owner', 'statewave_reader', 'statewave_writer', 'statewave_admin', 'statewave_worker')
     and (r.rolsuper or r.rolbypassrls);
  if v_role is not null then
    raise exception 'row security would not bind %', v_role
      using hint = 'alter role … nosuperuser nobypassrls';
  end if;

  execute format('grant create on database %I to statewave_owner', current_database());
end
$$;
