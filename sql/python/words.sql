create or replace function statewave_python.words(texts text[])
returns text[]
language plpython3u
immutable
strict
parallel safe
cost 500
set search_path = pg_catalog, pg_temp
as $python$
for text in texts:
    if text is None:
        plpy.error("a text is null", sqlstate="22004", hint="Leave nulls out of the array.")
    if len(text) > 32768 and len(text.encode()) > 131072:
        plpy.error("a text has more than 128 KiB", sqlstate="SW413", hint="Cut it first.")
if "call" in SD:  # made by an earlier call of this connection
    return SD["call"](texts, SD["models"])
-- include words.py
SD.update(call=words, models={})
return words(texts, SD["models"])
$python$;

comment on function statewave_python.words(text[]) is
  'The words of each text, in order, for to_tsvector: normal form KC, case folded, runs of letters, marks and digits with single spaces between; Han, Kana, Hangul, Thai, Lao, Khmer and Myanmar character by character; endings after an apostrophe removed (Ann''s, we''ve, doesn''t). At most 128 KiB a text (SW413), no null (22004). About 15 us a turn of conversation.';

revoke all on function statewave_python.words(text[]) from public;
grant execute on function statewave_python.words(text[]) to statewave_owner;
