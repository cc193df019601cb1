"""Quotas and retention: what is refused, and what goes in time; and the audit of who set them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest

from tests.conftest import LOGIN, Connection, Database
from tests.sql.cases import CASES, calls, prepared


@pytest.fixture(scope="module")
def owner(shared: Database) -> Iterator[Connection]:
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def tenant(owner: Connection) -> str:
    """A tenant of the test's own, which the application may act for."""
    name = f"tenant-{uuid4().hex[:8]}"
    owner.execute("select statewave.grant_tenant(%s, %s)", [LOGIN, name])
    return name


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    with psycopg.connect(shared.dsn, autocommit=True, prepare_threshold=None) as connection:
        yield connection


def say(app: Connection, subject: str, tenant: str, *texts: str, at: str | None = None) -> None:
    """Record episodes in one call."""
    episodes = [{"payload": {"text": text}, "occurred_at": at} for text in texts]
    app.execute(
        "select statewave.record_batch(%s, %s, %s)", [subject, json.dumps(episodes), tenant]
    )


def refused(app: Connection, subject: str, tenant: str, *texts: str) -> str:
    with pytest.raises(psycopg.Error) as raised:
        say(app, subject, tenant, *texts)
    assert raised.value.sqlstate == "SW413"
    return str(raised.value)


@pytest.mark.parametrize(
    ("limit", "fits"), [("episodes => 3", 3), ("bytes => 80", 3), ("tokens => 18", 3)]
)
def test_a_subject_stays_within_its_quota(
    app: Connection, tenant: str, limit: str, fits: int
) -> None:
    """Nothing of a call that would pass it is stored, and other subjects have their own."""
    app.execute(f"select statewave.set_quota('subject', {limit}, tenant => %s)".encode(), [tenant])
    for _ in range(fits):
        say(app, "a", tenant, "one two three")
    assert "may record a day" in refused(app, "a", tenant, "one two three")
    say(app, "b", tenant, "one two three")
    refused(app, "c", tenant, *["one two three"] * (fits + 1))
    rows = app.execute(
        "select subject, episodes from statewave.subjects(tenant => %s)", [tenant]
    ).fetchall()
    assert rows == [("a", fits), ("b", 1)]
    app.execute("select statewave.set_quota('subject', tenant => %s)", [tenant])
    say(app, "a", tenant, "one two three")


def test_a_tenant_stays_within_its_quota(app: Connection, owner: Connection, tenant: str) -> None:
    """The sum over its subjects counts, today's alone."""
    app.execute("select statewave.set_quota('tenant', 4, tenant => %s)", [tenant])
    say(app, "a", tenant, "x", "y")
    say(app, "b", tenant, "x")
    refused(app, "c", tenant, "x", "y")
    say(app, "c", tenant, "x")
    refused(app, "a", tenant, "x")
    used = app.execute(
        "select scope, episodes, used_episodes from statewave.quotas(%s)", [tenant]
    ).fetchall()
    assert used == [("subject", None, 2), ("tenant", 4, 4)]
    owner.execute(
        "update statewave_private.subject set usage_day = usage_day - 1 where tenant_id = %s",
        [tenant],
    )
    say(app, "a", tenant, "x", "y", "z")
    assert app.execute(
        "select used_episodes from statewave.quotas(%s) where scope = 'tenant'", [tenant]
    ).fetchone() == (3,)


def test_a_repeated_key_costs_nothing(app: Connection, tenant: str) -> None:
    app.execute("select statewave.set_quota('subject', 1, tenant => %s)", [tenant])
    for _ in range(3):
        app.execute(
            "select statewave.record('a', '{\"text\": \"x\"}', idempotency_key => 'k', tenant => %s)",
            [tenant],
        )


def test_writers_at_once_cannot_pass_a_subjects_quota(
    shared: Database, app: Connection, tenant: str
) -> None:
    app.execute("select statewave.set_quota('subject', 20, tenant => %s)", [tenant])

    def write(_: int) -> int:
        done = 0
        with psycopg.connect(shared.dsn, autocommit=True, prepare_threshold=None) as connection:
            for _ in range(10):
                try:
                    say(connection, "a", tenant, "x")
                    done += 1
                except psycopg.Error as error:
                    assert error.sqlstate == "SW413"
        return done

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(write, range(4))) == 20


def expire(app: Connection, tenant: str, page: int = 100) -> tuple[int, int, int]:
    """One pass over all subjects: how many lost something, episodes, memories."""
    after, total = None, (0, 0, 0)
    while True:
        row = app.execute(
            "select * from statewave.expire(%s, %s, %s)", [after, page, tenant]
        ).fetchone()
        assert row
        after, *counts = row
        if after is None:
            return total
        total = (total[0] + counts[0], total[1] + counts[1], total[2] + counts[2])


def test_old_episodes_go_with_what_they_alone_said(app: Connection, tenant: str) -> None:
    for name in ("a", "b", "c"):
        say(app, name, tenant, "I like tea.", "I live in Oslo.", at="2020-01-01")
        say(app, name, tenant, "I like tea.")
        app.execute("select statewave.compile(%s, tenant => %s)", [name, tenant])
    say(app, "young", tenant, "I like tea.")
    assert expire(app, tenant) == (0, 0, 0)
    app.execute("select statewave.set_retention('episode', '1 year', tenant => %s)", [tenant])
    assert expire(app, tenant, page=2) == (3, 6, 9)
    assert expire(app, tenant) == (0, 0, 0)
    left = app.execute(
        "select entry, content from statewave.timeline('a', tenant => %s) order by entry", [tenant]
    ).fetchall()
    assert left == [("episode", "user: I like tea."), ("memory", "I like tea.")]
    found = app.execute(
        "select action, detail ->> 'episodes' from statewave.audit('a', tenant => %s) order by seq desc limit 1",
        [tenant],
    ).fetchone()
    assert found == ("expire", "2")
    statuses = {
        s for _, s, _ in app.execute("select * from statewave.audit_verify('a', %s)", [tenant])
    }
    assert statuses == {"sound", "erased"}


def test_compiled_memories_go_by_kind_and_the_episodes_stay(app: Connection, tenant: str) -> None:
    say(app, "a", tenant, "I live in Oslo.", "I like tea.", at="2020-01-01")
    say(app, "a", tenant, "I moved to Rome.", at="2020-06-01")
    app.execute("select statewave.compile('a', tenant => %s)", [tenant])

    def facts() -> set[str]:
        return {
            c
            for (c,) in app.execute(
                "select content from statewave.timeline('a', newest_first => false, tenant => %s) where entry = 'memory'",
                [tenant],
            )
        }

    assert facts() == {"I live in Oslo.", "I like tea.", "I moved to Rome."}
    app.execute("select statewave.set_retention('fact', '1 year', 'end', %s)", [tenant])
    expire(app, tenant)
    assert facts() == {"I like tea.", "I moved to Rome."}  # what still holds is kept
    app.execute("select statewave.set_retention('fact', '1 year', 'event', %s)", [tenant])
    expire(app, tenant)
    assert facts() == {"I like tea."}
    assert app.execute(
        "select episodes from statewave.subjects(tenant => %s)", [tenant]
    ).fetchone() == (3,)
    assert (
        app.execute("select * from statewave.retentions(%s)", [tenant]).fetchall()[0][0] == "fact"
    )
    app.execute("select statewave.set_retention('fact', null, tenant => %s)", [tenant])
    assert app.execute("select * from statewave.retentions(%s)", [tenant]).fetchall() == []


def test_old_receipts_go_and_the_chain_says_so(
    app: Connection, owner: Connection, tenant: str
) -> None:
    """As the HTTP API's configuration sets it; without it they are kept for ever."""
    say(app, "a", tenant, "I like tea.")
    for _ in range(2):
        app.execute(
            "select statewave.issue_receipt(statewave.retrieve('a', 'tea', tenant => %s))", [tenant]
        )
    owner.execute(
        "update statewave_private.receipt set issued_at = issued_at - interval '2 days'"
        " where tenant_id = %s and seq = 2",
        [tenant],
    )
    assert expire(app, tenant) == (0, 0, 0)
    app.execute(
        "select statewave.v1_set_tenant_config('{\"receipt_retention_days\": 1}', tenant => %s)",
        [tenant],
    )
    assert expire(app, tenant) == (1, 0, 0)
    left = app.execute("select seq from statewave.list_receipts('a', tenant => %s)", [tenant])
    assert left.fetchall() == [(3,)]
    chain = app.execute("select seq, status from statewave.audit_verify('a', %s)", [tenant])
    assert chain.fetchall() == [(1, "sound"), (2, "erased"), (3, "sound"), (4, "sound")]
    assert expire(app, tenant) == (0, 0, 0)
    app.execute(
        "select statewave.v1_set_tenant_config('{\"receipt_retention_days\": 0}', tenant => %s)",
        [tenant],
    )
    assert app.execute("select from statewave.retentions(%s)", [tenant]).fetchall() == []


@pytest.mark.parametrize("call", [
    "set_quota('day', 1)", "set_quota('tenant', -1)", "set_retention('passage', '1 year')", "set_retention('fact', '1 second')",
    "set_retention('episode', '1 year', 'end')", "set_retention('receipt', '1 year', 'end')", "set_retention('fact', '1 year', 'never')", "expire(page => 0)",
])  # fmt: skip
def test_bad_limits_are_refused(app: Connection, call: str) -> None:
    with pytest.raises(psycopg.Error) as raised:
        app.execute(f"select statewave.{call}".encode())
    assert raised.value.sqlstate == "SW400"


# Leases, cursors and queues: what goes on, and no change of anybody's data.
OPERATIONAL = {
    "acknowledge", "claim_compile", "claim_embeddings", "claim_jobs", "enqueue", "events", "extend_claim", "extend_jobs",
    "fail_compile", "fail_job", "fill_space", "finish_job", "relay", "retry_job", "retry_parked", "subscribe", "unsubscribe",
    "v1_compile_later", "webhook_delivery",
}  # fmt: skip


def test_every_change_is_in_one_of_the_two_audits(app: Connection, owner: Connection) -> None:
    """P27: each function of the contract that writes adds an entry, to the subject's chain or the administrators'."""
    entries = "select (select count(*) from statewave_private.audit_entry) + (select count(*) from statewave_private.admin_entry) + (select count(*) from statewave_private.erasure)"
    silent = {
        "promote_labels",
        "rename_subject",
        "compile",
        "expire",
        "authenticate",
        "activate_space",
        "add_space",
        "refuse_webhook_host",
        "remove_webhook",
        "revoke_api_key",
    }  # where there is nothing to do, as in these cases, or nothing but a count
    fill = prepared(app)
    quiet = set()
    for name, call in calls(fill, reads=False):
        before = owner.execute(entries.encode()).fetchone()
        app.execute(f"select * from {call}".encode())
        if name == "revoke_tenant":
            assert owner.execute(entries.encode()).fetchone() == before  # the case revokes nothing
        elif name not in silent and owner.execute(entries.encode()).fetchone() == before:
            quiet.add(name)
    assert quiet == OPERATIONAL
    assert silent < set(CASES)


def test_a_changed_entry_of_the_administrators_is_located(
    app: Connection, owner: Connection, tenant: str
) -> None:
    app.execute("select statewave.set_quota('tenant', 4, tenant => %s)", [tenant])
    app.execute("select statewave.set_quota('tenant', 5, tenant => %s)", [tenant])
    problems = "select seq from statewave.admin_audit(page => 1000) where problem is not null"
    last = (
        app.execute("select max(seq) from statewave.admin_audit(page => 1000)").fetchone() or (0,)
    )[0]
    assert app.execute(problems.encode()).fetchall() == []
    changes = {
        "detail = detail || '{\"episodes\": 6}'": {last - 1},
        "recorded_at = recorded_at + interval '1 microsecond'": {last - 1},
        "action = 'set_quotA'": {last - 1},
        "hash = set_byte(hash, 3, 255 - get_byte(hash, 3))": {last - 1, last},
        "previous = set_byte(previous, 3, 255 - get_byte(previous, 3))": {last - 1},
    }
    for change, wanted in changes.items():
        owner.execute("begin")
        owner.execute(
            f"update statewave_private.admin_entry set {change} where seq = {last - 1}".encode()
        )
        assert {seq for (seq,) in owner.execute(problems.encode())} == wanted
        owner.execute("rollback")
    with owner.transaction(force_rollback=True):
        owner.execute(f"delete from statewave_private.admin_entry where seq = {last - 1}".encode())
        assert {seq for (seq,) in owner.execute(problems.encode())} == {last}
