create or replace function statewave_private.wants(p_events text[], p_event text)
returns boolean
language sql
immutable
parallel safe
return p_events is null or p_events && array[p_event, split_part(p_event, '.', 1) || '.*', '*'];

comment on function statewave_private.wants(text[], text) is
  'Whether one of the names and patterns is an event''s; null has all.';

revoke all on function statewave_private.wants(text[], text) from public;
