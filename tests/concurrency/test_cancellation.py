"""P32: every call ends when statement_timeout says so, and leaves nothing half done."""

import json
import time
from collections.abc import Iterator

import psycopg
import pytest

from statewave.bench import data
from tests.conftest import Connection, Database

TURNS = 6000
AFTER = 0.5  # seconds a call may take to notice; on an idle machine it is a tenth of it

# What takes long enough to be stopped, each with its arguments.
LONG = [
    "retrieve('big', 'Who sold a kettle in Essen?', 1000000)",
    "retrieve_many(array['big', 'nobody'], 'Who sold a kettle in Essen?', 1000000)",
    "explain('big', 'Who sold a kettle in Essen?', 1000000)",
    "search('big', 'Who sold a kettle in Essen?', 10000)",
    "compile('raw')",
    "record_batch('new', {batch})",
    "record('new', {long})",
    "erase('big')",
    "forget('big', {ids})",
    "issue_receipt({bundle})",
]


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """A connection to a database with much in it."""
    told = data.invented(TURNS)
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        for batch in data.episodes_of(told.turns, 1000):
            for subject in ("big", "raw"):
                connection.execute(
                    "select statewave.record_batch(%s, %s)", [subject, json.dumps(batch)]
                )
        connection.execute("select statewave.compile('big')")
        yield connection


@pytest.fixture(scope="module")
def values(app: Connection) -> dict[str, str]:
    """Long arguments, as SQL."""
    batch = [{"payload": {"text": turn.text}} for turn in data.invented(5000).turns]
    text = {"text": " ".join(turn.text for turn in data.invented(20_000).turns)[:1_900_000]}
    bundle = app.execute("select statewave.retrieve('big', 'Who sold it?', 60000)::text").fetchone()
    assert bundle
    return {
        "batch": _literal(json.dumps(batch)),
        "long": _literal(json.dumps(text)),
        "ids": "array(select id from statewave.episode where subject = 'big' limit 5000)",
        "bundle": _literal(bundle[0]),
    }


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize("call", LONG, ids=lambda call: call.partition("(")[0])
@pytest.mark.parametrize("timeout", [15, 60])
def test_a_call_ends_in_time_and_leaves_nothing(
    app: Connection, values: dict[str, str], call: str, timeout: int
) -> None:
    for name, value in values.items():
        call = call.replace("{" + name + "}", value)
    state = (
        "select (select count(*) from statewave.episode), (select count(*) from statewave.memory),"
        " (select count(*) from statewave.audit('big')), (select count(*) from statewave.audit('raw'))"
    )
    before = app.execute(state.encode()).fetchone()
    app.execute(f"set statement_timeout = {timeout}".encode())
    started = time.perf_counter()
    try:
        with pytest.raises(psycopg.errors.QueryCanceled):
            app.execute(f"select * from statewave.{call}".encode()).fetchall()
        taken = time.perf_counter() - started
    finally:
        app.execute("reset statement_timeout")
    assert taken < timeout / 1000 + AFTER
    assert app.execute(state.encode()).fetchone() == before
