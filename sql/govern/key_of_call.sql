create or replace function statewave_private.key_of_call(p_tenant text, p_subject text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  perform statewave_private.check_name('subject', p_subject, 512);
  return statewave_private.subject_key(p_tenant, p_subject);
end
$$;

comment on function statewave_private.key_of_call(text, text) is
  'The key of the subject that a call names. Raises SW400 when the name is none.';

revoke all on function statewave_private.key_of_call(text, text) from public;
