create or replace function statewave_private.what_remains()
returns text
language sql
immutable
parallel safe
return 'Dead rows and index entries in the data directory until "statewave scrub"; copies in the write-ahead log and on standbys until it is recycled, and in backups until they expire.';

comment on function statewave_private.what_remains() is
  'What a proof of erasure says of the physical remains.';

revoke all on function statewave_private.what_remains() from public;
