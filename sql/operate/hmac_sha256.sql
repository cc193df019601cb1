create or replace function statewave_private.hmac_sha256(p_key bytea, p_text bytea)
returns bytea
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict error
declare
  v_key   bytea := case when octet_length(p_key) > 64 then sha256(p_key) else p_key end;
  v_inner bytea := decode(repeat('36', 64), 'hex');
  v_outer bytea := decode(repeat('5c', 64), 'hex');
begin
  for v_place in 0 .. octet_length(v_key) - 1 loop
    v_inner := set_byte(v_inner, v_place, get_byte(v_key, v_place) # 54);
    v_outer := set_byte(v_outer, v_place, get_byte(v_key, v_place) # 92);
  end loop;
  return sha256(v_outer || sha256(v_inner || p_text));
end
$$;

comment on function statewave_private.hmac_sha256(bytea, bytea) is
  'HMAC-SHA256 (RFC 2104), for keys that are rows: those of receipts are a file, and PL/Python''s. Cost: 20 µs and the hash.';

revoke all on function statewave_private.hmac_sha256(bytea, bytea) from public;
