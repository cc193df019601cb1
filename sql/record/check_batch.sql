-- requires: record/brings_memories.sql
-- requires: record/embedding_fault.sql
-- requires: record/labels_fault.sql
-- requires: record/messages_fault.sql
-- requires: record/statements_fault.sql
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
  v_dimensions constant int := (select s.dimensions from statewave_private.embedding_space s where s.is_active);
  v_number     bigint;
  v_fault      text;
begin
  if jsonb_typeof(p_episodes) is distinct from 'array' then
    perform statewave_private.fail('SW400', 'episodes is no array', 'Give a JSON array of objects with record()''s parameters as keys.');
  elsif jsonb_array_length(p_episodes) > 10000 or octet_length(p_episodes::text) > 33554432 then
    perform statewave_private.fail('SW413', format('the batch has %s episodes and %s bytes', jsonb_array_length(p_episodes), octet_length(p_episodes::text)),
                                   'Send at most 10,000 episodes and 32 MiB a call.');
  end if;

  -- What is wrong with the first bad episode, with its code in front: text || null is null.
  select e.number, f.fault into v_number, v_fault
    from jsonb_array_elements(p_episodes) with ordinality e (episode, number)
   cross join lateral (select case when jsonb_typeof(e.episode) <> 'object' then 'SW400 it is no object' else coalesce(
     case
       when e.episode - array['payload', 'source', 'type', 'session', 'occurred_at', 'metadata', 'provenance', 'idempotency_key', 'embedding', 'labels'] <> '{}'
         then 'SW400 it has keys that are no parameters of record()'
       when jsonb_typeof(e.episode -> 'payload') is distinct from 'object' then 'SW400 its payload is no object'
       when octet_length((e.episode -> 'payload')::text) > 2097152 then 'SW413 its payload has more than 2,097,152 bytes'
       when octet_length((e.episode - 'payload' - 'embedding')::text) > 131072 then 'SW413 what is beside its payload has more than 131,072 bytes'
     end,
     'SW400 its source ' || statewave_private.text_fault(e.episode -> 'source', 256),
     'SW400 its type ' || statewave_private.text_fault(e.episode -> 'type', 128),
     'SW400 its session ' || statewave_private.text_fault(e.episode -> 'session', 512),
     'SW400 its idempotency_key ' || statewave_private.text_fault(e.episode -> 'idempotency_key', 512),
     'SW400 its occurred_at ' || statewave_private.time_fault(e.episode -> 'occurred_at'),
     case
       when coalesce(jsonb_typeof(e.episode -> 'metadata'), 'null') not in ('object', 'null') then 'SW400 its metadata is no object'
       when coalesce(jsonb_typeof(e.episode -> 'provenance'), 'null') not in ('object', 'null') then 'SW400 its provenance is no object'
       when coalesce(jsonb_typeof(e.episode -> 'labels'), 'null') not in ('array', 'null') then 'SW400 its labels are no array'
       when e.episode -> 'labels' not in ('null', '[]') then 'SW400 ' || statewave_private.labels_fault(e.episode -> 'labels')
     end,
     case when jsonb_typeof(e.episode -> 'embedding') <> 'null' then 'SW400 ' || statewave_private.embedding_fault(e.episode -> 'embedding', v_dimensions) end,
     case when jsonb_typeof(e.episode #> '{payload,messages}') = 'array' then statewave_private.messages_fault(e.episode #> '{payload,messages}') end,
     case when statewave_private.brings_memories(e.episode -> 'payload') then statewave_private.statements_fault(
       e.episode -> 'payload', coalesce((e.episode ->> 'occurred_at')::timestamptz, statement_timestamp())) end
     ) end offset 0) f (fault) -- offset 0: else it is worked out twice
   where f.fault is not null
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
