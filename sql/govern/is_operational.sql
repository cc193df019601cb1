create or replace function statewave_private.is_operational(p_table text)
returns boolean
language sql
immutable
parallel safe
return p_table = any (array['job', 'event']);

comment on function statewave_private.is_operational(text) is
  'Whether a subject''s rows of a table are about the work of this database and no part of what is known: not exported, and not moved by a merge. Erased and renamed they are like all others.';

revoke all on function statewave_private.is_operational(text) from public;
