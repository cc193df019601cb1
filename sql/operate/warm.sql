create or replace function statewave.warm(tenant text default null)
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
  perform statewave_private.tenant_of_call(warm.tenant);
  -- A key that no subject has: the plans are made, and nothing is read.
  perform statewave_private.bundle_of(
    array[statewave_private.read_question('00000000-0000-0000-0000-000000000000', 'warm', null, null, null, null, false, null, null, null, null, null, null, null)],
    '{1}', null, statewave_private.profile_at('default', null), 16);
  perform from statewave_private.memories_at('00000000-0000-0000-0000-000000000000', '{}', now());
end
$$;

comment on function statewave.warm(text) is
  'Loads into this connection what the first retrieve() would load: the text functions'' models and the plans, some 0.2 s. For a pooler''s connect_query, or an application''s before its first question. Reads nothing of any subject; the next warm() costs some milliseconds. Raises SW403.';

revoke all on function statewave.warm(text) from public;
grant execute on function statewave.warm(text) to statewave_reader, statewave_writer;
