-- requires: record/text_fault.sql
-- requires: record/time_fault.sql
create or replace function statewave_private.check_batch(p_episodes jsonb)
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
  if jsonb_typeof(p_episodes) is distinct from 'array' then
    perform statewave_private.fail('SW400', 'episodes is no array', 'Give a JSON array of objects with record()''s parameters as keys.');
  elsif jsonb_array_length(p_episodes) > 10000 or octet_length(p_episodes::text) > 33554432 then
    perform statewave_private.fail('SW413', format('the batch has %s episodes and %s bytes', jsonb_array_length(p_episodes), octet_length(p_episodes::text)),
                                   'Send at most 10,000 episodes and 32 MiB a call.');
  end if;

  -- What is wrong with the first bad episode, with its code in front.
  select e.number, f.fault into v_number, v_fault
    from statewave_private.embedding_space s
   cross join jsonb_array_elements(p_episodes) with ordinality e (episode, number)
   cross join lateral (select case
     when jsonb_typeof(e.episode) <> 'object' then 'SW400 it is no object'
     when e.episode - array['payload', 'source', 'type', 'session', 'occurred_at', 'metadata', 'provenance', 'idempotency_key', 'embedding', 'labels'] <> '{}'
       then 'SW400 it has keys that are no parameters of record()'
     when jsonb_typeof(e.episode -> 'payload') is distinct from 'object' then 'SW400 its payload is no object'
     when octet_length((e.episode -> 'payload')::text) > 2097152 then 'SW413 its payload has more than 2,097,152 bytes'
     when octet_length((e.episode - 'payload' - 'embedding')::text) > 131072 then 'SW413 what is beside its payload has more than 131,072 bytes'
     when statewave_private.text_fault(e.episode -> 'source', 128) is not null then 'SW400 its source ' || statewave_private.text_fault(e.episode -> 'source', 128)
     when statewave_private.text_fault(e.episode -> 'type', 128) is not null then 'SW400 its type ' || statewave_private.text_fault(e.episode -> 'type', 128)
     when statewave_private.text_fault(e.episode -> 'session', 512) is not null then 'SW400 its session ' || statewave_private.text_fault(e.episode -> 'session', 512)
     when statewave_private.text_fault(e.episode -> 'idempotency_key', 512) is not null then 'SW400 its idempotency_key ' || statewave_private.text_fault(e.episode -> 'idempotency_key', 512)
     when statewave_private.time_fault(e.episode -> 'occurred_at') is not null then 'SW400 its occurred_at ' || statewave_private.time_fault(e.episode -> 'occurred_at')
     when coalesce(jsonb_typeof(e.episode -> 'metadata'), 'null') not in ('object', 'null') then 'SW400 its metadata is no object'
     when coalesce(jsonb_typeof(e.episode -> 'provenance'), 'null') not in ('object', 'null') then 'SW400 its provenance is no object'
     when coalesce(jsonb_typeof(e.episode -> 'labels'), 'null') not in ('array', 'null') then 'SW400 its labels are no array'
     when (select bool_or(jsonb_typeof(l.value) <> 'string' or statewave_private.text_fault(l.value, 128) is not null)
             from jsonb_array_elements(case jsonb_typeof(e.episode -> 'labels') when 'array' then e.episode -> 'labels' end) l)
       then 'SW400 a label is no printable text of 1 to 128 characters'
     when coalesce(jsonb_typeof(e.episode -> 'embedding'), 'null') not in ('array', 'null') then 'SW400 its embedding is no array'
     when jsonb_typeof(e.episode -> 'embedding') = 'array' and jsonb_array_length(e.episode -> 'embedding') <> s.dimensions
       then format('SW400 its embedding has not the %s dimensions of the active space', s.dimensions)
     when jsonb_typeof(e.episode -> 'embedding') = 'array'
      and (select bool_or(jsonb_typeof(v.value) <> 'number' or abs((v.value #>> '{}')::numeric) > 60000)
                  or not bool_or(jsonb_typeof(v.value) = 'number' and abs((v.value #>> '{}')::numeric) > 1e-6)
             from jsonb_array_elements(e.episode -> 'embedding') v)
       then 'SW400 its embedding is no array of numbers between -60,000 and 60,000, not all zero'
     when jsonb_typeof(e.episode #> '{payload,messages}') = 'array' then statewave_private.messages_fault(e.episode #> '{payload,messages}')
   end offset 0) f (fault) -- offset 0: else it is worked out twice
   where s.is_active and f.fault is not null
   order by e.number
   limit 1;
  if found then
    perform statewave_private.fail(left(v_fault, 5), format('episode %s: %s', v_number, substr(v_fault, 7)),
                                   'Correct it and send the call again; nothing of it was stored.');
  end if;
end
$$;

comment on function statewave_private.check_batch(jsonb) is
  'Raises SW400 or SW413 for the first fault in a batch of episodes.';

revoke all on function statewave_private.check_batch(jsonb) from public;
