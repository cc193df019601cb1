create or replace function statewave_python.claims(texts text[], days text[], assistants boolean[], rules text)
returns table (text_no int, rule text, claim_key text, claim_value text, qualifiers text, retracts boolean, since text, content text)
language plpython3u
immutable
strict
parallel safe
cost 4000
set search_path = pg_catalog, pg_temp
as $python$
for text in texts:
    if text is None:
        plpy.error("a text is null", sqlstate="22004", hint="Leave nulls out of the array.")
    if len(text) > 32768 and len(text.encode()) > 131072:
        plpy.error("a text has more than 128 KiB", sqlstate="SW413", hint="Cut it first.")
if not len(texts) == len(days) == len(assistants):
    plpy.error("texts, days and assistants differ in length", sqlstate="22023", hint="Give one of each for each text.")
if "call" in SD:  # made by an earlier call of this connection
    return SD["call"](texts, days, assistants, rules, SD["models"])
-- include claims.py
SD.update(call=claims, models={})
return claims(texts, days, assistants, rules, SD["models"])
$python$;

comment on function statewave_python.claims(text[], text[], boolean[], text) is
  'What the texts'' speakers state about themselves in plain English sentences, and, where assistants is true, what an assistant promises and explains; by rules, JSON as rules_of_tenant() gives it. days: the ISO dates on which the texts were said. text_no counts from 1; rule is what found it; claim_value is quoted from the content; qualifiers is JSON, {"on": ISO date} for an event whose day is known; retracts: it holds no more; since: the ISO date in the past from which the text says so; content is the sentence or its part, a verbatim piece of the text. Nothing from questions but what is said aside in them; nothing from quotations, code, tales, wishes or what others do; nothing from other languages. At most 128 KiB a text (SW413), no null (22004), one day and flag a text (22023). Of a text at most 1,000 sentences are read. About 0.2 ms a turn of conversation, 50 ms for 128 KiB of prose, twice to four times as long where each sentence states something; 0.3 s to read the rules in a new connection; each is compiled when it is first tried.';

revoke all on function statewave_python.claims(text[], text[], boolean[], text) from public;
grant execute on function statewave_python.claims(text[], text[], boolean[], text) to statewave_owner;
