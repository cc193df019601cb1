"""A subject as a whole: exported, imported, merged."""

import copy
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database, clone
from tests.sql.cases import fail_alone, new_subject

TURNS = [
    {"payload": {"text": "My name is Ana. I live in Oslo."}, "source": "ana", "occurred_at": "2025-01-01T10:00:00Z", "session": "s1"},
    {"payload": {"text": "I work at Brightleaf."}, "source": "ana", "occurred_at": "2025-02-01T10:00:00Z", "session": "s1",
     "labels": ["work"], "metadata": {"a": 1}, "provenance": {"from": "crm"}, "idempotency_key": "one"},
    {"payload": {"text": "Noted. Jag heter Assistenten och det är jag som skriver här."}, "source": "assistant", "occurred_at": "2025-02-01T10:01:00Z"},
    {"payload": {"text": "I moved to Rome."}, "source": "ana", "occurred_at": "2025-03-01T10:00:00.123456Z", "session": "s2"},
    {"payload": {"text": "I no longer work at Brightleaf."}, "source": "ana", "occurred_at": "2025-03-05T10:00:00Z"},
    {"payload": {"text": "I live in Rome. Mail me: ana@example.com."}, "source": "ana", "occurred_at": "2025-04-01T10:00:00Z"},
]  # fmt: skip


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def subject(app: Connection) -> str:
    """A subject with all that a subject can have."""
    name = new_subject()
    ids = one(app, "select statewave.record_batch(%s, %s)", name, json.dumps(TURNS))
    spare = one(app, 'select statewave.record(%s, \'{"text": "To be forgotten."}\')', name)
    app.execute("select statewave.forget(%s, array[%s])", [name, spare])
    app.execute("select statewave.compile(%s, 3)", [name])
    app.execute("select statewave.compile(%s)", [name])
    app.execute("select statewave.set_labels(%s, %s, array['a', 'b'])", [name, ids[0]])
    app.execute("select statewave.issue_receipt(statewave.retrieve(%s, 'Where?'))", [name])
    fail_alone(app, name)
    for status in ("open", "resolved"):
        app.execute("select statewave.resolve_session(%s, 's1', %s, 'Known.')", [name, status])
    return name


def one(connection: Connection, query: str, *given: Any) -> Any:
    """The first column of the first row."""
    row = connection.execute(query.encode(), given).fetchone()
    assert row
    return row[0]


def exported(connection: Connection, subject: str, more: str = "") -> dict[str, Any]:
    document: dict[str, Any] = one(
        connection, f"select statewave.export_subject(%s{more})", subject
    )
    return document


def imported(connection: Connection, document: Any, name: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = one(
        connection, "select statewave.import_subject(%s, %s)", json.dumps(document), name
    )
    return found


def rows_but_of_import(document: dict[str, Any]) -> dict[str, Any]:
    """A document's rows without what importing adds to them."""
    tables: dict[str, Any] = copy.deepcopy(document["tables"])
    tables["audit_entry"] = [e for e in tables["audit_entry"] if e["action"] != "import"]
    for name in (
        "subject",
        "audit_seq",
        "audit_head",
        "last_recorded_at",
        "usage_day",
        "usage_episodes",
        "usage_bytes",
        "usage_tokens",
    ):
        del tables["subject"][0][name]
    return tables


def reads(connection: Connection, subject: str, end: str) -> list[Any]:
    """What is read of a subject as of each of its stamps, without its name."""
    stamps = [
        r[0]
        for r in connection.execute(
            "select at from statewave.audit(%s) where action <> 'import' order by seq", [subject]
        )
    ]
    found = [
        one(
            connection,
            "select statewave.retrieve(%s, 'Where does Ana live and work?', as_of => %s)",
            subject,
            at,
        )
        for at in [*stamps, end]
    ]
    return [
        {k: v for k, v in bundle.items() if k not in ("subject", "hash", "recorded_through")}
        for bundle in found
    ]


@pytest.mark.parametrize("place", ["another name", "another database"])
def test_what_is_imported_is_the_same_to_the_byte(
    app: Connection, subject: str, place: str, server: Any, template: str
) -> None:
    """Rows, sources, supersessions, labels, vectors, and each past."""
    document = exported(app, subject)
    assert document == exported(app, subject)  # nothing in it but the state
    empty = [t for t, rows in document["tables"].items() if not rows]
    assert empty == []
    end = "2100-01-01"
    before = reads(app, subject, end)
    if place == "another name":
        name = new_subject()
        done = imported(app, document, name)
        assert done["rows"] == {t: len(rows) for t, rows in document["tables"].items()}
        check(app, name, document, before, end)
    else:
        with clone(server, template) as other, psycopg.connect(other.dsn, autocommit=True) as there:
            imported(there, document)
            check(there, subject, document, before, end)


def check(
    connection: Connection, name: str, document: dict[str, Any], before: list[Any], end: str
) -> None:
    """An imported subject against what was exported."""
    assert rows_but_of_import(exported(connection, name)) == rows_but_of_import(document)
    assert reads(connection, name, end) == before
    found = connection.execute(
        "select seq, status, problem from statewave.audit_verify(%s)", [name]
    ).fetchall()
    assert {s for _, s, _ in found} == {"sound", "erased"}
    receipt = document["tables"]["receipt"][0]["id"]
    assert connection.execute(
        "select * from statewave.verify_receipt(%s, %s)", [name, receipt]
    ).fetchone() == (True, None)
    connection.execute(
        "select statewave.record(%s, '{\"text\": \"I moved to Paris.\"}', 'ana')", [name]
    )
    connection.execute("select statewave.compile(%s)", [name])
    assert "Paris" in one(
        connection, "select statewave.retrieve(%s, 'Where does Ana live?', 60) ->> 'text'", name
    )


def test_vectors_are_made_anew_where_the_document_has_none(app: Connection, subject: str) -> None:
    whole, lean = exported(app, subject), exported(app, subject, ", vectors => false")
    assert "embedding" not in lean["tables"]
    assert len(json.dumps(lean)) < len(json.dumps(whole)) * 3 / 4
    name = new_subject()
    imported(app, lean, name)
    assert rows_but_of_import(exported(app, name)) == rows_but_of_import(whole)


def test_the_document_names_every_table_of_a_subject(
    app: Connection, shared: Database, subject: str
) -> None:
    """A new table cannot be left out: the catalog decides, but for what is this database's work."""
    with psycopg.connect(shared.admin_dsn) as owner:
        tables = {t for (t,) in owner.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'subject_key'"
            " where c.relnamespace = 'statewave_private'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition")}  # fmt: skip
    assert set(exported(app, subject)["tables"]) == tables - {"event", "job"}


def resealed(document: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """A changed document with the sha256 that fits it, as a forger would make it."""
    text = one(connection, "select (%s::jsonb - 'sha256')::text", json.dumps(document))
    return document | {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_a_changed_document_is_refused_whole(app: Connection, subject: str) -> None:
    document = exported(app, subject)
    name = new_subject()

    def refused(changed: Any) -> str:
        with pytest.raises(psycopg.Error) as raised:
            imported(app, changed, name)
        assert app.execute("select statewave.erase(%s) ->> 'total'", [name]).fetchone() == ("0",)
        return f"{raised.value.sqlstate} {str(raised.value).splitlines()[0]}"

    changed = copy.deepcopy(document)
    changed["tables"]["episode"][0]["payload"]["text"] = "I live in Paris."
    assert refused(changed).startswith("SW422 the document was changed")
    lost = copy.deepcopy(document)
    del lost["tables"]["episode"][3]
    assert refused(resealed(lost, app)).startswith("SW422 the document does not fit together")
    twice = copy.deepcopy(document)
    twice["tables"]["episode"] *= 2
    assert refused(resealed(twice, app)).startswith("SW422 the document does not fit together")
    null = copy.deepcopy(document)
    null["tables"]["memory"][0]["content"] = None
    assert refused(resealed(null, app)).startswith("SW422 the document does not fit together")
    for change in ({"last_memory_seq": 1}, {"audit_seq": 1}, {"last_recorded_at": "2999-01-01"}):
        counted = copy.deepcopy(document)
        counted["tables"]["subject"][0].update(change)
        assert refused(resealed(counted, app)).startswith(
            "SW422 the document does not fit together"
        )
    long = copy.deepcopy(document)
    long["tables"]["memory"][0]["token_count"] -= 1  # a budget would be passed
    assert refused(resealed(long, app)).startswith("SW422 the document does not fit together")
    without = copy.deepcopy(document)
    del without["tables"]["label"]
    assert refused(resealed(without, app)).startswith("SW422 the document has not the tables")
    assert refused(resealed(document | {"schema": "0001_foundation"}, app)).startswith(
        "SW422 the document is of schema"
    )
    assert refused(
        resealed(document | {"spaces": [{"space_id": 1, "model": "x"}]}, app)
    ).startswith("SW422 the document has vectors")
    assert refused({"format": "statewave.subject"}).startswith("SW400")
    assert refused([]).startswith("SW400")
    partial = exported(app, subject, ", complete => false")
    assert partial["complete"] is False
    assert refused(partial).startswith("SW422 the document is partial")
    assert refused(resealed(partial | {"complete": True}, app)).startswith("SW422")


def test_a_name_that_is_taken_is_refused(app: Connection, subject: str) -> None:
    with pytest.raises(psycopg.Error) as raised:
        imported(app, exported(app, subject))
    assert raised.value.sqlstate == "SW409"
    with pytest.raises(psycopg.Error) as raised:
        exported(app, new_subject())
    assert raised.value.sqlstate == "SW404"


def test_a_visitor_becomes_an_account(app: Connection, shared: Database, subject: str) -> None:
    """What both said stands in the order of events, with its sources, as if it had been one."""
    visitor = new_subject()
    turns = [
        {
            "payload": {"text": "I live in Bergen."},
            "source": "ana",
            "occurred_at": "2025-02-15T10:00:00Z",
            "idempotency_key": "one",
        },
        {
            "payload": {"text": "I like tea."},
            "source": "ana",
            "occurred_at": "2025-05-01T10:00:00Z",
            "idempotency_key": "two",
            "labels": ["l"],
        },
    ]
    ids = one(app, "select statewave.record_batch(%s, %s)", visitor, json.dumps(turns))
    app.execute("select statewave.compile(%s)", [visitor])
    fact = one(
        app, "select memory_id from statewave.search(%s, 'tea', 1, array['preference'])", visitor
    )
    app.execute("select statewave.set_labels(%s, %s, array['taste'])", [visitor, fact])
    before = one(app, "select statewave.retrieve(%s, 'Where?', as_of => now())", subject)
    done = one(app, "select statewave.merge_subjects(%s, %s)", visitor, subject)
    assert (done["episodes"], done["passages"], done["compiled"]["episodes_compiled"]) == (2, 2, 2)
    # Valid times are those of one subject that said all of it.
    homes = app.execute(
        "select content, valid_from::date::text, valid_to::date::text from statewave.memory where subject = %s and claim_key = 'location.home'"
        " and recorded_to is null order by valid_from", [subject]).fetchall()  # fmt: skip
    assert homes == [
        ("I live in Oslo.", "2025-01-01", "2025-02-15"),
        ("I live in Bergen.", "2025-02-15", "2025-03-01"),
        ("I moved to Rome.", "2025-03-01", None),
    ]
    episode = one(app, "select statewave.get_episode(%s, %s)", subject, ids[0])
    assert episode["provenance"]["merged"]["subject"] == visitor
    assert episode["idempotency_key"] is None  # the account had this key
    assert (
        one(app, "select statewave.get_episode(%s, %s)", subject, ids[1])["idempotency_key"]
        == "two"
    )
    assert (
        one(app, "select statewave.record_batch(%s, %s)", subject, json.dumps(turns[1:])) == ids[1:]
    )
    labels = {
        str(i): (own, suggested)
        for i, _, own, suggested in app.execute(
            "select * from statewave.list_labels(%s)", [subject]
        )
    }
    assert labels[str(ids[1])] == (["l", "taste"], [])
    assert (
        one(app, "select statewave.retrieve(%s, 'Where?', as_of => %s)", subject, before["as_of"])
        == before
    )
    assert {
        s for _, s, _ in app.execute("select * from statewave.audit_verify(%s)", [subject])
    } <= {"sound", "erased"}
    assert one(app, "select statewave.erase(%s) ->> 'total'", visitor) == "0"
    with psycopg.connect(shared.admin_dsn) as owner:
        head = one(
            owner,
            "select encode(chain_head, 'hex') from statewave_private.erasure where id = %s",
            done["erasure"],
        )
        summary = owner.execute(
            "select episode_count, memory_count, last_episode_seq, last_memory_seq from statewave_private.subject where subject = %s",
            [subject],
        ).fetchone()
        counted = owner.execute("select (select count(*) from statewave_private.episode e where e.subject_key = s.subject_key),"
                                " (select count(*) from statewave_private.memory m where m.subject_key = s.subject_key),"
                                " (select max(seq) from statewave_private.episode e where e.subject_key = s.subject_key),"
                                " (select max(seq) from statewave_private.memory m where m.subject_key = s.subject_key)"
                                " from statewave_private.subject s where s.subject = %s", [subject]).fetchone()  # fmt: skip
        assert summary == counted
    detail = one(app, "select detail from statewave.audit(%s) where action = 'merge'", subject)
    assert detail["chain_head"] == head


def test_what_cannot_be_merged_is_refused(app: Connection, subject: str) -> None:
    copied = new_subject()
    imported(app, exported(app, subject), copied)
    for other, code in ((copied, "SW409"), (subject, "SW400"), (new_subject(), "SW404")):
        with pytest.raises(psycopg.Error) as raised:
            app.execute("select statewave.merge_subjects(%s, %s)", [subject, other])
        assert raised.value.sqlstate == code
