-- requires: rank/index_of.sql
create or replace function statewave.maintenance_plan(promote_from int default 20000)
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
  if maintenance_plan.promote_from is null or maintenance_plan.promote_from < 1000 then
    perform statewave_private.fail('SW400', format('promote_from is %s', coalesce(maintenance_plan.promote_from::text, 'null')), 'Promote subjects of 1,000 memories or more.');
  end if;
  return query
  with big as (
    select s.subject_key, s.memory_count, to_char(statewave_private.partition_of(s.subject_key), 'FM00') as part,
           format('%s memories of %s', s.memory_count, s.subject) as why
      from statewave_private.subject s
     where s.memory_count >= maintenance_plan.promote_from
  ), wanted as (
    select statewave_private.index_of('near' || b.space_id, b.subject_key) as name, b.subject_key, b.why,
           format('on statewave_private.embedding_%s using hnsw ((embedding::public.halfvec(%s)) public.halfvec_cosine_ops) with (m = 16, ef_construction = 128) where subject_key = %L and space_id = %s',
                  b.part, b.dimensions, b.subject_key, b.space_id) as definition
      from (select g.*, e.space_id, e.dimensions -- that of a space that is being filled when most is there: an index makes writing slow
              from big g
             cross join statewave_private.embedding_space e
             where e.is_active
                or not e.is_retired and g.memory_count * .9 <= (select count(*) from statewave_private.embedding v where v.subject_key = g.subject_key and v.space_id = e.space_id)) b
    union all
    select statewave_private.index_of('terms', b.subject_key), b.subject_key, b.why,
           format('on statewave_private.memory_%s using gin (postings) where subject_key = %L', b.part, b.subject_key)
      from big b
  ), found as (
    -- One that is being made is not valid yet, and its table locked so.
    select c.relname, i.indisvalid,
           exists (select from pg_locks l where l.relation = i.indrelid and l.mode = 'ShareUpdateExclusiveLock' and l.granted) as in_work
      from pg_class c
      join pg_index i on i.indexrelid = c.oid
     where c.relnamespace = 'statewave_private'::regnamespace and c.relname ~ '^(near[0-9]+|terms)_[0-9a-f]{32}$'
  )
  select s.statement, s.reason
    from (select 1 as place, f.relname::text as name, format('drop index concurrently if exists statewave_private.%I', f.relname) as statement,
                 case when f.indisvalid then 'its subject is not that big any more, or its space not in use' else 'its making was interrupted' end as reason
            from found f
           where not f.indisvalid and not f.in_work or not exists (select from wanted w where w.name = f.relname)
          union all
          select 2, w.name::text, format('create index concurrently if not exists %I %s', w.name, w.definition), w.why
            from wanted w
           where not exists (select from found f where f.relname = w.name and (f.indisvalid or f.in_work))) s
   order by s.place, s.name;
end
$$;

comment on function statewave.maintenance_plan(int) is
  'The statements that keep big subjects fast, in their order, for the role that deployed: each subject with promote_from memories or more (1,000 at least) gets an HNSW index over its vectors in the active space (and in one that is being filled, when nine in ten are there) and a GIN index over its postings, of its own; such indexes of others, and those whose making was interrupted, go (one that is being made is left alone). CREATE INDEX CONCURRENTLY runs in no function: run them one by one with "statewave maintain", or in psql with \gexec. Raises SW400.';

revoke all on function statewave.maintenance_plan(int) from public;
grant execute on function statewave.maintenance_plan(int) to statewave_admin;
