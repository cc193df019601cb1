create or replace function statewave_python.cues(texts text[], today date, first_year int, last_year int)
returns table (text_no int, whose text, first_days date[], last_days date[], weights float8[], past boolean)
language plpython3u
immutable
strict
parallel safe
cost 500
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO' -- today arrives as text
as $python$
for text in texts:
    if text is None:
        plpy.error("a text is null", sqlstate="22004", hint="Leave nulls out of the array.")
    if len(text) > 32768 and len(text.encode()) > 131072:
        plpy.error("a text has more than 128 KiB", sqlstate="SW413", hint="Cut it first.")
if "call" in SD:  # made by an earlier call of this connection
    return SD["call"](texts, today, first_year, last_year)
-- include cues.py
SD.update(call=cues)
return cues(texts, today, first_year, last_year)
$python$;

comment on function statewave_python.cues(text[], date, int, int) is
  'What English questions tell of their answers: text_no counts from 1; whose is assistant where the words of the assistant are asked for, both where those of a whole conversation are, else null; first_days, last_days and weights (0 to 1) are the periods that the question names, relative ones seen from today, those without a year in each of the years from first_year to last_year (the last 20 of them); past is whether it asks for what held once. At most 128 KiB a text (SW413), no null (22004). About 20 us a question.';

revoke all on function statewave_python.cues(text[], date, int, int) from public;
grant execute on function statewave_python.cues(text[], date, int, int) to statewave_owner;
