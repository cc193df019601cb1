-- requires: record/text_fault.sql
-- requires: record/time_fault.sql
-- requires: record/messages_fault.sql
create or replace function statewave_private.episode_fault(p_episode jsonb)
returns text
language sql
stable
parallel safe
begin atomic
  select case
    when jsonb_typeof(p_episode) <> 'object' then 'SW400 it is no object'
    when unknown.key is not null then format('SW400 %L is no parameter of record()', left(unknown.key, 64))
    when jsonb_typeof(p_episode -> 'payload') is distinct from 'object' then 'SW400 its payload is no object'
    when octet_length((p_episode -> 'payload')::text) > 2097152 then format('SW413 its payload has %s bytes, more than 2,097,152', octet_length((p_episode -> 'payload')::text))
    when octet_length((p_episode - 'payload' - 'embedding')::text) > 131072 then 'SW413 what is beside its payload has more than 131,072 bytes'
    when statewave_private.text_fault(p_episode -> 'source', 128) is not null then 'SW400 its source ' || statewave_private.text_fault(p_episode -> 'source', 128)
    when statewave_private.text_fault(p_episode -> 'type', 128) is not null then 'SW400 its type ' || statewave_private.text_fault(p_episode -> 'type', 128)
    when statewave_private.text_fault(p_episode -> 'session', 512) is not null then 'SW400 its session ' || statewave_private.text_fault(p_episode -> 'session', 512)
    when statewave_private.text_fault(p_episode -> 'idempotency_key', 512) is not null then 'SW400 its idempotency_key ' || statewave_private.text_fault(p_episode -> 'idempotency_key', 512)
    when statewave_private.time_fault(p_episode -> 'occurred_at') is not null then 'SW400 its occurred_at ' || statewave_private.time_fault(p_episode -> 'occurred_at')
    when coalesce(jsonb_typeof(p_episode -> 'metadata'), 'object') <> 'object' then 'SW400 its metadata is no object'
    when coalesce(jsonb_typeof(p_episode -> 'provenance'), 'object') <> 'object' then 'SW400 its provenance is no object'
    when coalesce(jsonb_typeof(p_episode -> 'labels'), 'array') <> 'array' then 'SW400 its labels are no array'
    when (select bool_or(jsonb_typeof(l.value) <> 'string' or statewave_private.text_fault(l.value, 128) is not null)
            from jsonb_array_elements(case jsonb_typeof(p_episode -> 'labels') when 'array' then p_episode -> 'labels' end) l)
      then 'SW400 a label is no printable text of 1 to 128 characters'
    when coalesce(jsonb_typeof(p_episode -> 'embedding'), 'null') not in ('null', 'array')
      or (select bool_or(jsonb_typeof(v.value) <> 'number' or abs((v.value #>> '{}')::numeric) > 60000)
                 or not bool_or(jsonb_typeof(v.value) = 'number' and abs((v.value #>> '{}')::numeric) > 1e-6)
            from jsonb_array_elements(case jsonb_typeof(p_episode -> 'embedding') when 'array' then p_episode -> 'embedding' end) v)
      then 'SW400 its embedding is no array of numbers between -60,000 and 60,000, not all zero'
    else statewave_private.messages_fault(p_episode #> '{payload,messages}')
  end
  from (select min(k.key) as key
          from jsonb_object_keys(case jsonb_typeof(p_episode) when 'object' then p_episode else '{}' end) k (key)
         where k.key <> all (array['payload', 'source', 'type', 'session', 'occurred_at', 'metadata', 'provenance',
                                   'idempotency_key', 'embedding', 'labels'])) unknown;
end;

comment on function statewave_private.episode_fault(jsonb) is
  'What is wrong with an episode of a batch, with its code in front; null when nothing is.';

revoke all on function statewave_private.episode_fault(jsonb) from public;
