"""How long ``retrieve`` takes beside a bare vector query on the same subject."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from statewave.bench.data import Question
from statewave.bench.recall import BUDGETS
from statewave.bench.subject import Subject

WARM_UP = 10  # calls before the first that counts: plans and models are then made
RUN = 20

# The least that a retrieval could do: the nearest 50 by vector, exact, of the same subject.
BARE = """
select e.memory_seq
  from statewave_private.embedding e
 where e.subject_key = %(key)s and e.space_id = %(space)s
 order by e.embedding operator(public.<=>) %(vector)s::public.halfvec
 limit 50
"""


def percentiles(ms: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99, in the unit given."""
    cuts = statistics.quantiles(ms, n=100, method="inclusive")
    return {"p50": round(cuts[49], 3), "p95": round(cuts[94], 3), "p99": round(cuts[98], 3)}


def timed(calls: Sequence[Callable[[], Any]], count: int) -> list[list[float]]:
    """Milliseconds of each of the calls ``count`` times, after a warm-up.

    In runs of RUN calls, one after the other: each has the caches to itself, and all see the same
    changes of the machine's speed.
    """
    taken: list[list[float]] = [[] for _ in calls]
    for call in calls:
        for _ in range(WARM_UP):
            call()
    for _ in range(-(-count // RUN)):
        for call, ms in zip(calls, taken, strict=True):
            for _ in range(RUN):
                started = time.perf_counter()
                call()
                ms.append(1e3 * (time.perf_counter() - started))
    return taken


def bare_call(subject: Subject, questions: Sequence[Question]) -> Callable[[], Any]:
    """The bare query as a call, for one question after the other."""
    connection = subject.connection
    row = connection.execute(
        "select s.subject_key, e.space_id from statewave_private.subject s"
        " cross join statewave_private.embedding_space e where s.subject = %s and e.is_active",
        [subject.name],
    ).fetchone()
    assert row
    vectors = [
        connection.execute(
            "select (statewave_python.vectors(array[%s]))[1]", [question.text]
        ).fetchone()
        for question in questions
    ]
    turns = iter(range(10**9))

    def call() -> None:
        vector = vectors[next(turns) % len(vectors)]
        assert vector
        given = {"key": row[0], "space": row[1], "vector": vector[0]}
        connection.execute(BARE, given, prepare=True).fetchall()

    return call


def retrieve_call(
    subject: Subject, questions: Sequence[Question], budget: int
) -> Callable[[], Any]:
    """``retrieve`` as a call, for one question after the other."""
    turns = iter(range(10**9))
    return lambda: subject.ask(questions[next(turns) % len(questions)], budget)


def measure(subject: Subject, count: int) -> dict[str, Any]:
    """The bare query and ``retrieve`` at each budget, in turn, and their ratios of p50."""
    questions = subject.conversation.questions
    calls = [bare_call(subject, questions)]
    calls += [retrieve_call(subject, questions, budget) for budget in BUDGETS]
    bare, *retrieved = (percentiles(ms) for ms in timed(calls, count))
    return {
        "memories": _memories(subject),
        "bare": bare,
        "retrieve": {
            budget: ms | {"times bare": round(ms["p50"] / bare["p50"], 1)}
            for budget, ms in zip(BUDGETS, retrieved, strict=True)
        },
    }


def first_call(dsn: str, subject: Subject, *, warmed: bool = False) -> float:
    """Milliseconds of the first ``retrieve`` of a new connection, after ``warm`` if so said."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        if warmed:
            connection.execute("select statewave.warm(%s)", [subject.tenant])
        fresh = Subject(connection, subject.name, subject.conversation, subject.ids, subject.tenant)
        return fresh.ask(subject.conversation.questions[0], 1024).ms


def _memories(subject: Subject) -> int:
    row = subject.connection.execute(
        "select memory_count from statewave_private.subject where subject = %s", [subject.name]
    ).fetchone()
    assert row
    return int(row[0])
