create or replace function statewave.warm()
returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict error
begin
  -- A key that no subject has: the plans are made, and nothing is read.
  perform statewave_private.bundle_of(
    array[statewave_private.read_question('00000000-0000-0000-0000-000000000000', 'warm', null, null, null, false, null, null, null, null, null)],
    '{1}', null, statewave_private.profile_at('default', null), 16);
end
$$;

comment on function statewave.warm() is
  'Loads into this connection what the first retrieve() would load: the text functions'' models and the plans, some 0.2 s. For a pooler''s connect_query, or an application''s before its first question. Reads nothing of any subject; the next warm() costs a millisecond.';

revoke all on function statewave.warm() from public;
grant execute on function statewave.warm() to statewave_reader, statewave_writer;
