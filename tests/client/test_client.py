"""The client against a real database."""

import asyncio
import dataclasses
import inspect
import pickle
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.types.json import Jsonb
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
    claim = client.claim_compile("w")
    assert claim
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
        (client.history(subject, "location.home")[0], types.FactVersion),
        (kept := client.remember(subject, "summary", "They move a lot."), uuid.UUID),
        (kept := client.pin(subject, kept), uuid.UUID),
        (kept := client.correct(subject, kept, "They moved a lot."), uuid.UUID),
        (client.retract(subject, kept), uuid.UUID),
        (claim, types.Claim),
        (client.extend_claim(claim.run_id, "w"), datetime),
        (client.apply_compiled(claim.run_id, [], worker="w"), types.ApplyResult),
        (run := client.runs(page=1)[0], types.Run),
        (client.explain_run(run.run_id), dict),
        (client.retry_parked(subject), int),
        (client.resolve_session(subject, "s"), types.Resolution),
        (client.resolutions(subject)[0], types.Resolution),
        (client.health(subject), types.Health),
        (client.sla(subject), types.ServiceLevel),
        (client.handoff(subject, "s"), types.Handoff),
        (client.locate(ids[0]), str),
        (client.set_labels(subject, ids[0], ["a"]), list),
        (client.promote_labels(subject, ["card"]), int),
        (client.list_labels(subject)[0], types.Labelled),
        (document := client.export_subject(subject), dict),
        (client.import_subject(document, subject=f"{subject} too"), dict),
        (client.erase(subject), types.Erasure),
        (client.import_subject(document), dict),
        (client.erase(subject), types.Erasure),
        (client.record(subject, {"text": "hello"}), uuid.UUID),
        (client.merge_subjects(subject, f"{subject} too"), dict),
    ]
    for value, kind in found:
        assert type(value) is kind
    assert result.memories_created == 2
    assert result.memories_superseded == 1
    assert all(isinstance(i, uuid.UUID) for i in (*ids, *item.source_episode_ids))
    assert bundle.as_of.tzinfo is not None


SQL_TYPES = {
    "integer": int,
    "bigint": int,
    "double precision": float,
    "boolean": bool,
    "numeric": Decimal,
    "text": str,
    "uuid": uuid.UUID,
    "uuid[]": tuple[uuid.UUID, ...],
    "text[]": tuple[str, ...],
    "timestamp with time zone": datetime,
    "jsonb": dict[str, Any],
}
RESULTS = {
    "compile": types.CompileResult,
    "explain": types.Explanation,
    "search": types.Hit,
    "timeline": types.TimelineEntry,
    "subjects": types.SubjectSummary,
    "provenance": types.Source,
    "citing": types.Citation,
    "history": types.FactVersion,
    "list_receipts": types.ListedReceipt,
    "verify_receipt": types.Verification,
    "audit": types.AuditEntry,
    "audit_verify": types.AuditFinding,
    "list_labels": types.Labelled,
    "apply_compiled": types.ApplyResult,
    "parked": types.ParkedEpisode,
    "runs": types.Run,
    "sessions": types.SessionSummary,
    "job_status": types.JobStatus,
    "jobs": types.ListedJob,
    "claim_jobs": types.ClaimedJob,
    "events": types.Event,
    "webhooks": types.Webhook,
}

# What has a type of its own inside a row.
DOCUMENTS = {"item": types.Item, "receipt": types.Receipt}

# What a DBA or a pooler calls, and no application.
ROWS_FOR_DBAS = {
    "admin_audit",
    "api_keys",
    "claim_keys",
    "compile_pending",
    "compiler_rules",
    "doctor",
    "expire",
    "maintenance_plan",
    "policies",
    "profiles",
    "quotas",
    "retentions",
    "drop_space",
    "fill_space",
    "spaces",
    "scrub_plan",
    "tenants",
    "ttls",
    "webhook_hosts",
}
DBAS = ROWS_FOR_DBAS | {
    "authenticate",
    "activate_space",
    "add_space",
    "allow_webhook_host",
    "refuse_webhook_host",
    "grant_tenant",
    "revoke_api_key",
    "revoke_tenant",
    "set_api_key",
    "set_claim_key",
    "set_compiler_rule",
    "set_policy",
    "set_profile",
    "set_quota",
    "set_retention",
    "set_ttl",
    "warm",
}


def test_the_types_mirror_the_catalog(admin: Connection) -> None:
    """Every result column is a field of its dataclass: same name, same place, same type."""
    rows = admin.execute(
        "select proname, array(select n from unnest(proargnames, proargmodes) a (n, m) where m = 't'),"
        " array(select format_type(t, null) from unnest(proallargtypes, proargmodes) a (t, m) where m = 't')"
        " from pg_proc where pronamespace = 'statewave'::regnamespace and proretset"
    ).fetchall()
    assert {name for name, *_ in rows} == set(RESULTS) | ROWS_FOR_DBAS
    for name, columns, column_types in rows:
        if name in DBAS:
            continue
        hints = get_type_hints(RESULTS[name])
        fields = [f.name for f in dataclasses.fields(RESULTS[name])]
        assert fields == columns
        for field, column_type in zip(fields, column_types, strict=True):
            if column_type == "jsonb" and field in DOCUMENTS:
                assert hints[field] is DOCUMENTS[field]
            else:
                assert SQL_TYPES[column_type] in (hints[field], *get_args(hints[field])), field


def test_values_have_the_types_that_their_fields_say(client: Client, subject: str) -> None:
    ids = client.record_batch(subject, TURNS)
    client.compile(subject)
    bundle = client.retrieve(subject, "Where do they live?", max_tokens=100)
    memory_id = bundle.items[0].memory_id
    results: list[types.Result] = [
        bundle,
        *bundle.items,
        *client.explain(subject, "Where?"),
        *client.search(subject, "Bergen"),
        *client.timeline(subject),
        *client.subjects(),
        client.get_episode(subject, ids[0]),
        client.get_memory(subject, memory_id),
        *client.provenance(subject, memory_id),
        *client.citing(subject, ids[0]),
        *client.history(subject, "location.*"),
        client.erase(subject),
    ]
    for result in results:
        for name, hint in get_type_hints(type(result)).items():
            assert type(getattr(result, name)) in kinds_of(hint), (type(result), name)


def kinds_of(hint: Any) -> list[type]:
    """The classes that a field's values may have."""
    members = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return [get_origin(member) or member for member in members]


def test_documents_have_exactly_the_fields_of_their_types(client: Client, subject: str) -> None:
    ids = client.record_batch(subject, TURNS)
    bundle = client.retrieve(subject, "Where?")
    assert set(bundle.raw) == {f.name for f in dataclasses.fields(types.Bundle)} - {"raw"}
    assert set(bundle.raw["items"][0]) == {f.name for f in dataclasses.fields(types.Item)}
    with psycopg.connect(client._dsn or "") as connection:
        for call, kind, id in (
            ("get_episode", types.Episode, ids[0]),
            ("get_memory", types.Memory, bundle.items[0].memory_id),
            ("resolve_session", types.Resolution, "s"),
            ("handoff", types.Handoff, "s"),
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
        if name in DBAS or name.startswith("v1_"):  # the HTTP server is their client
            continue
        method = inspect.signature(getattr(Client, name))
        assert set(method.parameters) - {"self"} == set(parameters) - {"tenant"}, name


def of_tenant(client: Client, tenant: str) -> None:
    """A call for a tenant."""
    with Client(client._dsn or "", tenant=tenant) as other:
        other.subjects()


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (statewave.InvalidArgument, lambda c, s: c.record("", {"text": "x"})),
        (statewave.InvalidArgument, lambda c, s: c.retrieve(s, "x", max_tokens=0)),
        (statewave.Forbidden, lambda c, s: of_tenant(c, "other")),
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


def test_a_batch_takes_what_record_takes(client: Client, subject: str) -> None:
    episode = MappingProxyType(
        {
            "payload": MappingProxyType({"text": "hello", "order": uuid.UUID(int=7)}),
            "occurred_at": datetime(2026, 1, 1, tzinfo=UTC),
            "embedding": np.ones(256, dtype=np.float32),
            "labels": ("vip",),
            "session": None,
        }
    )
    (id,) = client.record_batch(subject, [episode])
    found = client.get_episode(subject, id)
    assert found.payload == {"text": "hello", "order": str(uuid.UUID(int=7))}
    assert found.occurred_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.labels == ("vip",)
    assert found.idempotency_key
    assert client.search(subject, "?", embedding=np.ones(256))[0].content == "hello"


def test_times_are_utc_in_any_session(shared: Database, subject: str) -> None:
    """A naive time is in UTC, given by itself or in a batch; what comes back is in UTC."""
    naive = datetime(2026, 1, 1, 12)
    with Client(make_conninfo(shared.direct, options="-c TimeZone=Asia/Tokyo")) as client:
        one = client.record(subject, {"text": "one"}, occurred_at=naive)
        (two,) = client.record_batch(subject, [{"payload": {"text": "two"}, "occurred_at": naive}])
        for id in (one, two):
            assert client.get_episode(subject, id).occurred_at == naive.replace(tzinfo=UTC)
        assert {entry.at for entry in client.timeline(subject)} == {naive.replace(tzinfo=UTC)}
        assert all(entry.at.tzinfo is UTC for entry in client.timeline(subject))
        assert client.retrieve(subject, "one", until=naive).items == ()


def test_the_database_decides_about_arguments(client: Client, subject: str) -> None:
    """Not Python: an empty key is no missing one, a large number no other function's."""
    for call in (
        lambda: client.record(subject, {"text": "x"}, idempotency_key=""),
        lambda: client.record(subject, ["no object"]),  # type: ignore[arg-type]
        lambda: client.search(subject, "x", k=np.int64(0)),  # type: ignore[arg-type]
    ):
        with pytest.raises(statewave.InvalidArgument):
            call()
    with pytest.raises(psycopg.errors.NumericValueOutOfRange):
        client.retrieve(subject, "x", max_tokens=2**40)
    assert client.timeline(subject) == []


def test_a_raw_bundle_goes_back_as_it_came(client: Client, shared: Database, subject: str) -> None:
    """The database finds the hash of what it made, so a receipt can be issued for it later."""
    client.record_batch(subject, TURNS)
    bundle = client.retrieve(subject, "Where do they live?", caller={"share": 1.10})
    with psycopg.connect(shared.dsn) as connection:
        found = connection.execute(
            "select encode(sha256(convert_to((%s::jsonb - 'hash')::text, 'UTF8')), 'hex')",
            [Jsonb(bundle.raw)],
        ).fetchone()
    assert found == (bundle.hash,)


def test_with_a_connection_of_the_callers(shared: Database, subject: str) -> None:
    with psycopg.connect(shared.dsn) as connection:
        with Client(connection) as client:
            client.record(subject, {"text": "x"})
        assert not connection.closed
        connection.rollback()


def test_another_kind_of_place_is_refused(shared: Database) -> None:
    with psycopg.connect(shared.dsn) as connection, pytest.raises(TypeError, match="give a DSN"):
        AsyncClient(connection)  # type: ignore[arg-type]


def test_first_calls_at_once_open_one_pool(shared: Database) -> None:
    with Client(shared.dsn) as client, ThreadPoolExecutor(4) as threads:
        client.close()
        pools = [threads.submit(client._open) for _ in range(4)]
        assert len({id(pool.result()) for pool in pools}) == 1

    async def loop() -> int:
        client = AsyncClient(shared.dsn)
        pools = await asyncio.gather(*(client._open() for _ in range(4)))
        await client.close()
        return len({id(pool) for pool in pools})

    assert asyncio.run(loop()) == 1


def test_an_error_can_be_sent_to_another_process() -> None:
    error = statewave.Conflict("used", "Use another.", "SW409")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.message, copy.hint, copy.sqlstate, str(copy)) == (
        statewave.Conflict,
        "used",
        "Use another.",
        "SW409",
        "used (Use another.)",
    )


def test_results_can_be_neither_changed_nor_extended(client: Client, subject: str) -> None:
    client.record(subject, {"text": "x"})
    bundle = client.retrieve(subject, "x")
    for name in ("text", "other"):
        with pytest.raises((dataclasses.FrozenInstanceError, AttributeError, TypeError)):
            setattr(bundle, name, "changed")
    assert pickle.loads(pickle.dumps(bundle)) == bundle
    assert not hasattr(bundle, "__dict__")


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


def test_receipts_audit_and_forgetting(client: Client, subject: str) -> None:
    """A bundle that went through JSON is still the one that gets its receipt."""
    episode = client.record(subject, {"text": "I live in Malmö – 1e-7 of 100 %. 👩‍👩‍👧🏽"})
    receipt = client.issue_receipt(client.retrieve(subject, "Where does she live?", max_tokens=200))
    assert receipt.subject == subject
    assert receipt.entries[0]["source_episode_ids"] == [str(episode)]
    assert client.verify_receipt(subject, receipt.id).valid
    assert client.replay_receipt(subject, receipt.id).identical
    assert [r.id for r in client.list_receipts(subject)] == [receipt.id]
    assert client.list_receipts(subject, after=receipt.seq) == []
    forged = dataclasses.replace(client.retrieve(subject, "Where?"), raw={"version": 1})
    with pytest.raises(statewave.InvalidArgument):
        client.issue_receipt(forged)
    proof = client.forget(subject, [episode])
    assert (proof.episodes, proof.unknown) == (1, 0)
    replay = client.replay_receipt(subject, receipt.id)
    assert not replay.identical
    assert replay.differences
    assert [entry.action for entry in client.audit(subject)] == ["record", "receipt", "forget"]
    assert [finding.status for finding in client.audit_verify(subject)] == [
        "erased",
        "sound",
        "sound",
    ]
    assert client.erase(subject).chain_length == 3
