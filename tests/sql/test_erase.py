"""Erasing leaves no row, says how many there were, and touches nobody else."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database
from tests.sql.cases import TURNS, calls, fail_alone, new_subject, prepared

# Every table in any schema that has a subject's key, its partitions by themselves: what the
# database says, not what erase() believes.
KEYED = """
select c.oid::regclass::text, coalesce(p.inhparent, c.oid)::regclass::text
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key' and not a.attisdropped
  left join pg_inherits p on p.inhrelid = c.oid
 where c.relkind = 'r'
"""


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def owner(shared: Database) -> Iterator[Connection]:
    """A superuser's connection, to look at tables."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        yield connection


def rows_of(owner: Connection, subject: str) -> dict[str, int]:
    """How many rows each table has for a subject, by the catalog."""
    (key,) = owner.execute(
        "select statewave_private.subject_key('default', %s)", [subject]
    ).fetchone() or (None,)
    found: dict[str, int] = {}
    for partition, table in owner.execute(KEYED.encode()).fetchall():
        counted = owner.execute(
            f"select count(*) from {partition} where subject_key = %s".encode(), [key]
        ).fetchone()
        name = table.removeprefix("statewave_private.")
        found[name] = found.get(name, 0) + (counted[0] if counted else 0)
    return found


def fill(app: Connection, subject: str) -> None:
    """Give a subject rows in every table: turns, history, further sources."""
    app.execute("select statewave.record_batch(%s, %s)", [subject, TURNS])
    app.execute("select statewave.compile(%s)", [subject])
    again = json.dumps(
        [
            {"payload": {"text": text}}
            for text in ("I moved to Malmö.", "I moved to Oslo.", "I no longer use Slack.")
        ]
    )
    app.execute("select statewave.record_batch(%s, %s)", [subject, again])
    app.execute("select statewave.compile(%s)", [subject])
    app.execute("select statewave.issue_receipt(statewave.retrieve(%s, 'Where?'))", [subject])
    fail_alone(app, subject)
    app.execute("select statewave.resolve_session(%s, 's1', 'resolved', 'Moved.')", [subject])
    memory = "(select memory_id from statewave.search(%s, 'Oslo', 1))"
    app.execute(f"select statewave.set_labels(%s, {memory}, array['a'])".encode(), [subject] * 2)
    app.execute("select statewave.enqueue(%s, 'compile')", [subject])
    app.execute("select statewave.subscribe('erasing')")
    app.execute('select statewave.record(%s, \'{"text": "An event."}\')', [subject])
    app.execute("select statewave.events('erasing')")


def erase(app: Connection, subject: str) -> dict[str, Any]:
    """Erase, and return the proof."""
    row = app.execute("select statewave.erase(%s)", [subject]).fetchone()
    assert row
    proof: dict[str, Any] = row[0]
    return proof


def test_no_row_is_left_and_the_proof_counts_them(app: Connection, owner: Connection) -> None:
    """P28: the tables come from the catalog; every one of them had rows to lose."""
    subject, other = new_subject(), new_subject()
    fill(app, subject)
    fill(app, other)
    before, others = rows_of(owner, subject), rows_of(owner, other)
    assert min(before.values()) > 0, before
    proof = erase(app, subject)
    assert set(rows_of(owner, subject).values()) == {0}
    assert proof["rows"] == before
    assert proof["total"] == sum(before.values())
    assert rows_of(owner, other) == others


def test_no_text_column_holds_an_erased_word(app: Connection, owner: Connection) -> None:
    """P28: not only by key: a canary word is in no row of any table at all."""
    subject = new_subject()
    app.execute(
        "select statewave.record(%s, %s, source => 'kanarienquelle', session => 'kanarienvogel', labels => '{kanarienvogel}')",
        [subject, json.dumps({"text": "I live in Kanarienvogel."})],
    )
    app.execute("select statewave.compile(%s)", [subject])
    tables = [table for (table,) in owner.execute(
        "select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace ="
        " any (select oid from pg_namespace where nspname like 'statewave%')")]  # fmt: skip

    def holding() -> list[str]:
        count = "select exists (select from {} t where t::text ilike '%%kanarien%%' or t::text like '%%' || %s || '%%')"
        return [
            t
            for t in tables
            if owner.execute(count.format(t).encode(), [subject]).fetchone() == (True,)
        ]

    assert len(holding()) >= 3
    erase(app, subject)
    assert holding() == []


def test_erasing_again_is_no_error_and_finds_nothing(app: Connection) -> None:
    subject = new_subject()
    fill(app, subject)
    first = erase(app, subject)
    second = erase(app, subject)
    assert second["total"] == 0
    assert second["rows"].keys() == first["rows"].keys()
    assert set(second["rows"].values()) == {0}
    assert {k: second[k] for k in ("subject", "tenant")} == {
        "subject": subject,
        "tenant": "default",
    }


# Reads that are about no subject.
ABOUT_ALL = {
    "subjects",
    "profiles",
    "tenants",
    "doctor",
    "scrub_plan",
    "policies",
    "quotas",
    "retentions",
    "admin_audit",
    "api_keys",
    "claim_keys",
    "compiler_rules",
    "ttls",
    "v1_check_region",
    "v1_status",
    "v1_subjects",
    "v1_templates",
    "v1_tenant_config",
    "spaces",
    "jobs",
    "subject_key",
    "webhooks",
    "webhook_hosts",
}


# What documents about a subject say where there is nothing to say.
EMPTY: dict[str, dict[str, Any]] = {
    "health": {"score": 100, "factors": []},
    "sla": {"total_sessions": 0, "sessions": []},
    "handoff": {
        "active_issue": "",
        "key_facts": [],
        "resolution_history": [],
        "recent_context": [],
    },
    "v1_context": {"facts": [], "episodes": [], "procedures": [], "sessions": []},
    "v1_receipts": {"receipts": []},
    "v1_search": {"memories": []},
    "v1_suggested_labels": {"memories": [], "total": 0},
    "v1_timeline": {"episodes": [], "memories": []},
}
EMPTY["v1_handoff"] = EMPTY["handoff"]


def test_the_erased_is_gone_for_every_read_in_the_same_transaction(app: Connection) -> None:
    """P28: nothing of it is read, by name or by id, before the commit."""
    filled = prepared(app)
    subject = filled["subject"]
    with app.transaction():
        erase(app, subject)
        for name, call in calls(filled, reads=True):
            try:
                with app.transaction():
                    rows = app.execute(f"select * from {call}".encode()).fetchall()
            except psycopg.Error as error:
                assert error.sqlstate == "SW404", name
                continue
            if name in ("retrieve", "retrieve_many"):
                bundle = rows[0][0]
                (known,) = {one["recorded_through"] for one in bundle.get("subjects", [bundle])}
                assert (bundle["items"], bundle["text"], known) == ([], "", None)
            elif name == "warm":
                assert rows == [("",)]
            elif name in EMPTY:
                assert EMPTY[name].items() <= rows[0][0].items(), name
            elif name in ("resolutions", "repeated_issues"):
                assert rows == [([],)], name
            else:
                assert [row for row in rows if subject in row] == [], name
                assert name in ABOUT_ALL or rows == [], name


def test_an_erase_that_is_rolled_back_erased_nothing(app: Connection, owner: Connection) -> None:
    subject = new_subject()
    fill(app, subject)
    before = rows_of(owner, subject)
    with app.transaction(force_rollback=True):
        assert erase(app, subject)["total"] == sum(before.values())
    assert rows_of(owner, subject) == before


def test_a_subject_begins_anew_after_it(app: Connection) -> None:
    """An old idempotency key records again; nothing of the past is found under an earlier as_of."""
    subject = new_subject()
    record = "select statewave.record(%s, '{\"text\": \"I like tea.\"}', idempotency_key => 'k')"
    first = app.execute(record, [subject]).fetchone()
    (moment,) = app.execute("select clock_timestamp()").fetchone() or (None,)
    erase(app, subject)
    assert app.execute(record, [subject]).fetchone() != first
    past = app.execute(
        "select statewave.retrieve(%s, 'tea', as_of => %s)", [subject, moment]
    ).fetchone()
    assert past
    assert past[0]["items"] == []
    counted = app.execute(
        "select episodes from statewave.subjects(page => 1000) where subject = %s", [subject]
    )
    assert counted.fetchall() == [(1,)]
