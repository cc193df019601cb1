"""Conversations of a subject, said in a few words."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database
from tests.sql.cases import new_subject

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def subject() -> str:
    """A subject's name that no other test has."""
    return new_subject()


def value(connection: Connection, query: str, *arguments: Any) -> Any:
    """The one value of a query."""
    (row,) = connection.execute(query.encode(), arguments).fetchall()
    return row[0]


@pytest.fixture
def say(app: Connection, subject: str) -> Callable[..., str]:
    """Records what one side says in a session at a time; returns the episode's id."""

    def record(
        session: str | None, at: datetime, text: str, source: str = "user", **more: Any
    ) -> str:
        episode = {"payload": {"text": text}, "source": source, "occurred_at": at.isoformat()}
        given = episode | ({"session": session} if session else {}) | more
        ids = value(app, "select statewave.record_batch(%s, %s)", subject, json.dumps([given]))
        return str(ids[0])

    return record


@pytest.fixture
def resolve(app: Connection, subject: str) -> Callable[..., dict[str, Any]]:
    """Says what became of a session."""

    def call(
        session: str, status: str = "resolved", summary: str | None = None, at: Any = None
    ) -> dict[str, Any]:
        found: dict[str, Any] = value(
            app,
            "select statewave.resolve_session(%s, %s, %s, %s, at => %s)",
            subject, session, status, summary, at,
        )  # fmt: skip
        return found

    return call
