create or replace function statewave_private.brings_memories(p_payload jsonb)
returns boolean
language sql
immutable
parallel safe
return coalesce(jsonb_typeof(p_payload -> 'statewave') = 'object'
                and p_payload -> 'statewave' ?| array['memory_candidates', 'retractions', 'pins'], false);

comment on function statewave_private.brings_memories(jsonb) is
  'Whether a payload says what is to be remembered of it: then compiling takes that, and no rule and no model reads its text.';

revoke all on function statewave_private.brings_memories(jsonb) from public;
