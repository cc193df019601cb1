create or replace function statewave_private.space_of_call(p_space_id int)
returns statewave_private.embedding_space
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_space statewave_private.embedding_space;
begin
  select s.* into v_space from statewave_private.embedding_space s where s.space_id = p_space_id;
  if not found then
    perform statewave_private.fail('SW404', format('there is no space %s', coalesce(p_space_id::text, 'null')), 'List them: select * from statewave.spaces().');
  end if;
  return v_space;
end
$$;

comment on function statewave_private.space_of_call(int) is
  'The embedding space that a call names. Raises SW404.';

revoke all on function statewave_private.space_of_call(int) from public;
