"""What was acknowledged survives, and nothing is half done: kill -9 of the server under load."""

import json
import os
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from statewave.local import LocalServer

WRITERS = 4

# Each episode has its passages, each passage its vector, the subject counts them all, and every
# compiled memory belongs to a run that says so.
HALF_DONE = """
select 'episode without passage', count(*) from statewave_private.episode e
 where not exists (select from statewave_private.memory m
                    where m.subject_key = e.subject_key and m.source_episode_id = e.id and m.kind = 'passage')
union all
select 'memory without vector', count(*) from statewave_private.memory m
 where not exists (select from statewave_private.embedding v where v.subject_key = m.subject_key and v.memory_seq = m.seq)
union all
select 'subject that counts wrong', count(*) from statewave_private.subject s
 where s.episode_count <> (select count(*) from statewave_private.episode e where e.subject_key = s.subject_key)
    or s.memory_count <> (select count(*) from statewave_private.memory m where m.subject_key = s.subject_key)
    or s.last_episode_seq <> s.episode_count
    or s.audit_seq <> (select count(*) from statewave_private.audit_entry a where a.subject_key = s.subject_key)
    or s.audit_head <> (select a.hash from statewave_private.audit_entry a where a.subject_key = s.subject_key and a.seq = s.audit_seq)
union all
select 'run that counts wrong', count(*) from statewave_private.compile_run r
 where r.memories_created <> (select count(*) from statewave_private.memory m
         where m.subject_key = r.subject_key and m.run_id = r.id and m.corrects is null)
"""


@pytest.fixture
def local(cache: Path) -> Iterator[LocalServer]:
    """A server of its own with fsync on."""
    home = cache / "runs" / f"crash-{uuid.uuid4().hex[:8]}"
    local = LocalServer(home, programs=cache / "programs")
    local.up()
    yield local
    local.destroy(yes=True)


def write(dsn: str, stop: threading.Event, acknowledged: list[tuple[str, str]]) -> None:
    """Record and compile until the server is gone; keep what it acknowledged."""
    try:
        with psycopg.connect(dsn, autocommit=True) as connection:
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                assert connection.execute(f"show {name}".encode()).fetchone() == ("on",)
            number = 0
            while not stop.is_set():
                number += 1
                key = uuid.uuid4().hex
                turn = {"payload": {"text": f"I moved to town {number}."}, "idempotency_key": key}
                batch = [turn, *({"payload": {"text": f"Note {n}."}} for n in range(number % 8))]
                subject = f"crash {number % 7}"
                row = connection.execute(
                    "select statewave.record_batch(%s, %s)", [subject, json.dumps(batch)]
                ).fetchone()
                assert row
                acknowledged += [(subject, str(id)) for id in row[0]]
                if number % 5 == 0:
                    connection.execute("select statewave.compile(%s)", [subject])
    except psycopg.OperationalError:
        return


def crash_rounds(local: LocalServer, rounds: int, wanted: int) -> tuple[int, int]:
    """Kill the server so many times under load; returns (rounds, acknowledged episodes)."""
    acknowledged: list[tuple[str, str]] = []
    done = 0
    while done < rounds or len(acknowledged) < wanted:
        server = local.up()
        stop = threading.Event()
        threads = [
            threading.Thread(target=write, args=(server.dsn, stop, acknowledged))
            for _ in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        before, end = len(acknowledged), time.monotonic() + 20
        while len(acknowledged) < before + max(100, wanted // rounds) and time.monotonic() < end:
            time.sleep(0.01)
        pid = int((local.data / "postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join()
        done += 1
        wait_for_the_backends_to_end(local)
        assert_nothing_lost_or_half_done(local.up().admin_dsn, acknowledged)
    return done, len(acknowledged)


def wait_for_the_backends_to_end(local: LocalServer) -> None:
    """A new server refuses to start while one of the old one's processes lives."""
    data = os.fsencode(local.data)
    while any(
        data in file.read_bytes()
        for file in Path("/proc").glob("[0-9]*/cmdline")
        if file.exists() and not (file.parent / "status").read_text().count("zombie")
    ):
        time.sleep(0.01)


def assert_nothing_lost_or_half_done(dsn: str, acknowledged: list[tuple[str, str]]) -> None:
    """P1 and P2, after a recovery."""
    with psycopg.connect(dsn, autocommit=True) as admin:
        stored = {id for (id,) in admin.execute("select id::text from statewave_private.episode")}
        assert {id for _, id in acknowledged} <= stored
        assert [row for row in admin.execute(HALF_DONE.encode()) if row[1]] == []


def test_a_killed_server_loses_nothing_and_leaves_nothing_half_done(local: LocalServer) -> None:
    """P1, P2 in short."""
    rounds, acknowledged = crash_rounds(local, 2, 400)
    assert rounds >= 2
    assert acknowledged >= 400


@pytest.mark.long
@pytest.mark.timeout(900)
def test_eight_kills_and_five_thousand_acknowledged_episodes(local: LocalServer) -> None:
    """P1, P2 in full."""
    rounds, acknowledged = crash_rounds(local, 8, 5000)
    print(f"{rounds} kills, {acknowledged} acknowledged episodes, none lost, none half done")
    assert rounds >= 8
    assert acknowledged >= 5000
