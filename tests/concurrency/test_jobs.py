"""Jobs under several workers at once, and under workers that are killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg

from statewave import Client, StatewaveError
from tests.conftest import Database

WORKER = Path(__file__).with_name("worker_to_kill.py")


def test_six_workers_do_each_job_once_and_each_lane_in_order(database: Database) -> None:
    """While jobs are made, and a subject is erased and renamed now and then; no deadlock."""
    done: list[tuple[str | None, str, int]] = []
    running: dict[tuple[str | None, str], int] = {}
    lock = threading.Lock()
    stop = threading.Event()
    errors: list[str] = []

    def work(name: str) -> None:
        with Client(database.direct) as client:
            while True:
                jobs = client.claim_jobs(name, ["a"], max_jobs=5)
                for job in jobs:
                    lane = (job.subject, job.lane)
                    with lock:
                        running[lane] = running.get(lane, 0) + 1
                        if running[lane] > 1:
                            errors.append(f"two at a time: {lane}")
                    with lock:
                        done.append((*lane, job.payload["n"]))
                        running[lane] -= 1
                    try:
                        client.finish_job(job.job_id, name)
                    except StatewaveError as error:
                        if job.subject != "gone":
                            errors.append(repr(error))
                if not jobs and stop.is_set():
                    return

    with Client(database.direct) as client:
        for subject in ("s0", "s1", "s2", "s3", "gone"):
            client.record(subject, {"text": "Hello."})
        workers = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(6)]
        for worker in workers:
            worker.start()
        for n in range(200):
            client.enqueue(f"s{n % 4}", "a", payload={"n": n}, lane=f"l{n % 8}")
            if n % 20 == 0:
                client.record("gone", {"text": "Hello."})
                for m in range(6):
                    client.enqueue("gone", "a", payload={"n": m}, lane=f"l{m}")
                client.erase("gone")
        stop.set()
        for worker in workers:
            worker.join()
    assert errors == []
    kept = [entry for entry in done if entry[0] != "gone"]
    assert sorted(n for *_, n in kept) == list(range(200))
    for lane in {entry[:2] for entry in kept}:
        numbers = [entry[2] for entry in kept if entry[:2] == lane]
        assert numbers == sorted(numbers)
    with psycopg.connect(database.admin_dsn) as admin:
        deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
        assert admin.execute(deadlocks).fetchone() == (0,)


def test_what_a_killed_worker_held_is_done_by_the_next(database: Database) -> None:
    """kill -9 in the middle, again and again: every subject is compiled, every job is done."""
    kills = 4
    with Client(database.direct) as client:
        for n in range(24):
            client.record(f"s{n}", {"text": "I live in Rome."})
            client.enqueue(f"s{n}", "compile")
        for number in range(kills + 1):
            process = subprocess.Popen(
                [sys.executable, WORKER, database.direct, f"w{number}"], stdout=subprocess.PIPE
            )
            assert process.stdout
            if number < kills:
                process.stdout.readline()  # it holds jobs
                time.sleep(0.02 * number)
                os.kill(process.pid, signal.SIGKILL)
            assert process.wait() == (-signal.SIGKILL if number < kills else 0)
            process.stdout.close()
        jobs = client.jobs(page=1000)
        assert {job.state for job in jobs} == {"done"}
        assert len(jobs) == 24
        assert max(job.attempts for job in jobs) > 1
        for n in range(24):
            assert client.compile(f"s{n}").episodes_compiled == 0
            assert client.search(f"s{n}", "Rome", kinds=["fact"])
