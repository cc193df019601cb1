"""Fitting a ranking profile to questions: coordinate ascent, a weight at a time."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from psycopg.types.json import Jsonb

from statewave.bench import recall
from statewave.bench.subject import Connection, Subject

TRIAL = "bench-trial"  # the name of a profile that no transaction ever commits
FACTORS = (0.6, 1.5)
LEAST = {"_k1": 0.0, "_b": 0.0, "_days": 1.0, "_tokens": 1.0}  # by the end of the name
MOST = {"_b": 1.0}


@dataclass
class Fit:
    """The weights so far, and the recall that they have on the half that they are fitted on."""

    weights: dict[str, float]
    score: float
    changed: dict[str, float] = field(default_factory=dict)


@contextmanager
def trial(connection: Connection, weights: dict[str, float]) -> Iterator[None]:
    """The profile TRIAL with these weights, gone afterwards."""
    with connection.transaction(force_rollback=True):
        save(connection, TRIAL, weights, "A trial.")
        yield


def save(connection: Connection, profile: str, weights: dict[str, float], note: str) -> None:
    """Make a version of a profile."""
    connection.execute("select statewave.set_profile(%s, %s, %s)", [profile, Jsonb(weights), note])


def weights_of(connection: Connection, profile: str) -> dict[str, float]:
    """The weights in force."""
    row = connection.execute(
        "select weights from statewave.profiles(%s) where recorded_to is null", [profile]
    ).fetchone()
    if row is None:
        raise ValueError(f"there is no profile {profile}")
    return dict(row[0])


def sampled(subjects: Iterable[Subject], questions: int) -> list[Subject]:
    """The subjects with about so many questions in all, evenly from each."""
    subjects = list(subjects)
    every = max(1, sum(len(s.conversation.questions) for s in subjects) // questions)
    return [
        replace(
            s, conversation=replace(s.conversation, questions=s.conversation.questions[::every])
        )
        for s in subjects
    ]


def candidates(name: str, value: float) -> list[float]:
    """Values to try for a weight: a step to each side, both signs for one that is off."""
    kind = name[name.rfind("_") :]
    steps = [value * factor for factor in FACTORS] if value else [-1.0, 1.0]
    least, most = LEAST.get(kind, -math.inf), MOST.get(kind, math.inf)
    bounded = (min(max(step, least), most) for step in steps)
    return [step for step in dict.fromkeys(round(step, 4) for step in bounded) if step != value]


def fit(
    subjects: Sequence[Subject],
    start: dict[str, float],
    *,
    budgets: Sequence[int],
    rounds: int,
    told: Callable[[str, Fit], None],
) -> Fit:
    """Try each weight to each side, keep what gains, and stop after a round without gain."""
    connection = subjects[0].connection

    def score(weights: dict[str, float]) -> float:
        with trial(connection, weights):
            return recall.mean(subjects, budgets, TRIAL)

    best = Fit(start, score(start))
    for _ in range(rounds):
        before = best.score
        for name in start:
            for value in candidates(name, best.weights[name]):
                weights = best.weights | {name: value}
                found = score(weights)
                if found > best.score:
                    best = Fit(weights, found, best.changed | {name: value})
                told(name, best)
        if best.score == before:
            break
    return best


def compare(subjects: Sequence[Subject], profiles: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Recall at each budget of the default, and of other weights, on the same questions."""
    found: dict[str, Any] = {}
    for name, weights in profiles.items():
        tallies = {budget: recall.Tally() for budget in recall.BUDGETS}
        with trial(subjects[0].connection, weights):
            for subject in subjects:
                recall.measure(subject, tallies, TRIAL)
        found[name] = {budget: tally.row()["recall"] for budget, tally in tallies.items()}
    return found
