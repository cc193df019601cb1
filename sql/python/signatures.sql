create or replace function statewave_python.signatures(texts text[], key_id text)
returns table (text_no int, signed_by text, signature bytea)
language plpython3u
stable
called on null input
parallel safe
cost 100
set search_path = pg_catalog, pg_temp
as $python$
for text in texts:
    if text is None:
        plpy.error("a text is null", sqlstate="22004", hint="Leave nulls out of the array.")
    if len(text) > 32768 and len(text.encode()) > 131072:
        plpy.error("a text has more than 128 KiB", sqlstate="SW413", hint="Sign its digest.")
-- include signatures.py
try:
    return signatures(texts, key_id)
except (OSError, ValueError) as error:
    plpy.error(
        f"no receipt key: {error}",
        sqlstate="SW503",
        hint="statewave.keys in the data directory: a line a key, an id, a space, 32 or more bytes in hex. The bootstrap makes it.",
    )
$python$;

comment on function statewave_python.signatures(text[], text) is
  'HMAC-SHA256 of texts by a key of the file statewave.keys in the server''s data directory, with the key''s id: the last key of the file if none is named, no rows for an unknown one. Keys are read at each call and never shown. At most 128 KiB a text (SW413), no null (22004); SW503 where the file cannot be read.';

revoke all on function statewave_python.signatures(text[], text) from public;
grant execute on function statewave_python.signatures(text[], text) to statewave_owner;
