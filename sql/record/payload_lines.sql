-- requires: record/brings_memories.sql
-- requires: record/leaf_text.sql
create or replace function statewave_private.payload_lines(p_payload jsonb, p_source text, p_occurred_at timestamptz)
returns table (place bigint, speaker text, body text, event_at timestamptz)
language sql
stable
parallel safe
begin atomic
  with said (place, speaker, body, event_at) as (
    select m.place, coalesce(m.message ->> 'role', p_source),
           case jsonb_typeof(m.message -> 'content')
             when 'string' then m.message ->> 'content'
             else statewave_private.leaf_text(m.message -> 'content')
           end,
           coalesce((m.message ->> 'timestamp')::timestamptz, p_occurred_at)
      from jsonb_array_elements(case when jsonb_typeof(p_payload -> 'messages') = 'array' and not statewave_private.brings_memories(p_payload)
                                     then p_payload -> 'messages' end)
           with ordinality m (message, place)
    union all
    select c.place, coalesce(c.candidate ->> 'speaker', p_source), c.candidate ->> 'text', p_occurred_at
      from jsonb_array_elements(case when statewave_private.brings_memories(p_payload) then p_payload -> 'statewave' -> 'memory_candidates' end)
           with ordinality c (candidate, place)
    union all
    select k.place, p_source, p_payload ->> k.key, p_occurred_at
      from (values (-1, 'text'), (0, 'content')) k (place, key)
     where jsonb_typeof(p_payload -> k.key) = 'string' and not statewave_private.brings_memories(p_payload)
    union all
    select 0, p_source, statewave_private.leaf_text(p_payload), p_occurred_at
     where not exists (select from (values ('text'), ('content')) k (key) where jsonb_typeof(p_payload -> k.key) = 'string' and p_payload ->> k.key <> '')
       and (jsonb_typeof(p_payload -> 'messages') is distinct from 'array' or p_payload -> 'messages' = '[]')
       and not statewave_private.brings_memories(p_payload)
  )
  select s.place,
         case when named.it then left(s.body, char_length(s.speaker)) else s.speaker end,
         case when named.it then substr(s.body, char_length(s.speaker) + 2) else s.body end,
         s.event_at
    from said s
   cross join lateral (select lower(left(s.body, char_length(s.speaker) + 1)) = lower(s.speaker) || ':') named (it);
end;

comment on function statewave_private.payload_lines(jsonb, text, timestamptz) is
  'What a payload says, a row a message: its place, who speaks, the text and its event time; text and content come before messages, and a payload with none of these is read as a document. One that says what is to be remembered of it (statewave.memory_candidates) says just that. A text that begins with its speaker''s name and a colon gives up that prefix.';

revoke all on function statewave_private.payload_lines(jsonb, text, timestamptz) from public;
