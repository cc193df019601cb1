create or replace function statewave_private.check_events(p_events text[])
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
begin
  if cardinality(p_events) not between 1 and 100
     or exists (select from unnest(p_events) e (event) where e.event is null or e.event !~ '^(\*|[a-z]{1,32}\.(\*|[a-z_]{1,32}))$') then
    perform statewave_private.fail('SW400', 'events are no names or patterns', 'Give 1 to 100 such as episode.recorded, memory.* or *; null for all.');
  end if;
end
$$;

comment on function statewave_private.check_events(text[]) is
  'Raises SW400 unless these are names or patterns of events, or null.';

revoke all on function statewave_private.check_events(text[]) from public;
