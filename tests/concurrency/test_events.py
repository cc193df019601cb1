"""A reader of events misses none and gets each subject's in order, whatever is recorded meanwhile."""

import threading
import time

import psycopg

from statewave import Client, Event
from tests.conftest import Database

SUBJECTS = tuple(f"s{n}" for n in range(12))
# The audit of all subjects with what each entry is called, as the reader must have been told.
CHAIN = """
select a.subject_key, a.seq, n.event
  from statewave_private.audit_entry a
  join statewave_private.event_names() n using (action)
 order by a.subject_key, a.seq
"""
TOLD = """
select e.subject_key, e.seq, e.event from statewave_private.event e where e.number = 0 order by e.position
"""


def test_eight_threads_record_while_two_relay_and_one_reads(database: Database) -> None:
    """Some record in long transactions, some roll back; the reader's cursor only goes on."""
    stop = threading.Event()
    errors: list[str] = []

    def write(number: int) -> None:
        with psycopg.connect(database.direct) as connection:
            turn = number
            while not stop.is_set():
                turn += 1
                subject = SUBJECTS[turn * 5 % len(SUBJECTS)]
                try:
                    connection.execute(
                        'select statewave.record(%s, \'{"text": "Hello."}\')', [subject]
                    )
                    if turn % 5 == 0:
                        connection.execute("select statewave.compile(%s)", [subject])
                    if turn % 11 == 0:
                        time.sleep(0.05)  # the subject stays locked, its stamp grows old
                    if turn % 13 == 0:
                        connection.rollback()
                    connection.commit()
                except psycopg.Error as error:
                    errors.append(repr(error))
                    connection.rollback()

    def relay() -> None:
        with Client(database.direct) as client:
            while not stop.is_set():
                client.relay()
                time.sleep(0.01)

    with Client(database.direct) as reader:
        reader.subscribe("c")
        threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
        threads += [threading.Thread(target=relay) for _ in range(2)]
        for thread in threads:
            thread.start()
        seen: list[Event] = []
        end = time.monotonic() + 60
        while threads:
            if len(seen) > 300 or time.monotonic() > end:
                stop.set()
                for thread in threads:
                    thread.join()
                threads = []
            while found := reader.events("c", max_events=50):
                seen += found
                reader.acknowledge("c", found[-1].place)
    assert errors == []
    assert len(seen) > 100
    assert [e.place for e in seen] == list(range(1, len(seen) + 1))
    with psycopg.connect(database.admin_dsn) as admin:
        told = admin.execute(TOLD).fetchall()
        assert sorted(told) == admin.execute(CHAIN).fetchall()
        by_subject: dict[object, list[int]] = {}
        for key, seq, _ in told:
            by_subject.setdefault(key, []).append(seq)
        for numbers in by_subject.values():
            assert numbers == list(range(1, len(numbers) + 1))
        assert [(e.subject_key, e.event) for e in seen] == [(key, event) for key, _, event in told]
        deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
        assert admin.execute(deadlocks).fetchone() == (0,)
