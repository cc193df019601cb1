"""Retries are safe: one row, one id, and a conflict is told."""

import json
import threading
import uuid
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Connection, Database

CLIENTS = 8
RETRIES = 1000


def test_same_key_retries_are_one_episode(database: Database) -> None:
    """P3: 8 clients, 1,000 retries each: 1 row, 1 id, 0 errors, 0 empty returns."""
    ids: list[set[Any]] = [set() for _ in range(CLIENTS)]
    errors: list[BaseException] = []

    def client(number: int) -> None:
        try:
            with psycopg.connect(
                database.dsn, autocommit=True, prepare_threshold=None
            ) as connection:
                for _ in range(RETRIES):
                    row = connection.execute(
                        "select statewave.record('s', '{\"text\": \"once\"}', idempotency_key => 'k')"
                    ).fetchone()
                    ids[number].add(row and row[0])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(set.union(*ids)) == 1
    assert None not in set.union(*ids)
    with psycopg.connect(database.admin_dsn) as admin:
        assert admin.execute("select count(*) from statewave_private.episode").fetchone() == (1,)
        assert admin.execute("select count(*) from statewave_private.memory").fetchone() == (1,)


BODY = st.fixed_dictionaries(
    {"payload": st.fixed_dictionaries({"text": st.sampled_from(["a", "b"])})},
    optional={
        "source": st.sampled_from(["user", "assistant"]),
        "type": st.sampled_from(["message", "event"]),
        "provenance": st.sampled_from([{}, {"n": 1}]),
        "session": st.sampled_from(["s1", "s2"]),
        "occurred_at": st.sampled_from(["2025-01-01T00:00:00Z", "2025-01-01T01:00:00+01:00"]),
        "metadata": st.sampled_from([{}, {"n": 1}]),
        "labels": st.sampled_from([[], ["private"]]),
    },
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=BODY, second=BODY)
def test_another_body_is_a_conflict_and_the_same_is_none(
    conn: Connection, first: dict[str, Any], second: dict[str, Any]
) -> None:
    """P4: payload, source, type, session, metadata, provenance and time as given count; labels do not."""
    subject = uuid.uuid4().hex

    def send(body: dict[str, Any]) -> Any:
        episodes = json.dumps([body | {"idempotency_key": "k"}])
        row = conn.execute("select statewave.record_batch(%s, %s)", [subject, episodes]).fetchone()
        return row and row[0]

    def meaning(body: dict[str, Any]) -> tuple[Any, ...]:
        return (
            body["payload"]["text"],
            body.get("source", "user"),
            body.get("type", "message"),
            body.get("provenance", {}) == {"n": 1},
            body.get("session"),
            "occurred_at" in body,  # the two times are the same instant
            body.get("metadata", {}) == {"n": 1},
        )

    id = send(first)
    assert send(first) == id
    if meaning(first) == meaning(second):
        assert send(second) == id
    else:
        with pytest.raises(psycopg.Error) as raised:
            send(second)
        assert raised.value.sqlstate == "SW409"
        assert send(first) == id


def test_a_time_that_was_not_given_is_no_conflict(conn: Connection) -> None:
    """P4: occurred_at null twice, at different times, is the same body."""
    call = "select statewave.record('t', '{\"text\": \"x\"}', idempotency_key => 'k')"
    assert conn.execute(call).fetchone() == conn.execute(call).fetchone()
