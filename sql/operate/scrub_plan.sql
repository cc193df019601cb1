create or replace function statewave.scrub_plan(partition int default null)
returns table (statement text, reason text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
begin
  if scrub_plan.partition not between 0 and 31 then
    perform statewave_private.fail('SW400', format('partition is %s', scrub_plan.partition), 'Give the number in the proof of an erasure, 0 to 31, or leave it out for all.');
  end if;
  return query
  with leaf as (
    select c.relname::text as name
      from statewave_private.subject_tables() t
      join pg_inherits i on i.inhparent = to_regclass('statewave_private.' || t.name)
      join pg_class c on c.oid = i.inhrelid
     where scrub_plan.partition is null or c.relname = t.name || to_char(scrub_plan.partition, '_FM00')
  )
  select p.statement, p.reason
    from (select 1 as place, l.name, format('vacuum (full, analyze) statewave_private.%I', l.name) as statement,
                 'rewrites rows and indexes: a plain vacuum leaves words in text indexes, and bytes in pages' as reason
            from leaf l
          union all
          select 2, t.name, format('analyze statewave_private.%I', t.name), 'its statistics hold values of all partitions'
            from statewave_private.subject_tables() t
            join pg_class c on c.oid = to_regclass('statewave_private.' || t.name)
           where c.reltuples >= 0
          union all
          select 3, 'pg_statistic', 'vacuum full pg_catalog.pg_statistic', 'statistics that were replaced held values; the database''s owner or a superuser may'
          union all
          select 4, 'checkpoint', 'checkpoint', 'removes the files that were replaced; needs pg_checkpoint') p
   order by p.place, p.name;
end
$$;

comment on function statewave.scrub_plan(int) is
  'The statements, in their order, that clear what is left of erased rows from the data directory, the write-ahead log and backups aside: each partition is written anew (all of them, or those of one number, as a proof of erasure tells it), statistics too. Each locks its table while it runs. VACUUM runs in no function: run them one by one with "statewave scrub", or in psql with \gexec, as a member of statewave_owner who may also vacuum pg_statistic. Raises SW400.';

revoke all on function statewave.scrub_plan(int) from public;
grant execute on function statewave.scrub_plan(int) to statewave_admin;
