create or replace function statewave.compile(subject text, max_episodes int default null, tenant text default null)
returns table (run_id uuid, episodes_compiled int, memories_created int, memories_superseded int, episodes_remaining int)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
#variable_conflict error
declare
  v_tenant text := statewave_private.tenant_of_call(compile.tenant);
  v_key    uuid := statewave_private.key_of_call(v_tenant, compile.subject);
begin
  if compile.max_episodes < 1 then
    perform statewave_private.fail('SW400', format('max_episodes is %s', compile.max_episodes), 'Give 1 or more, or leave it out to compile all.');
  end if;
  return query select * from statewave_private.compile_episodes(v_key, compile.max_episodes);
end
$$;

comment on function statewave.compile(text, int, text) is
  'Compiles the episodes of a subject that are not compiled yet, oldest first, at most max_episodes: adds the facts, preferences and instructions that people state about themselves; a newer value of a single-valued fact supersedes the older one. One transaction, serial by subject. run_id is null when there was nothing to do. Raises SW400, SW403.';

revoke all on function statewave.compile(text, int, text) from public;
grant execute on function statewave.compile(text, int, text) to statewave_writer;
