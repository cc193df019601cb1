create or replace function statewave_private.partition_of(p_key uuid)
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  return (select right(s.tableoid::regclass::text, 2)::int from statewave_private.subject s where s.subject_key = p_key);
end
$$;

comment on function statewave_private.partition_of(uuid) is
  'The number of the partition that a subject is in, 0 to 31; null for an unknown one.';

revoke all on function statewave_private.partition_of(uuid) from public;
