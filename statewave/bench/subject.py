"""A conversation in the database while it is measured."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from statewave.bench.data import Conversation, Question, episodes_of

Connection = psycopg.Connection[Any]
Advance = Callable[[int], None]


@dataclass
class Asked:
    """A bundle and how long the call took, at the client."""

    bundle: dict[str, Any]
    ms: float


@dataclass
class Subject:
    """A recorded and compiled conversation; ``ids`` are the database's of the file's turns."""

    connection: Connection
    name: str
    conversation: Conversation
    ids: dict[str, str]
    tenant: str | None = None

    def ask(self, question: Question, budget: int, profile: str = "default") -> Asked:
        """Retrieve for a question."""
        started = time.perf_counter()
        row = self.connection.execute(
            "select statewave.retrieve(%s, %s, %s, profile => %s, tenant => %s)",
            [self.name, question.text, budget, profile, self.tenant],
        ).fetchone()
        assert row
        return Asked(row[0], 1e3 * (time.perf_counter() - started))


def _nothing(episodes: int) -> None:
    """Tell nobody."""


def record(
    connection: Connection,
    conversation: Conversation,
    tenant: str | None = None,
    advance: Advance = _nothing,
) -> Subject:
    """Record and compile a conversation as a new subject ``bench …``."""
    name = f"bench {conversation.subject}"
    connection.execute("select statewave.erase(%s, %s)", [name, tenant])
    ids: list[str] = []
    for batch in episodes_of(conversation.turns):
        row = connection.execute(
            "select statewave.record_batch(%s, %s, tenant => %s)::text[]",
            [name, json.dumps(batch), tenant],
        ).fetchone()
        assert row
        ids += row[0]
        advance(len(batch))
    connection.execute("select statewave.compile(%s, tenant => %s)", [name, tenant])
    named = dict(zip((turn.id for turn in conversation.turns), ids, strict=True))
    return Subject(connection, name, conversation, named, tenant)


@contextmanager
def recorded(
    connection: Connection,
    conversation: Conversation,
    tenant: str | None = None,
    advance: Advance = _nothing,
) -> Iterator[Subject]:
    """A conversation for as long as it is measured; erased afterwards."""
    subject = record(connection, conversation, tenant, advance)
    try:
        yield subject
    finally:
        connection.execute("select statewave.erase(%s, %s)", [subject.name, tenant])
