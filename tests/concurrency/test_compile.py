"""P5: compile is serial by subject, whatever writes beside it."""

import json
import threading
import time
from typing import Any

import psycopg
import pytest

from tests.conftest import Database

SUBJECTS = ("ada", "ben", "cleo")
TOWNS = ("Oslo", "Rome", "Lyon", "Porto", "Bergen")
GAPS = """
select count(*), max(seq), count(distinct seq), min(seq) from statewave_private.{}
 where subject_key = statewave_private.subject_key('default', %s)
"""
TWICE = """
select count(*) from (
  select from statewave_private.memory
   where subject_key = statewave_private.subject_key('default', %s) and kind <> 'passage' and recorded_to is null and valid_to is null
   group by kind, content_hash, claim_key having count(*) > 1) x
"""
CURRENT = """
select count(*) from statewave_private.memory
 where subject_key = statewave_private.subject_key('default', %s) and claim_key = 'location.home' and recorded_to is null and valid_to is null
"""


def test_eight_threads_record_and_compile_three_subjects(database: Database) -> None:
    stress(database, 6)


@pytest.mark.long
def test_eight_threads_record_and_compile_three_subjects_for_a_minute(database: Database) -> None:
    stress(database, 60)


def stress(database: Database, seconds: float) -> None:
    """No error, no deadlock, no number left out, nothing twice, nothing left to do.

    Eight record and compile; beside them two have a model's memories applied.
    """
    errors: list[str] = []
    counts = dict.fromkeys(SUBJECTS, 0)
    lock = threading.Lock()
    end = time.monotonic() + seconds

    def loop(number: int) -> None:
        with psycopg.connect(database.dsn, autocommit=True, prepare_threshold=None) as connection:
            turn = number
            while time.monotonic() < end:
                subject, turn = SUBJECTS[turn % 3], turn + 1
                said = f"I moved to {TOWNS[turn % 5]}. I like {TOWNS[(turn + 2) % 5]}."
                try:
                    connection.execute(
                        "select statewave.record(%s, jsonb_build_object('text', %s::text))",
                        [subject, said],
                    )
                    with lock:
                        counts[subject] += 1
                    connection.execute("select statewave.compile(%s)", [subject])
                except psycopg.Error as error:
                    errors.append(f"{error.sqlstate} {error}")

    def model(number: int) -> None:
        with psycopg.connect(database.dsn, autocommit=True, prepare_threshold=None) as connection:
            while time.monotonic() < end:
                try:
                    applied[number] += read(connection, f"model {number}")
                except psycopg.Error as error:
                    errors.append(f"{error.sqlstate} {error}")

    applied = [0, 0]
    threads = [threading.Thread(target=loop, args=(number,)) for number in range(8)]
    threads += [threading.Thread(target=model, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(applied) > 0
    with psycopg.connect(database.dsn, autocommit=True, prepare_threshold=None) as connection:
        while count := read(connection, "the last"):
            applied.append(count)
    assert sum(applied) == sum(counts.values())  # each episode once
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        for subject in SUBJECTS:
            for table in ("episode", "memory", "audit_entry"):
                count, last, distinct, first = admin.execute(
                    GAPS.format(table).encode(), [subject]
                ).fetchone() or (0, 0, 0, 0)
                assert count == last == distinct and first == 1, (subject, table)
                if table == "episode":
                    assert count == counts[subject] > 0
            assert admin.execute(TWICE.encode(), [subject]).fetchone() == (0,)
            assert admin.execute(CURRENT.encode(), [subject]).fetchone() == (1,)
            left = "select episodes_compiled, episodes_remaining from statewave.compile(%s)"
            assert admin.execute(left.encode(), [subject]).fetchone() == (0, 0)
            wrong = "select count(*) from statewave.audit_verify(%s) where status <> 'sound'"
            assert admin.execute(wrong.encode(), [subject]).fetchone() == (0,)
        deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
        assert admin.execute(deadlocks).fetchone() == (0,)


def read(connection: psycopg.Connection[Any], worker: str) -> int:
    """A worker's turn: what a model makes of a claim, the same of each; the episodes applied."""
    row = connection.execute("select statewave.claim_compile(%s, 20)", [worker]).fetchone()
    assert row
    (claim,) = row
    if claim is None:
        return 0
    sources = [episode["episode_id"] for episode in claim["episodes"]]
    made = [{"kind": "fact", "content": "Likes towns.", "sources": [source]} for source in sources]
    (count,) = connection.execute(
        "select episodes_compiled from statewave.apply_compiled(%s, %s, worker => %s)",
        [claim["run_id"], json.dumps(made), worker],
    ).fetchone() or (0,)
    return int(count)
