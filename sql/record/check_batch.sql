create or replace function statewave_private.check_batch(p_episodes jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_number     bigint;
  v_fault      text;
  v_dimensions int;
begin
  if jsonb_typeof(p_episodes) is distinct from 'array' then
    perform statewave_private.fail('SW400', 'episodes is no array', 'Give a JSON array of objects with record()''s parameters as keys.');
  elsif jsonb_array_length(p_episodes) > 10000 or octet_length(p_episodes::text) > 33554432 then
    perform statewave_private.fail('SW413', format('the batch has %s episodes and %s bytes', jsonb_array_length(p_episodes), octet_length(p_episodes::text)),
                                   'Send at most 10,000 episodes and 32 MiB a call.');
  end if;

  select e.number, statewave_private.episode_fault(e.episode) into v_number, v_fault
    from jsonb_array_elements(p_episodes) with ordinality e (episode, number)
   where statewave_private.episode_fault(e.episode) is not null
   order by e.number
   limit 1;
  if found then
    perform statewave_private.fail(left(v_fault, 5), format('episode %s: %s', v_number, substr(v_fault, 7)),
                                   'Correct it and send the call again; nothing of it was stored.');
  end if;

  if jsonb_path_exists(p_episodes, '$[*].embedding') then
    select s.dimensions into v_dimensions from statewave_private.embedding_space s where s.is_active;
    select e.number into v_number
      from jsonb_array_elements(p_episodes) with ordinality e (episode, number)
     where jsonb_typeof(e.episode -> 'embedding') = 'array' and jsonb_array_length(e.episode -> 'embedding') <> v_dimensions
     order by e.number
     limit 1;
    if found then
      perform statewave_private.fail('SW400', format('episode %s: its embedding has not the %s dimensions of the active space', v_number, v_dimensions),
                                     'Leave embedding out, or give a vector of the active space.');
    end if;
  end if;
end
$$;

comment on function statewave_private.check_batch(jsonb) is
  'Raises SW400 or SW413 for the first fault in a batch of episodes.';

revoke all on function statewave_private.check_batch(jsonb) from public;
