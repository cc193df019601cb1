create or replace function statewave.subject_key(subject text, tenant text default null)
returns uuid
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict error
begin
  return statewave_private.key_of_call(statewave_private.tenant_of_call(subject_key.tenant), subject_key.subject);
end
$$;

comment on function statewave.subject_key(text, text) is
  'The key that events give for a subject, also once it is erased: the first 16 bytes of sha256 over tenant and subject in UTF-8, each after its length in bytes (4 bytes, big endian). Whoever knows a name can so tell whether subject.erased is about it. Raises SW400, SW403.';

revoke all on function statewave.subject_key(text, text) from public;
grant execute on function statewave.subject_key(text, text) to statewave_reader, statewave_writer, statewave_worker, statewave_admin;
