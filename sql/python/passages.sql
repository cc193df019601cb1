create or replace function statewave_python.passages(texts text[])
returns table(text_no int, ordinal int, passage text)
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
-- include passages.py
SD.update(call=passages, models={})
return passages(texts, SD["models"])
$python$;

comment on function statewave_python.passages(text[]) is
  'The texts cut into passages at sentence bounds: text_no and ordinal count from 1, a passage is a verbatim piece of its text without the space around it, of about 110 tokens or fewer (an estimate: up to 160 for letters at random); a short text is one passage, nothing but space is left out. At most 128 KiB a text (SW413), no null (22004). About 40 us a turn of conversation, 35 ms for 128 KiB of prose.';

revoke all on function statewave_python.passages(text[]) from public;
grant execute on function statewave_python.passages(text[]) to statewave_owner;
