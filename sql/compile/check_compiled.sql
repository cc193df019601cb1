-- requires: compile/memory_fault.sql
create or replace function statewave_private.check_compiled(p_memories jsonb, p_episode_ids text[])
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_number bigint;
  v_fault  text;
begin
  if jsonb_typeof(p_memories) is distinct from 'array' then
    perform statewave_private.fail('SW400', 'memories is no array', 'Give a JSON array of memories; an empty one when there is nothing to remember.');
  elsif jsonb_array_length(p_memories) > 500 or octet_length(p_memories::text) > 1048576 then
    perform statewave_private.fail('SW413', format('there are %s memories of %s bytes', jsonb_array_length(p_memories), octet_length(p_memories::text)),
                                   'Apply at most 500 memories and 1 MiB; claim fewer episodes.');
  end if;
  select m.number, f.fault into v_number, v_fault
    from jsonb_array_elements(p_memories) with ordinality m (memory, number)
   cross join lateral (select statewave_private.memory_fault(m.memory, p_episode_ids) offset 0) f (fault) -- offset 0: else it is worked out twice
   where f.fault is not null
   order by m.number
   limit 1;
  if found then
    perform statewave_private.fail('SW400', format('memory %s: %s', v_number, v_fault), 'Correct it and apply again; nothing of it was stored.');
  end if;
end
$$;

comment on function statewave_private.check_compiled(jsonb, text[]) is
  'Raises SW400 or SW413 for the first memory that is not formed as it should be, of those that a model made of some episodes.';

revoke all on function statewave_private.check_compiled(jsonb, text[]) from public;
