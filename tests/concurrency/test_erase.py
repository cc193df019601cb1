"""Erasing beside recording and compiling: no deadlock, no lost row, no error."""

import threading
import time

import psycopg

from tests.conftest import Database

SECONDS = 6


def test_record_compile_and_erase_of_one_subject_at_once(database: Database) -> None:
    errors: list[str] = []
    end = time.monotonic() + SECONDS
    calls = (
        "statewave.record('s', '{\"text\": \"I live in Rome.\"}')",
        "statewave.record('s', '{\"text\": \"I moved to Oslo.\"}')",
        "statewave.compile('s')",
        "statewave.erase('s')",
        "statewave.retrieve('s', 'where?')",
    )

    def loop(call: str) -> None:
        with psycopg.connect(database.dsn, autocommit=True, prepare_threshold=None) as connection:
            while time.monotonic() < end:
                try:
                    connection.execute(f"select {call}".encode()).fetchall()
                except psycopg.Error as error:
                    errors.append(f"{call}: {error.sqlstate} {error}")

    threads = [threading.Thread(target=loop, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
        assert admin.execute(deadlocks).fetchone() == (0,)
        (wrong,) = admin.execute(
            "select count(*) from statewave_private.subject s where s.episode_count <>"
            " (select count(*) from statewave_private.episode e where e.subject_key = s.subject_key)"
        ).fetchone() or (None,)
        assert wrong == 0
