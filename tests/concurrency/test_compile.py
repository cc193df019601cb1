"""P5: compile is serial by subject, whatever writes beside it."""

import threading
import time

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
    """No error, no deadlock, no number left out, nothing twice, nothing left to do."""
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

    threads = [threading.Thread(target=loop, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
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
