-- requires: operate/maintenance_plan.sql
create or replace function statewave.doctor()
returns table (name text, ok boolean, detail text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_trouble text;
begin
  return query values
    ('server', current_setting('server_version_num')::int / 10000 in (17, 18), 'PostgreSQL ' || current_setting('server_version')),
    ('encoding', current_setting('server_encoding') = 'UTF8', current_setting('server_encoding')),
    ('pgvector', exists (select from pg_extension e where e.extname = 'vector' and string_to_array(e.extversion, '.')::int[] >= '{0,8}'),
     coalesce((select e.extversion from pg_extension e where e.extname = 'vector'), 'not there')),
    ('durability', current_setting('fsync')::boolean and current_setting('full_page_writes')::boolean and current_setting('synchronous_commit') <> 'off',
     format('fsync %s, full_page_writes %s, synchronous_commit %s', current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'))),
    ('autovacuum', current_setting('autovacuum')::boolean and current_setting('track_counts')::boolean, current_setting('autovacuum'));
  return query
  select 'roles', count(*) = 0, coalesce('past row security: ' || string_agg(r.rolname, ', ' order by r.rolname), 'none of the group roles is past row security')
    from pg_roles r
   where r.rolname in ('statewave_owner', 'statewave_reader', 'statewave_writer', 'statewave_admin', 'statewave_worker') and (r.rolsuper or r.rolbypassrls);
  return query
  select 'walls', count(*) filter (where not c.relforcerowsecurity) = 0 and count(*) > 0,
         coalesce('without row security: ' || string_agg(c.relname, ', ' order by c.relname) filter (where not c.relforcerowsecurity), format('%s tables behind row security', count(*)))
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key'
   where c.relnamespace = 'statewave_private'::regnamespace and c.relkind = 'p';
  return query
  select 'privileges', count(*) = 0, coalesce('privileges on tables: ' || string_agg(distinct g.grantee, ', '), 'nobody but the owner has one on a table')
    from (select coalesce(r.rolname, 'public') as grantee
            from pg_class c
           cross join aclexplode(c.relacl) x
            left join pg_roles r on r.oid = x.grantee
           where c.relnamespace = 'statewave_private'::regnamespace and x.grantee <> c.relowner) g;

  begin
    perform statewave_python.tokens(array['ready']), statewave_python.vectors(array['ready']);
    v_trouble := null;
  exception when others then
    v_trouble := sqlerrm;
  end;
  return query values ('text functions', v_trouble is null, coalesce(v_trouble, 'they run'));
  begin
    select case when count(*) = 0 then 'statewave.keys is empty' end into v_trouble from statewave_python.signatures(array['ready'], null);
  exception when others then
    v_trouble := sqlerrm;
  end;
  return query values ('receipt key', v_trouble is null, coalesce(v_trouble, 'there is one'));
  return query
  select 'consumers', count(*) = 0, coalesce('events are kept for who has not acknowledged any in 30 days: ' || string_agg(c.consumer, ', ' order by c.consumer), 'all keep up')
    from statewave_private.consumer c
   where exists (select from statewave_private.event e
                  where e.tenant_id = c.tenant_id and e.position > c.position and e.recorded_at < statement_timestamp() - interval '30 days');
  return query
  select 'big subjects', count(*) = 0, case when count(*) = 0 then 'none waits for maintenance' else format('%s statements wait: statewave maintain', count(*)) end
    from statewave.maintenance_plan();
end
$$;

comment on function statewave.doctor() is
  'Whether this database keeps what is promised, a row a check: durable settings, versions, roles, row security, privileges, text functions, the key of receipts, consumers of events that fell behind (unsubscribe() those that are gone), indexes of big subjects; detail says what was found. Reads only.';

revoke all on function statewave.doctor() from public;
grant execute on function statewave.doctor() to statewave_admin;
