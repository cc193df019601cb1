"""Calls are repeated when that is safe, and then done once."""

import asyncio
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool, PoolClosed

from statewave import AsyncClient, Client
from statewave.client import ATTEMPTS
from tests.client.proxy import losing
from tests.conftest import Connection, Database
from tests.pooler import pooler


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, as they are made."""
    made: list[float] = []
    sleep = time.sleep

    def counted(seconds: float) -> None:
        made.append(seconds)
        sleep(seconds)

    monkeypatch.setattr("statewave.client.time.sleep", counted)
    return made


TEXT = {"text": "I live in Oslo."}
CALLS: dict[str, Callable[[Client], Any]] = {
    "record": lambda client: client.record("s", TEXT),
    "record_batch": lambda client: client.record_batch("s", [{"payload": TEXT}] * 3),
    "compile": lambda client: client.compile("s"),
    "erase": lambda client: client.erase("s"),
}


def rows(client: Client) -> tuple[int, int]:
    """Episodes and compiled memories of the subject."""
    entries = [entry.entry for entry in client.timeline("s")]
    return entries.count("episode"), len(entries) - entries.count("episode")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("record", (2, 0)), ("record_batch", (4, 0)), ("compile", (1, 1)), ("erase", (0, 0))],
)
def test_a_call_whose_answer_was_lost_is_done_once(
    database: Database, pauses: list[float], name: str, expected: tuple[int, int]
) -> None:
    """It was committed and the client does not know: the call is repeated without harm."""
    with Client(database.dsn) as direct:
        direct.record("s", TEXT)
        with losing(database.dsn, b"COMMIT") as proxy, Client(proxy.dsn) as client:
            CALLS[name](client)
            assert proxy.lost == len(pauses) == 1
        assert rows(direct) == expected


def test_the_async_client_repeats_too(database: Database) -> None:
    async def record(dsn: str) -> uuid.UUID:
        async with AsyncClient(dsn) as client:
            return await client.record("s", TEXT)

    with losing(database.dsn, b"COMMIT") as proxy:
        id = asyncio.run(record(proxy.dsn))
        assert proxy.lost == 1
    with Client(database.dsn) as direct:
        assert [entry.id for entry in direct.timeline("s")] == [id]


def test_attempts_are_bounded(database: Database, pauses: list[float]) -> None:
    with losing(database.dsn, b"COMMIT", times=100) as proxy, Client(proxy.dsn) as client:
        with pytest.raises(psycopg.OperationalError):
            client.record("s", TEXT)
        assert proxy.lost == ATTEMPTS
    assert len(pauses) == ATTEMPTS - 1
    with Client(database.dsn) as direct:
        assert rows(direct) == (1, 0)


def test_a_pool_of_lost_connections_costs_one_attempt(
    database: Database, admin: Connection, pauses: list[float]
) -> None:
    """The server restarted, say: more connections are dead than there are attempts."""
    with ConnectionPool(database.direct, min_size=ATTEMPTS + 2, open=True) as pool:
        pool.wait()
        admin.execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        Client(pool).record("s", TEXT)
        assert len(pauses) == 1
        assert rows(Client(pool)) == (1, 0)


def test_a_closed_pool_is_an_error_at_once(database: Database, pauses: list[float]) -> None:
    with ConnectionPool(database.direct, min_size=1, open=True) as pool:
        pass
    with pytest.raises(PoolClosed):
        Client(pool).subjects()
    assert not pauses


def waits(admin: Connection, database: Database) -> None:
    """Return when a backend of the application waits for a lock."""
    found = None
    while not found:
        found = admin.execute(
            "select pid from pg_stat_activity where datname = %s and wait_event_type = 'Lock'",
            [database.name],
        ).fetchone()


def test_a_serialization_failure_is_repeated(
    database: Database, admin: Connection, pauses: list[float]
) -> None:
    strict = make_conninfo(
        database.direct, options=r"-c default_transaction_isolation=repeatable\ read"
    )
    done: list[uuid.UUID] = []
    with Client(strict) as client, psycopg.connect(database.direct) as other:
        client.record("s", TEXT)
        Client(other).record("s", TEXT)  # holds the subject
        worker = threading.Thread(target=lambda: done.append(client.record("s", TEXT)))
        worker.start()
        waits(admin, database)
        other.commit()  # what the worker's snapshot has not seen
        worker.join(20)
        assert len(done) == len(pauses) == 1
        assert rows(client) == (3, 0)


def test_a_deadlock_is_repeated(database: Database, admin: Connection, pauses: list[float]) -> None:
    """The call holds the subject and waits for a table, whose holder wants the subject."""
    admin.execute(
        f"alter role statewave_test_app in database {database.name} set deadlock_timeout = '2s'".encode()
    )
    done: list[uuid.UUID] = []
    with Client(database.dsn) as client, psycopg.connect(database.admin_dsn) as other:
        client.record("s", TEXT)
        other.execute("set deadlock_timeout = '60s'")  # so the call is the one to be undone
        other.execute("lock table statewave_private.memory in exclusive mode")
        worker = threading.Thread(target=lambda: done.append(client.record("s", TEXT)))
        worker.start()
        waits(admin, database)
        other.execute("select from statewave_private.subject for update")
        other.commit()
        worker.join(20)
        assert len(done) == len(pauses) == 1
        assert rows(client) == (2, 0)


def test_in_the_callers_transaction_nothing_is_repeated(
    database: Database, admin: Connection, pauses: list[float]
) -> None:
    """What went before in it is gone with it, and only the caller can do that again."""
    with psycopg.connect(database.direct) as connection:
        Client(connection).record("s", TEXT)
        connection.commit()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("select 1")  # the snapshot
        with Client(database.dsn) as other:
            other.record("s", TEXT)
        with pytest.raises(psycopg.errors.SerializationFailure):
            Client(connection).record("s", TEXT)
        connection.rollback()
        admin.execute("select pg_terminate_backend(%s, 10000)", [connection.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            Client(connection).record("s", TEXT)
    with Client(database.dsn) as direct:
        assert rows(direct) == (2, 0)
    assert not pauses


def test_a_pool_without_prepared_statements_goes_through_any_pgbouncer(
    database: Database, tool: Callable[[str], Path]
) -> None:
    """The driver prepares what runs often, and PgBouncer gives the next call another backend."""
    clients = 6
    with (
        pooler(tool("pgbouncer"), database.dsn) as dsn,
        ConnectionPool(dsn, min_size=clients, kwargs={"prepare_threshold": None}) as pool,
        ThreadPoolExecutor(clients) as threads,
    ):
        pool.wait()
        client = Client(pool)
        ids = list(threads.map(lambda _: client.record("s", TEXT), range(10 * clients)))
        assert len(set(ids)) == rows(client)[0] == 10 * clients
        found = list(threads.map(lambda _: client.subjects(), range(50 * clients)))
        assert {page[0].episodes for page in found} == {10 * clients}
