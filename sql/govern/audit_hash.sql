create or replace function statewave_private.audit_hash(p_previous bytea, p_seq int, p_at timestamptz, p_action text, p_erases int[], p_digest bytea)
returns bytea
language sql
immutable
parallel safe
return sha256(p_previous || convert_to(format('%s|%s|%s|%s|', p_seq, (extract(epoch from p_at) * 1000000)::bigint, p_action, p_erases), 'UTF8') || p_digest);

comment on function statewave_private.audit_hash(bytea, int, timestamptz, text, int[], bytea) is
  'The hash of an audit entry: sha256 over the hash of the one before, the number, microseconds since 1970, action, numbers of the erased and the detail''s digest.';

revoke all on function statewave_private.audit_hash(bytea, int, timestamptz, text, int[], bytea) from public;
