"""The client against a real database."""

import asyncio
import dataclasses
import inspect
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg
import pytest
from psycopg_pool import ConnectionPool

import statewave
from statewave import AsyncClient, Client, types
from tests.conftest import Connection, Database

OSLO = {"payload": {"text": "I live in Oslo."}, "session": "s1", "occurred_at": "2026-01-01"}
BERGEN = {"payload": {"text": "I moved to Bergen."}, "session": "s2", "occurred_at": "2026-02-01"}
TURNS = [OSLO, BERGEN]


@pytest.fixture(scope="module")
def client(shared: Database) -> Iterator[Client]:
    """A client with a pool of its own."""
    with Client(shared.dsn) as client:
        yield client


@pytest.fixture
def subject() -> str:
    """A subject of the test's own."""
    return f"subject {uuid.uuid4().hex[:8]}"


def test_every_method_returns_its_type(client: Client, subject: str) -> None:
    ids = client.record_batch(subject, TURNS)
    result = client.compile(subject)
    bundle = client.retrieve(subject, "Where do they live?", max_tokens=100)
    item = bundle.items[0]
    found: list[tuple[Any, type]] = [
        (client.record(subject, {"text": "hello"}), uuid.UUID),
        (result, types.CompileResult),
        (bundle, types.Bundle),
        (item, types.Item),
        (client.explain(subject, "Where?")[0], types.Explanation),
        (client.search(subject, "Bergen")[0], types.Hit),
        (client.timeline(subject)[0], types.TimelineEntry),
        (client.subjects(page=1)[0], types.SubjectSummary),
        (client.get_episode(subject, ids[0]), types.Episode),
        (client.get_memory(subject, item.memory_id), types.Memory),
        (client.provenance(subject, item.memory_id)[0], types.Source),
        (client.citing(subject, ids[0])[0], types.Citation),
        (client.erase(subject), types.Erasure),
    ]
    for value, kind in found:
        assert type(value) is kind
    assert result.memories_created == 2
    assert result.memories_superseded == 1
    assert all(isinstance(i, uuid.UUID) for i in (*ids, *item.source_episode_ids))
    assert bundle.as_of.tzinfo is not None


def test_the_types_mirror_the_catalog(admin: Connection) -> None:
    """Names of result columns and of the documents' keys are the dataclasses' fields."""
    pairs = {
        "compile": types.CompileResult,
        "explain": types.Explanation,
        "search": types.Hit,
        "timeline": types.TimelineEntry,
        "subjects": types.SubjectSummary,
        "provenance": types.Source,
        "citing": types.Citation,
    }
    for name, kind in pairs.items():
        (columns,) = admin.execute(
            "select array(select n from unnest(proargnames, proargmodes) a (n, m) where m = 't')"
            " from pg_proc where pronamespace = 'statewave'::regnamespace and proname = %s",
            [name],
        ).fetchone() or ([],)
        assert [f.name for f in dataclasses.fields(kind)] == columns


def test_documents_have_exactly_the_fields_of_their_types(client: Client, subject: str) -> None:
    ids = client.record_batch(subject, TURNS)
    bundle = client.retrieve(subject, "Where?")
    assert set(bundle.raw) == {f.name for f in dataclasses.fields(types.Bundle)} - {"raw"}
    assert set(bundle.raw["items"][0]) == {f.name for f in dataclasses.fields(types.Item)}
    with psycopg.connect(client._dsn or "") as connection:
        for call, kind, id in (
            ("get_episode", types.Episode, ids[0]),
            ("get_memory", types.Memory, bundle.items[0].memory_id),
        ):
            row = connection.execute(
                f"select statewave.{call}(%s, %s)".encode(), [subject, id]
            ).fetchone()
            assert row and set(row[0]) == {f.name for f in dataclasses.fields(kind)}


def test_methods_take_the_functions_parameters(admin: Connection) -> None:
    rows = admin.execute(
        "select proname, array(select n from unnest(proargnames, coalesce(proargmodes,"
        " array_fill('i'::\"char\", array[pronargs::int]))) a (n, m) where m = 'i')"
        " from pg_proc where pronamespace = 'statewave'::regnamespace"
    ).fetchall()
    for name, parameters in rows:
        if name in ("grant_tenant", "revoke_tenant"):
            continue  # a DBA's, not an application's
        method = inspect.signature(getattr(Client, name))
        assert set(method.parameters) - {"self"} == set(parameters) - {"tenant"}, name


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (statewave.InvalidArgument, lambda c, s: c.record("", {"text": "x"})),
        (statewave.InvalidArgument, lambda c, s: c.retrieve(s, "x", max_tokens=0)),
        (statewave.Forbidden, lambda c, s: Client(c._dsn, tenant="other").subjects()),
        (statewave.NotFound, lambda c, s: c.get_episode(s, uuid.uuid4())),
        (statewave.TooLarge, lambda c, s: c.record(s, {"text": "x" * 3_000_000})),
    ],
)
def test_errors_come_by_code_with_a_hint(
    client: Client, subject: str, error: type[statewave.StatewaveError], call: Any
) -> None:
    with pytest.raises(error) as raised:
        call(client, subject)
    assert raised.value.hint
    assert raised.value.sqlstate == error.code
    assert isinstance(raised.value.__cause__, psycopg.Error)


def test_postgres_own_errors_pass_through(client: Client, subject: str) -> None:
    with pytest.raises(psycopg.errors.UntranslatableCharacter):
        client.record(subject, {"text": "\x00"})


def test_an_order_and_an_episode_commit_together(database: Database) -> None:
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("create table public.orders (id int)")
        admin.execute("grant insert, select on public.orders to statewave_test_app")
    with psycopg.connect(database.dsn) as connection:
        with connection.transaction():
            connection.execute("insert into public.orders values (1)")
            Client(connection).record("shop", {"text": "Order 1 was placed."})
        with pytest.raises(ZeroDivisionError), connection.transaction():
            connection.execute("insert into public.orders values (2)")
            Client(connection).record("shop", {"text": "Order 2 was placed."})
            raise ZeroDivisionError
    with Client(database.dsn) as client, psycopg.connect(database.dsn) as connection:
        assert connection.execute("select array_agg(id) from public.orders").fetchone() == ([1],)
        assert [e.content for e in client.timeline("shop")] == ["user: Order 1 was placed."]


def test_the_callers_connection_is_neither_committed_nor_closed(shared: Database) -> None:
    with psycopg.connect(shared.dsn) as connection:
        Client(connection).record("mine", {"text": "not kept"})
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
        connection.rollback()
        assert Client(connection).timeline("mine") == []


def test_a_pool_of_the_callers_stays_open(shared: Database) -> None:
    with ConnectionPool(shared.dsn, min_size=1, open=True) as pool:
        with Client(pool) as client:
            client.subjects()
        assert not pool.closed


def test_a_repeated_key_is_the_same_episode(client: Client, subject: str) -> None:
    first = client.record(subject, {"text": "once"}, idempotency_key="k")
    assert client.record(subject, {"text": "once"}, idempotency_key="k") == first
    with pytest.raises(statewave.Conflict):
        client.record(subject, {"text": "twice"}, idempotency_key="k")


def test_a_lost_connection_records_once(database: Database) -> None:
    """The server ends the backend while it waits: the call is repeated, and stored once."""
    blocker = psycopg.connect(database.dsn)
    Client(blocker).record("s", {"text": "holds the subject"})
    done: list[uuid.UUID] = []
    with Client(database.dsn) as client:
        client.subjects()  # opens the pool
        worker = threading.Thread(target=lambda: done.append(client.record("s", {"text": "once"})))
        worker.start()
        with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
            ended = 0
            while not ended:
                ended = admin.execute(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    " where datname = current_database() and wait_event_type = 'Lock'"
                ).fetchone()[0]  # type: ignore[index]
        blocker.commit()
        worker.join(20)
        assert len(done) == 1
        assert [e.id for e in client.timeline("s") if e.content == "user: once"] == done
    blocker.close()


def test_a_wrong_dsn_is_an_error_at_once() -> None:
    with pytest.raises(psycopg.OperationalError), Client("postgresql://127.0.0.1:1/none") as client:
        client.subjects()


def test_embeddings_may_be_lists_or_arrays(client: Client, subject: str) -> None:
    vector = np.random.default_rng(1).normal(size=256)
    client.record(subject, {"text": "with a vector"}, embedding=vector)
    hit = client.search(subject, "with a vector", embedding=vector.tolist())[0]
    assert hit.content == "with a vector"
    with pytest.raises(statewave.InvalidArgument):
        client.record(subject, {"text": "short"}, embedding=[1.0, 2.0])


def test_filters_and_times_reach_the_database(client: Client, subject: str) -> None:
    client.record_batch(subject, TURNS)
    january = client.retrieve(subject, "Where?", until=datetime(2026, 1, 31, tzinfo=UTC))
    assert [i.text for i in january.items] == ["user: I live in Oslo."]
    other = client.retrieve(subject, "Where?", session="s1", exclude_session=True)
    assert [i.text for i in other.items] == ["user: I moved to Bergen."]


def test_the_async_client_does_the_same(shared: Database, subject: str) -> None:
    async def loop() -> tuple[int, str]:
        async with AsyncClient(shared.dsn) as client:
            await asyncio.gather(*(client.record(subject, {"text": f"turn {n}"}) for n in range(8)))
            bundle = await client.retrieve(subject, "turn 3", max_tokens=200)
            return len(await client.timeline(subject)), bundle.items[0].text

    assert asyncio.run(loop()) == (8, "user: turn 3")
