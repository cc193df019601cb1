"""Sessions, and what became of them: one row holds, the ones before are history."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection
from tests.sql.cases import new_subject
from tests.support.conftest import DAY, HOUR, MINUTE, START, value

Say = Callable[..., str]
Resolve = Callable[..., dict[str, Any]]


def listed(app: Connection, subject: str, **more: Any) -> list[dict[str, Any]]:
    given = "".join(f", {name} => %s" for name in more)
    found: list[dict[str, Any]] = value(
        app, f"select statewave.resolutions(%s{given})", subject, *more.values()
    )
    return found


def test_sessions_are_counted_over_all_episodes(
    app: Connection, subject: str, say: Say, resolve: Resolve
) -> None:
    """Far beyond the oldest 200; the latest event first; by keyset pages without a gap."""
    turns = [
        {"payload": {"text": f"Turn {n}."}, "session": f"s{n % 7}", "occurred_at": (START + n * MINUTE).isoformat()}
        for n in range(700)
    ]  # fmt: skip
    app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(turns)])
    say(None, START, "Of no session.")
    resolve("s3", "resolved", "Done.")
    resolve("never said anything", "open")
    rows = app.execute("select * from statewave.sessions(%s)", [subject]).fetchall()
    assert [r[0] for r in rows] == [f"s{n}" for n in (6, 5, 4, 3, 2, 1, 0)]
    assert {r[1] for r in rows} == {100}
    assert rows[0][2:4] == (START + 6 * MINUTE, START + 699 * MINUTE)
    assert {r[0]: (r[4], r[5]) for r in rows}["s3"] == ("resolved", "Done.")
    assert {r[4] for r in rows} == {"resolved", "unknown"}
    found: list[Any] = []
    after = None
    while True:
        page = app.execute(
            "select * from statewave.sessions(%s, after => %s, page => 3)",
            [subject, json.dumps(after) if after else None],
        ).fetchall()
        found += page
        if len(page) < 3:
            break
        after = page[-1][-1]
    assert found == rows


def test_a_resolution_has_the_published_fields(
    app: Connection, subject: str, resolve: Resolve
) -> None:
    first = resolve("s", "open", "Looking into it.")
    assert set(first) == {"id", "subject_id", "session_id", "status", "resolution_summary", "resolved_at", "metadata", "created_at", "updated_at"}  # fmt: skip
    assert (first["status"], first["resolved_at"], first["metadata"]) == ("open", None, {})
    done = resolve("s", "resolved", "Refunded.")
    assert (done["id"], done["created_at"]) == (first["id"], first["created_at"])
    assert done["updated_at"] == done["resolved_at"] > first["updated_at"]
    again = resolve("s", "open")
    assert (again["id"], again["resolved_at"], again["resolution_summary"]) == (
        first["id"],
        None,
        None,
    )
    assert listed(app, subject) == [again]


def test_said_again_it_changes_nothing(app: Connection, subject: str, resolve: Resolve) -> None:
    """A retried call is no second resolution, and no entry."""
    first = resolve("s", "resolved", "Refunded.")
    entries = "select count(*) from statewave.audit(%s)"
    before = value(app, entries, subject)
    assert resolve("s", "resolved", "Refunded.") == first
    assert value(app, entries, subject) == before
    assert resolve("s", "resolved", "Refunded in full.") != first
    assert value(app, entries, subject) == before + 1


def test_the_past_is_what_it_was(app: Connection, subject: str, say: Say, resolve: Resolve) -> None:
    """as_of gives each version; the audit tells who said what, and verifies."""
    say("s", START, "It is broken.")
    stamps = [resolve("s", status)["updated_at"] for status in ("open", "resolved", "unresolved")]
    for at, status in zip(stamps, ("open", "resolved", "unresolved"), strict=True):
        assert [r["status"] for r in listed(app, subject, as_of=at)] == [status]
        rows = app.execute(
            "select status from statewave.sessions(%s, as_of => %s)", [subject, at]
        ).fetchall()
        assert rows == [(status,)]
    details = app.execute(
        "select detail from statewave.audit(%s) where action = 'resolve' order by seq", [subject]
    ).fetchall()
    assert [(d["was"], d["status"]) for (d,) in details] == [
        (None, "open"),
        ("open", "resolved"),
        ("resolved", "unresolved"),
    ]
    found = app.execute("select status from statewave.audit_verify(%s)", [subject]).fetchall()
    assert set(found) == {("sound",)}


def test_resolutions_are_listed_by_status_and_page(
    app: Connection, subject: str, resolve: Resolve
) -> None:
    for number in range(5):
        resolve(f"s{number}", "resolved" if number % 2 else "open")
    assert [r["session_id"] for r in listed(app, subject)] == ["s4", "s3", "s2", "s1", "s0"]
    assert [r["session_id"] for r in listed(app, subject, status="resolved")] == ["s3", "s1"]
    assert [r["session_id"] for r in listed(app, subject, page=2, skip=1)] == ["s3", "s2"]
    assert listed(app, subject, skip=9) == []
    assert listed(app, new_subject()) == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("resolve_session('s', 's', 'closed')", "no status"),
        ("resolve_session('s', '')", "session is empty"),
        ("resolve_session('s', 's', summary => repeat('x', 2001))", "2001 characters"),
        ("resolve_session('s', 's', metadata => '[]')", "metadata is no object"),
        ("resolve_session('s', 's', 'open', at => '2025-01-01')", "open"),
        ("resolve_session('s', 's', at => 'infinity')", "no time"),
        ("resolutions('s', 'closed')", "no status"),
        ("resolutions('s', skip => -1)", "skip"),
        ("sessions('s', after => '{}')", "no cursor"),
        ("sessions('s', page => 0)", "page"),
        ("sla('s', 'NaN')", "limit"),
        ("sla('s', -1)", "limit"),
        ("handoff('s', 's', max_tokens => 15)", "max_tokens"),
        ("handoff('s', '')", "session is empty"),
        ("handoff('s', 's', E'a\\nb')", "reason"),
    ],
)
def test_bad_arguments_are_refused(app: Connection, call: str, said: str) -> None:
    with pytest.raises(psycopg.Error, match=said) as raised:
        app.execute(f"select * from statewave.{call}".encode())
    assert raised.value.sqlstate == "SW400"


def test_forgetting_the_last_of_a_session_takes_what_became_of_it(
    app: Connection, subject: str, say: Say, resolve: Resolve
) -> None:
    """Its summary may say what is to be forgotten; a session with more episodes keeps it."""
    ids = [say("s", START, "First."), say("s", START + HOUR, "Second.")]
    kept = say("other", START + DAY, "Third.")
    for session in ("s", "other", "without episodes"):
        resolve(session, "open")
        resolve(session)
    forget = "select statewave.forget(%s, %s) -> 'rows' ->> 'resolution'"
    assert value(app, forget, subject, [ids[0]]) == "0"
    assert value(app, forget, subject, [ids[1]]) == "2"
    assert {r["session_id"] for r in listed(app, subject)} == {"other", "without episodes"}
    assert kept


def test_renaming_and_merging_bring_it_along(
    app: Connection, subject: str, resolve: Resolve
) -> None:
    """Of a session that both have, what was said last holds, also in the past of the one that stays."""
    resolve("both", "open", "Said first.")
    resolve("first only", "open")
    other = new_subject()
    app.execute('select statewave.record(%s, \'{"text": "Hello."}\')', [other])
    app.execute("select statewave.resolve_session(%s, 'both', summary => 'Said last.')", [other])
    before = app.execute("select clock_timestamp()").fetchone()
    assert before
    app.execute("select statewave.rename_subject(%s, %s)", [subject, f"{subject} too"])
    assert [r["session_id"] for r in listed(app, f"{subject} too")] == ["first only", "both"]
    app.execute("select statewave.merge_subjects(%s, %s)", [other, f"{subject} too"])
    found = {r["session_id"]: r for r in listed(app, f"{subject} too")}
    assert {s: r["resolution_summary"] for s, r in found.items()} == {
        "both": "Said last.",
        "first only": None,
    }
    past = {
        r["session_id"]: r["resolution_summary"]
        for r in listed(app, f"{subject} too", as_of=before[0])
    }
    assert past == {"both": "Said first.", "first only": None}
    assert listed(app, other) == []
