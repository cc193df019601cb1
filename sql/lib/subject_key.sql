-- Frozen: the key of every stored row depends on it.
create function statewave_private.subject_key(tenant_id text, subject text)
returns uuid
language sql
immutable
strict
parallel safe
return encode(substring(sha256(
         int4send(octet_length(convert_to(tenant_id, 'UTF8'))) || convert_to(tenant_id, 'UTF8')
         || int4send(octet_length(convert_to(subject, 'UTF8'))) || convert_to(subject, 'UTF8'))
       from 1 for 16), 'hex')::uuid;

comment on function statewave_private.subject_key(text, text) is
  'The key of a subject: the first 16 bytes of sha256 over tenant and subject, each after its length in bytes (4 bytes, big endian). Partition and distribution column of every subject-scoped table.';

revoke all on function statewave_private.subject_key(text, text) from public;
