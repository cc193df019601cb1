"""Bad input gets a clear error that says what to do, and changes nothing."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database

TURN: dict[str, Any] = {"payload": {"text": "fine"}}

CALLS: dict[str, tuple[str, str, list[Any]]] = {
    "empty subject": ("SW400", "record('', '{}')", []),
    "blank subject": ("SW400", "record('  ', '{}')", []),
    "null subject": ("SW400", "record(null, '{}')", []),
    "over-long subject": ("SW400", "record(repeat('x', 513), '{}')", []),
    "subject with a line end": ("SW400", "record(E'a\\nb', '{}')", []),
    "payload that is no object": ("SW400", "record('s', '[1]')", []),
    "null payload": ("SW400", "record('s', null)", []),
    "source with a control character": ("SW400", "record('s', '{}', source => E'a\\u0007')", []),
    "source that begins with a space": ("SW400", "record('s', '{}', source => ' a')", []),
    "empty type": ("SW400", "record('s', '{}', type => '')", []),
    "metadata that is no object": ("SW400", "record('s', '{}', metadata => '1')", []),
    "label with a line end": ("SW400", "record('s', '{}', labels => array[E'a\\n'])", []),
    "infinite time": ("SW400", "record('s', '{}', occurred_at => 'infinity')", []),
    "time before the year 1": ("SW400", "record('s', '{}', occurred_at => '0044-03-15 BC')", []),
    "10 MB text": ("SW413", "record('s', jsonb_build_object('text', repeat('word ', 2000000)))", []),
    "vector of a wrong dimension": ("SW400", "record('s', '{}', embedding => '{1,2,3}')", []),
    "vector with NaN": ("SW400", "record('s', '{}', embedding => array_fill('NaN'::float8, '{256}'))", []),
    "vector of zeros": ("SW400", "record('s', '{}', embedding => array_fill(0::float8, '{256}'))", []),
    "unknown tenant": ("SW403", "record('s', '{}', tenant => 'elsewhere')", []),
    "batch that is no array": ("SW400", "record_batch('s', '{}')", []),
    "null batch": ("SW400", "record_batch('s', null)", []),
    "batch with a bad element": ("SW400", "record_batch('s', %s)", [json.dumps([TURN, {"payload": 1}, TURN])]),
    "batch with a bad date": ("SW400", "record_batch('s', %s)", [json.dumps([TURN, TURN | {"occurred_at": "2025-02-30"}])]),
    "batch with an unknown key": ("SW400", "record_batch('s', %s)", [json.dumps([TURN | {"sessions": "x"}])]),
    "batch with a bad message": ("SW400", "record_batch('s', %s)", [json.dumps([{"payload": {"messages": [{"role": "user"}]}}])]),
    "batch with two bodies for a key": (
        "SW409", "record_batch('s', %s)",
        [json.dumps([TURN | {"idempotency_key": "k"}, {"payload": {"text": "other"}, "idempotency_key": "k"}])],
    ),
    "10,001 episodes": ("SW413", "record_batch('s', %s)", [json.dumps([TURN] * 10_001)]),
    "budget 0": ("SW400", "retrieve('s', 'what?', max_tokens => 0)", []),
    "budget below the smallest": ("SW400", "retrieve('s', 'what?', max_tokens => 15)", []),
    "null budget": ("SW400", "retrieve('s', 'what?', max_tokens => null)", []),
    "empty question": ("SW400", "retrieve('s', ' ')", []),
    "null question": ("SW400", "explain('s', null)", []),
    "over-long question": ("SW413", "retrieve('s', repeat('why ', 10000))", []),
    "unknown kind": ("SW400", "retrieve('s', 'what?', kinds => array['facts'])", []),
    "kind with a control character": ("SW400", "search('s', 'what?', kinds => array[E'fact\\n'])", []),
    "question's vector of a wrong dimension": ("SW400", "retrieve('s', 'what?', embedding => '{1}')", []),
    "since after until": ("SW400", "retrieve('s', 'what?', since => '2025-01-02', until => '2025-01-01')", []),
    "unknown profile": ("SW404", "retrieve('s', 'what?', profile => 'none')", []),
    "k of 0": ("SW400", "search('s', 'what?', k => 0)", []),
    "page of 0": ("SW400", "timeline('s', page => 0)", []),
    "cursor of another kind": ("SW400", "timeline('s', after => '{\"at\": 1}')", []),
    "unknown status": ("SW400", "timeline('s', status => 'old')", []),
    "unknown episode": ("SW404", "get_episode('s', gen_random_uuid())", []),
    "unknown memory": ("SW404", "provenance('s', gen_random_uuid())", []),
    "compile of no episodes": ("SW400", "compile('s', 0)", []),
    "role that is not there": ("SW404", "grant_tenant('no such role', 'default')", []),
}  # fmt: skip

COUNTS = """
select jsonb_object_agg(c.relname, xpath('/row/n/text()',
         query_to_xml(format('select count(*) as n from statewave_private.%I', c.relname), true, true, ''))::text)
  from pg_class c
 where c.relnamespace = 'statewave_private'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
"""


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection, with a subject recorded."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        connection.execute("select statewave.record('s', '{\"text\": \"I am here.\"}')")
        yield connection


@pytest.mark.parametrize("what", CALLS)
def test_bad_input_is_refused_with_a_hint_and_changes_nothing(
    what: str, app: Connection, shared: Database
) -> None:
    code, call, arguments = CALLS[what]
    with psycopg.connect(shared.admin_dsn, autocommit=True) as admin:
        before = admin.execute(COUNTS.encode()).fetchone()
        with pytest.raises(psycopg.Error) as raised:
            app.execute(f"select statewave.{call}".encode(), arguments or None)
        assert raised.value.sqlstate == code, str(raised.value)
        assert raised.value.diag.message_hint
        assert admin.execute(COUNTS.encode()).fetchone() == before


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("22P05", "record('s', '{\"text\": \"\\u0000\"}')"),
        ("22007", "retrieve('s', 'what?', as_of => 'yesterdayish')"),
        ("22008", "retrieve('s', 'what?', as_of => '2025-02-30')"),
        ("22P02", "record('s', 'no json')"),
    ],
)
def test_what_postgres_cannot_parse_is_its_own_error(code: str, call: str, app: Connection) -> None:
    with pytest.raises(psycopg.Error) as raised:
        app.execute(f"select statewave.{call}".encode())
    assert raised.value.sqlstate == code


def test_the_message_names_the_bad_episode(app: Connection) -> None:
    with pytest.raises(psycopg.Error, match="episode 2: its payload is no object"):
        app.execute("select statewave.record_batch('s', %s)", [json.dumps([TURN, {"payload": []}])])
