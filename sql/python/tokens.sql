create or replace function statewave_python.tokens(texts text[])
returns int[]
language plpython3u
immutable
strict
parallel safe
cost 1000
set search_path = pg_catalog, pg_temp
as $python$
for text in texts:
    if text is None:
        plpy.error("a text is null", sqlstate="22004", hint="Leave nulls out of the array.")
    if len(text) > 32768 and len(text.encode()) > 131072:
        plpy.error("a text has more than 128 KiB", sqlstate="SW413", hint="Cut it first.")
if "call" in SD:  # made by an earlier call of this connection
    return SD["call"](texts, SD["models"])
-- include tokens.py
SD.update(call=tokens, models={})
return tokens(texts, SD["models"])
$python$;

comment on function statewave_python.tokens(text[]) is
  'The cl100k_base token count of each text, in order; special tokens count as the plain text they are. At most 128 KiB a text (SW413), no null (22004). About 20 us a turn of conversation, 40 ms for 128 KiB; a connection''s first call loads the encoding: 0.15 s and 23 MB.';

revoke all on function statewave_python.tokens(text[]) from public;
grant execute on function statewave_python.tokens(text[]) to statewave_owner;
