do $$
declare
  v_vector text;
begin
  if current_setting('server_version_num')::int < 170000 then
    raise exception 'Statewave needs PostgreSQL 17 or later, this is %', current_setting('server_version')
      using hint = 'Upgrade the server.';
  elsif current_setting('server_encoding') <> 'UTF8' then
    raise exception 'Statewave needs a database in UTF8, this one is in %', current_setting('server_encoding')
      using hint = 'create database … encoding ''UTF8'' template template0';
  end if;
  create extension if not exists plpython3u;
  create extension if not exists vector schema public;
  create extension if not exists btree_gist schema public;
  select format('%s in schema %s', e.extversion, e.extnamespace::regnamespace) into v_vector
    from pg_extension e
   where e.extname = 'vector'
     and (e.extnamespace <> 'public'::regnamespace or string_to_array(e.extversion, '.')::int[] < array[0, 8, 0]);
  if v_vector is not null then
    raise exception 'Statewave needs pgvector 0.8 or later in schema public, this is %', v_vector
      using hint = 'alter extension vector update; alter extension vector set schema public';
  end if;
end
$$;
