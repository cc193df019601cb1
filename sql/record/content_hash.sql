create or replace function statewave_private.content_hash(p_content text)
returns bytea
language sql
stable
parallel safe
return sha256(convert_to(lower(regexp_replace(btrim(p_content, E' \t\n\r'), '\s+', ' ', 'g')), 'UTF8'));

comment on function statewave_private.content_hash(text) is
  'sha256 of the normalised content: lower case, runs of white space one space. Equal hashes are the same memory.';

revoke all on function statewave_private.content_hash(text) from public;
