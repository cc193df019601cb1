create or replace function statewave_python.claims(texts text[])
returns table (text_no int, kind text, claim_key text, claim_value text, single_valued boolean, content text)
language plpython3u
immutable
strict
parallel safe
cost 2000
set search_path = pg_catalog, pg_temp
as $python$
for text in texts:
    if text is None:
        plpy.error("a text is null", sqlstate="22004", hint="Leave nulls out of the array.")
    if len(text) > 32768 and len(text.encode()) > 131072:
        plpy.error("a text has more than 128 KiB", sqlstate="SW413", hint="Cut it first.")
if "call" in SD:  # made by an earlier call of this connection
    return SD["call"](texts, SD["models"])
-- include claims.py
SD.update(call=claims, models={})
return claims(texts, SD["models"])
$python$;

comment on function statewave_python.claims(text[]) is
  'What the texts'' speakers state about themselves in plain English sentences: text_no counts from 1; kind is fact, preference or instruction; claim_key (location.home), claim_value as quoted from the content; single_valued where a newer value takes the place of the older; content is the sentence, a verbatim piece of the text. Nothing from questions, quotations, code, wishes or what others do; nothing from other languages. At most 128 KiB a text (SW413), no null (22004). About 40 us a turn of conversation, 50 ms for 128 KiB of prose.';

revoke all on function statewave_python.claims(text[]) from public;
grant execute on function statewave_python.claims(text[]) to statewave_owner;
