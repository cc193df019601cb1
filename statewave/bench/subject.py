"""A conversation in the database while it is measured."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from statewave.bench.data import Conversation, Question, episodes_of

Connection = psycopg.Connection[Any]


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

    def record(self) -> None:
        """Record and compile the conversation."""
        for batch in episodes_of(self.conversation.turns):
            row = self.connection.execute(
                "select statewave.record_batch(%s, %s, tenant => %s)::text[]",
                [self.name, json.dumps(batch), self.tenant],
            ).fetchone()
            assert row
            turns = self.conversation.turns[len(self.ids) :]
            self.ids.update(zip((turn.id for turn in turns), row[0], strict=False))
        self.connection.execute("select statewave.compile(%s, tenant => %s)", self._named)

    def erase(self) -> None:
        """Remove it."""
        self.connection.execute("select statewave.erase(%s, %s)", self._named)

    @property
    def _named(self) -> list[str | None]:
        return [self.name, self.tenant]


def new(connection: Connection, conversation: Conversation, tenant: str | None = None) -> Subject:
    """A conversation as a subject that nobody has, not yet recorded."""
    name = f"bench {conversation.subject[:64]} {uuid.uuid4()}"
    return Subject(connection, name, conversation, {}, tenant)


@contextmanager
def recorded(
    connection: Connection, conversation: Conversation, tenant: str | None = None
) -> Iterator[Subject]:
    """A conversation for as long as it is measured; erased afterwards."""
    subject = new(connection, conversation, tenant)
    try:
        subject.record()
        yield subject
    finally:
        subject.erase()
