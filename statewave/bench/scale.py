"""What stays as it is when a subject, or the number of subjects, grows."""

import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import psycopg

from statewave.bench import data, latency, recall
from statewave.bench.subject import Connection, Subject, new, recorded

BATCH = 1000
SMALL = 500  # episodes of the subject that a big one is compared with
EACH = 100  # episodes of each of many subjects
BUDGET = 1024
CALLS = 200
Told = Callable[[str, int, int], None]  # what is done, how far, of how many


def one_big(connection: Connection, episodes: int, told: Told) -> dict[str, Any]:
    """A subject grows beside a small one: rate of writing, latency and recall by either path."""
    big = new(connection, data.invented(episodes, subject="big"))
    with ExitStack() as stack:
        small = stack.enter_context(recorded(connection, data.invented(SMALL, subject="small")))
        stack.callback(_remove, big)
        before = _latency(small)
        rates = _write(big, told)
        exact = _answers(big, told, "asking, exact")
        seconds = maintain(big)
        indexed = _answers(big, told, "asking, indexed")
        after, beside = _in_turn(small, big)
        erasing = _while_erased(small, big)
    return {
        "episodes": episodes,
        "episodes/s by tenth": rates,
        "first tenth / last": round(rates[0] / rates[-1], 2),
        f"subject of {SMALL}": before,
        f"subject of {SMALL} beside the big one": after,
        exact["path"]: exact,
        "seconds for the indexes": seconds,
        "with indexes": indexed | beside,
        f"with indexes / subject of {SMALL}, p50": round(beside["p50"] / after["p50"], 1),
        "neighbour's p99, after / before": round(after["p99"] / before["p99"], 2),
        "while the big one is erased": erasing,
        "neighbour's p99, while it is erased / before": round(erasing["p99"] / after["p99"], 2),
    }


def many(connection: Connection, subjects: int, told: Told) -> dict[str, Any]:
    """Subjects of EACH episodes: latency when there are ten of them, and among all of them."""
    recorded_ones: list[Subject] = []
    few: dict[str, float] = {}
    started = time.perf_counter()
    with ExitStack() as stack:
        for number in range(subjects):
            told("recording subjects", number, subjects)
            of_its_own = data.invented(EACH, subject=f"many {number}", seed=number)
            recorded_ones.append(stack.enter_context(recorded(connection, of_its_own)))
            if number == 9:
                few = _latency(*recorded_ones)
        seconds = time.perf_counter() - started
        connection.execute("vacuum (analyze) statewave_private.memory, statewave_private.embedding")
        ten = _latency(*recorded_ones[:10])
        some = random.Random(1).sample(recorded_ones, min(CALLS, subjects))
        for subject in some:  # once, from disk or the file system's cache
            subject.ask(subject.conversation.questions[0], BUDGET)
        return {
            "subjects": subjects,
            "their episodes": subjects * EACH,
            "their episodes/s": round(subjects * EACH / seconds),
            "ten subjects": few,
            "the same ten among all": ten,
            "others among all": _latency(*some),
            "among all / alone, p50": round(ten["p50"] / few["p50"], 2),
        }


def maintain(subject: Subject) -> float:
    """Run what maintenance_plan lists for a subject, big or gone; the seconds that it took."""
    connection = subject.connection
    started = time.perf_counter()
    plan = connection.execute(
        "select p.statement from statewave.maintenance_plan(1000) p"
        " where strpos(p.statement, replace(statewave_private.subject_key("
        "statewave_private.tenant_of_call(null), %s)::text, '-', '')) > 0",
        [subject.name],
    ).fetchall()
    for (statement,) in plan:
        connection.execute(statement.encode())
    return round(time.perf_counter() - started, 1)


def _write(subject: Subject, told: Told) -> list[int]:
    """Record the subject's turns; the episodes a second of each tenth of them."""
    turns = subject.conversation.turns
    rates = []
    for part in _tenths(turns):
        started = time.perf_counter()
        for batch in data.episodes_of(part, BATCH):
            row = subject.connection.execute(
                "select statewave.record_batch(%s, %s)::text[]", [subject.name, json.dumps(batch)]
            ).fetchone()
            assert row
            names = (turn.id for turn in turns[len(subject.ids) :])
            subject.ids.update(zip(names, row[0], strict=False))
            told("writing", len(subject.ids), len(turns))
        rates.append(round(len(part) / (time.perf_counter() - started)))
    return rates


def _tenths(turns: Sequence[data.Turn]) -> Iterable[Sequence[data.Turn]]:
    size = -(-len(turns) // 10)
    return (turns[at : at + size] for at in range(0, len(turns), size))


def _answers(subject: Subject, told: Told, what: str) -> dict[str, Any]:
    """Latency and recall over some questions, and which path ran."""
    texts = {turn.id: turn.text for turn in subject.conversation.turns}
    every = max(1, len(subject.conversation.questions) // CALLS)
    questions = subject.conversation.questions[::every]
    found, ms, path = [], [], ""
    for number, question in enumerate(questions[:5] + questions):
        told(what, number, len(questions) + 5)
        asked = subject.ask(question, BUDGET)
        if number >= 5:  # those before made the plans
            evidence = {subject.ids[name]: texts[name] for name in question.evidence}
            found.append(recall.recalled(asked.bundle, evidence))
            ms.append(asked.ms)
            path = asked.bundle["path"]
    return {"path": path, "recall": round(statistics.mean(found), 4)} | latency.percentiles(ms)


def _latency(*subjects: Subject) -> dict[str, float]:
    """Percentiles of ``retrieve``, the subjects in turn."""
    calls = [latency.retrieve_call(s, s.conversation.questions, BUDGET) for s in subjects]
    turns = itertools.cycle(calls)
    (taken,) = latency.timed([lambda: next(turns)()], CALLS)
    return latency.percentiles(taken)


def _in_turn(*subjects: Subject) -> list[dict[str, float]]:
    """Percentiles of ``retrieve`` of each subject, in the same minutes."""
    calls = [latency.retrieve_call(s, s.conversation.questions, BUDGET) for s in subjects]
    return [latency.percentiles(taken) for taken in latency.timed(calls, CALLS)]


def _while_erased(small: Subject, big: Subject) -> dict[str, float]:
    """Percentiles of ``retrieve`` of one subject while another is erased, and how long that is."""
    info = big.connection.info
    ask = latency.retrieve_call(small, small.conversation.questions, BUDGET)
    ms: list[float] = []

    def erase() -> dict[str, Any]:
        with psycopg.connect(info.dsn, password=info.password, autocommit=True) as connection:
            row = connection.execute("select statewave.erase(%s)", [big.name]).fetchone()
        assert row
        return dict(row[0])

    with ThreadPoolExecutor(1) as other:
        started = time.perf_counter()
        erasure = other.submit(erase)
        while len(ms) < 2 or not erasure.done():
            asked = time.perf_counter()
            ask()
            ms.append(1e3 * (time.perf_counter() - asked))
        seconds = time.perf_counter() - started
    started = time.perf_counter()
    for table in ("memory", "embedding", "episode"):
        partition = f"{table}_{erasure.result()['partition']:02}"
        big.connection.execute(f"vacuum statewave_private.{partition}".encode())
    return latency.percentiles(ms) | {
        "seconds": round(seconds, 1),
        "seconds of vacuum": round(time.perf_counter() - started, 1),
    }


def _remove(subject: Subject) -> None:
    """Erase a subject and drop the indexes that it had."""
    subject.erase()
    maintain(subject)
