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
  execute format('grant create on database %I to statewave_owner', current_database());
end
$$;
