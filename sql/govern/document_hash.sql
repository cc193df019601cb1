create or replace function statewave_private.document_hash(p_document jsonb)
returns text
language sql
immutable
parallel safe
return encode(sha256(convert_to((p_document - 'sha256')::text, 'UTF8')), 'hex');

comment on function statewave_private.document_hash(jsonb) is
  'sha256 in hex of an exported document without its own.';

revoke all on function statewave_private.document_hash(jsonb) from public;
