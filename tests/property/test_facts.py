"""Facts equal a plain model of the truth, whatever happens in whichever order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Connection, Database
from tests.sql.cases import new_subject

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
SINGLE, MANY = "location.home", "tool.used"
VALUES = ("Rome", "Oslo", "Lima")


def day(number: int) -> datetime:
    """A day of the model's calendar."""
    return FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Statement:
    """What an episode says: a value from a day on, or that one holds no more."""

    key: str
    value: str
    since: int
    retracts: bool = False


@dataclass
class Truth:
    """What was stated so far, and what follows of it for each day."""

    compiled: list[Statement] = field(default_factory=list)
    pending: list[Statement] = field(default_factory=list)

    def compile(self) -> None:
        """What was recorded counts from now on."""
        self.compiled += self.pending
        self.pending = []

    def holds(self, key: str, on: int) -> set[str]:
        """The values of a day: the last one stated before it, and of many-valued keys each one,
        unless it was retracted since."""
        said = [s for s in self.compiled if s.key == key and not s.retracts and s.since <= on]
        if key == SINGLE:  # of two about one day the one that was said later
            last = max((s.since for s in said), default=None)
            said = [s for s in said if s.since == last][-1:]
        return {s.value for s in said if not self.is_over(s, on)}

    def is_over(self, said: Statement, on: int) -> bool:
        """Whether it was retracted, up to this day, for a later day than any statement of it, or
        for the day of the last one, later."""
        of_it = [
            ((s.since, place), s.retracts)
            for place, s in enumerate(self.compiled)
            if (s.key, s.value) == (said.key, said.value) and s.since <= on
        ]
        return max(of_it)[1]


statements = st.builds(
    Statement,
    st.sampled_from([SINGLE, MANY]),
    st.sampled_from(VALUES),
    st.integers(1, 9),
    st.booleans(),
)
steps = st.lists(st.one_of(statements, st.sampled_from(["compile", "erase"])), max_size=14)


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An administrator's connection, for erase."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


def payload(said: Statement) -> str:
    """The statement as a payload that brings it."""
    if said.retracts:
        stated: Any = {
            "retractions": [
                {"key": said.key, "value": said.value, "at": day(said.since).isoformat()}
            ]
        }
    else:
        stated = {
            "memory_candidates": [
                {
                    "kind": "fact",
                    "text": f"{said.key} is {said.value}",
                    "claim": {"key": said.key, "value": said.value},
                    "valid_from": day(said.since).isoformat(),
                }
            ]
        }
    return json.dumps({"statewave": stated})


def found(app: Connection, subject: str, key: str, on: int) -> list[str]:
    """The values that the database has for noon of a day."""
    rows = app.execute(
        "select value from statewave.history(%s, %s) where status <> 'corrected'"
        " and valid_from <= %s and (valid_to is null or valid_to > %s)",
        [subject, key, *[day(on) + timedelta(hours=12)] * 2],
    ).fetchall()
    return sorted(value for (value,) in rows)


def runs_equal_the_truth(app: Connection, steps: list[Any]) -> None:
    """Record, compile, supersede, retract and erase, interleaved; every day of the calendar."""
    subject, truth = new_subject(), Truth()
    for step in [*steps, "compile"]:
        if step == "compile":
            app.execute("select statewave.compile(%s)", [subject])
            truth.compile()
        elif step == "erase":
            app.execute("select statewave.erase(%s)", [subject])
            truth = Truth()
        else:
            app.execute("select statewave.record(%s, %s)", [subject, payload(step)])
            truth.pending.append(step)
    for key in (SINGLE, MANY):
        for on in range(11):
            assert found(app, subject, key, on) == sorted(truth.holds(key, on)), (key, on)


SETTINGS: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=60, **SETTINGS)
@given(steps)
def test_any_order_of_statements_leaves_the_truth(app: Connection, steps: list[Any]) -> None:
    runs_equal_the_truth(app, steps)


@pytest.mark.long
@pytest.mark.timeout(1200)
@settings(max_examples=2000, **SETTINGS)
@given(steps)
def test_any_order_of_statements_leaves_the_truth_for_long(
    app: Connection, steps: list[Any]
) -> None:
    runs_equal_the_truth(app, steps)
