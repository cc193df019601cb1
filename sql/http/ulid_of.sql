create or replace function statewave_private.ulid_of(p_id uuid)
returns text
language sql
immutable
parallel safe
begin atomic
  -- 26 digits of 5 bits each hold 130: the first two bits are 0.
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substring(b.bits from d.digit * 5 + 1 for 5)::int + 1, 1), '' order by d.digit)
    from (select B'00' || ('x' || replace(p_id::text, '-', ''))::bit(128) as bits) b
   cross join generate_series(0, 25) d (digit)
   where p_id is not null;
end;

comment on function statewave_private.ulid_of(uuid) is
  'An id as the HTTP API writes those of receipts: 26 characters of Crockford''s base 32.';

revoke all on function statewave_private.ulid_of(uuid) from public;
