"""Pages: each entry once, in one order, whatever the size of a page and the direction."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Connection, Database
from tests.sql.cases import new_subject

STATEMENTS = ("I live in Rome.", "I moved to Oslo.", "I love tea.", "Fine.", "Never call me.")


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


def pages(
    app: Connection, subject: str, page: int, forward: bool, status: str
) -> list[tuple[Any, ...]]:
    """All entries of a timeline, read page by page."""
    found: list[tuple[Any, ...]] = []
    cursor: Any = None
    for _ in count():
        rows = app.execute(
            "select at, entry, id, kind, content, detail, cursor"
            " from statewave.timeline(%s, after => %s, page => %s, newest_first => %s, status => %s)",
            [subject, cursor and json.dumps(cursor), page, not forward, status],
        ).fetchall()
        assert len(rows) <= page
        if not rows:
            return found
        found += rows
        cursor = rows[-1][-1]
    raise AssertionError


# Few different times, so that pages end between entries of the same moment; microseconds too.
TIMES = st.sampled_from(
    [
        "2025-01-01T00:00:00Z",
        "2025-01-01T00:00:00.000001Z",
        "2025-01-02T00:00:00Z",
        "0001-01-01T00:00:00Z",
    ]
)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    turns=st.lists(st.tuples(st.sampled_from(STATEMENTS), TIMES), max_size=12),
    page=st.sampled_from([1, 2, 3, 7, 1000]),
    status=st.sampled_from(["all", "active", "superseded"]),
)
def test_a_timeline_has_each_entry_once_in_both_directions(
    app: Connection, turns: list[tuple[str, str]], page: int, status: str
) -> None:
    subject = new_subject()
    episodes = [{"payload": {"text": text}, "occurred_at": at} for text, at in turns]
    (ids,) = app.execute(
        "select statewave.record_batch(%s, %s)", [subject, json.dumps(episodes)]
    ).fetchone() or ([],)
    app.execute("select statewave.compile(%s)", [subject])
    forward, back = (pages(app, subject, page, f, status) for f in (True, False))
    assert forward == back[::-1]
    assert forward == pages(app, subject, 1000, True, status)
    assert len({row[2] for row in forward}) == len(forward)
    assert [row[0] for row in forward] == sorted(row[0] for row in forward)
    recorded = {row[2] for row in forward if row[1] == "episode"}
    assert recorded == (set() if status == "superseded" else set(ids))


def test_active_and_superseded_are_all_there_is(app: Connection) -> None:
    subject = new_subject()
    for year, text in enumerate(STATEMENTS):
        app.execute(
            "select statewave.record(%s, %s, occurred_at => make_timestamptz(2000 + %s, 1, 1, 0, 0, 0))",
            [subject, json.dumps({"text": text}), year],
        )
        app.execute("select statewave.compile(%s)", [subject])
    found = {
        status: {row[2] for row in pages(app, subject, 100, True, status) if row[1] == "memory"}
        for status in ("all", "active", "superseded")
    }
    assert found["active"] and found["superseded"]
    assert not found["active"] & found["superseded"]
    assert found["active"] | found["superseded"] == found["all"]


def test_an_entry_recorded_between_two_pages_does_not_shift_them(app: Connection) -> None:
    subject = new_subject()
    for number in range(6):
        app.execute(
            "select statewave.record(%s, %s)", [subject, json.dumps({"text": f"Note {number}."})]
        )
    read = "select content, cursor from statewave.timeline(%s, after => %s, page => 3)"
    first = app.execute(read, [subject, None]).fetchall()
    app.execute('select statewave.record(%s, \'{"text": "In between."}\')', [subject])
    second = app.execute(read, [subject, json.dumps(first[-1][1])]).fetchall()
    assert [row[0] for row in first + second] == [f"user: Note {n}." for n in range(5, -1, -1)]


def test_subjects_are_paged_by_name_each_once_with_their_counts(conn: Connection) -> None:
    """In the order of code points, also beyond the basic plane."""
    names = ["Z", "a", "a ", "a b", "ab", "é", "e\u0301", "漢", "\uffee", "🙂", "ÿ", "0"]
    for number, name in enumerate(n.strip() + "." for n in names):
        turns = [
            {"payload": {"text": "x"}, "occurred_at": f"2025-01-{d + 1:02}"}
            for d in range(number + 1)
        ]
        conn.execute("select statewave.record_batch(%s, %s)", [name, json.dumps(turns)])
    wanted = sorted({n.strip() + "." for n in names})
    for page in (1, 2, 5, 1000):
        found: list[tuple[Any, ...]] = []
        after: str | None = None
        while rows := conn.execute(
            "select subject, episodes, memories, first_at::date::text, last_at::date::text"
            " from statewave.subjects(after => %s, page => %s)", [after, page]).fetchall():  # fmt: skip
            assert len(rows) <= page
            found += rows
            after = rows[-1][0]
        assert [row[0] for row in found] == wanted
        assert sum(row[1] for row in found) == sum(range(1, len(names) + 1))
        assert all(row[1] == row[2] and row[3] == "2025-01-01" for row in found)
