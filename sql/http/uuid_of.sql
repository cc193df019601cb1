create or replace function statewave_private.uuid_of(p_text text)
returns uuid
language sql
immutable
parallel safe
return case
  when p_text ~* '^[0-7][0-9a-hjkmnp-tv-z]{25}$' then (
    select encode(string_agg(set_byte('\x00'::bytea, 0, substring(b.bits from 3 + y.byte * 8 for 8)::int), '' order by y.byte), 'hex')::uuid
      from (select string_agg((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', c.digit) - 1)::bit(5)::text, '' order by c.place)::bit varying as bits
              from string_to_table(upper(p_text), null) with ordinality c (digit, place)) b
     cross join generate_series(0, 15) y (byte))
  when pg_input_is_valid(p_text, 'uuid') then p_text::uuid
end;

comment on function statewave_private.uuid_of(text) is
  'The id that a text is, in ulid_of()''s writing or a uuid''s own; null when it is none.';

revoke all on function statewave_private.uuid_of(text) from public;
