"""What a second writer, or worker, adds: processes side by side, each on subjects of its own."""

import asyncio
import itertools
import json
import multiprocessing
import statistics
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool

from statewave.bench import data
from statewave.worker import CompileLoop, Worker

BATCH = 100  # episodes of a call
SUBJECTS = 8  # that workers compile, whether one or two of them
ROUNDS = 3  # of which the median is given
Told = Callable[[str, int, int], None]  # what is done, how far, of how many


@dataclass
class Run:
    """When a process began and ended its part in seconds of one clock, and its CPU time."""

    began: float
    ended: float
    cpu: float


def measure(dsn: str, episodes: int, told: Told) -> dict[str, Any]:
    """Episodes a second by one process and by two, written and then compiled by workers."""
    rates: dict[str, dict[int, list[float]]] = {w: {1: [], 2: []} for w in ("written", "compiled")}
    cpu: dict[str, list[float]] = {what: [] for what in rates}
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as processes:
        _round(processes, dsn, BATCH, 2)  # starts them
        for turn in range(2 * ROUNDS):
            told("writing and compiling", turn, 2 * ROUNDS)
            count = 1 + turn % 2
            for what, runs in _round(processes, dsn, episodes, count).items():
                seconds = max(r.ended for r in runs) - min(r.began for r in runs)
                done = episodes * (count if what == "written" else 1)
                rates[what][count].append(done / seconds)
                cpu[what] += [run.cpu / (run.ended - run.began) for run in runs]
    return {what: _figures(rates[what], cpu[what]) for what in rates}


def _figures(rates: dict[int, list[float]], cpu: list[float]) -> dict[str, float]:
    one, two = (round(statistics.median(rates[count])) for count in (1, 2))
    return {
        "by one/s": one,
        "by two/s": two,
        "two / one": round(two / one, 2),
        "client's CPU, of its time": round(statistics.mean(cpu), 2),
    }


def _round(processes: Executor, dsn: str, episodes: int, count: int) -> dict[str, list[Run]]:
    """``count`` processes write, each to its own subject; then as many compile other subjects."""
    mine, waiting = _named(count), _named(SUBJECTS + count)  # one for each worker to warm up with
    try:
        written = _timed(processes, _written, [(dsn, [name], episodes) for name in mine])
        _written(dsn, waiting, episodes // SUBJECTS)
        with psycopg.connect(dsn, autocommit=True) as connection:
            for name in waiting:
                connection.execute("select statewave.enqueue(%s, 'compile')", [name])
        compiled = _timed(processes, _compiled, [(dsn,)] * count)
    finally:
        with psycopg.connect(dsn, autocommit=True) as connection:
            for name in (*mine, *waiting):
                connection.execute("select statewave.erase(%s)", [name])
    return {"written": written, "compiled": compiled}


def _timed(
    processes: Executor, work: Callable[..., Run], parts: Sequence[tuple[Any, ...]]
) -> list[Run]:
    """Parts of some work, each by a process, at once."""
    return [run.result() for run in [processes.submit(work, *part) for part in parts]]


def _named(count: int) -> list[str]:
    """Names that no subject has."""
    return [f"bench writers {uuid.uuid4()}" for _ in range(count)]


def _written(dsn: str, names: Sequence[str], episodes: int) -> Run:
    """The same episodes of each subject, by one connection that is warm."""
    batches = [json.dumps(b) for b in data.episodes_of(data.invented(episodes).turns, BATCH)]
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("select statewave.warm()")
        began, used = time.time(), time.process_time()
        for name, batch in itertools.product(names, batches):
            connection.execute("select statewave.record_batch(%s, %s)", [name, batch])
        return Run(began, time.time(), time.process_time() - used)


def _compiled(dsn: str) -> Run:
    return asyncio.run(_worked(dsn))


async def _worked(dsn: str) -> Run:
    """A worker with one connection, until no job is left; the first one makes it warm."""
    async with AsyncConnectionPool[Any](dsn, min_size=1, max_size=1) as pool:
        loop = CompileLoop(pool, f"bench {uuid.uuid4()}", concurrency=1)
        await loop.step()
        began, used = time.time(), time.process_time()
        await Worker([loop]).run(once=True)
        return Run(began, time.time(), time.process_time() - used)
