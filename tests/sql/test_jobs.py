"""Jobs: leased, one at a time a lane, in order, tried again, given up, asked for again, and gone with their subject."""

import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from statewave import Client, Conflict, InvalidArgument, NotFound
from tests.conftest import Connection, Database


@pytest.fixture
def client(conn: Connection) -> Client:
    """A client; subject s is known."""
    client = Client(conn)
    client.record("s", {"text": "I live in Rome."})
    return client


def now_due(admin: Connection) -> None:
    """As if the time of waiting, or of a lease, were over."""
    admin.execute(
        "update statewave_private.job set run_at = clock_timestamp() where state in ('ready', 'leased')"
    )


def claimed(
    client: Client, worker: str = "w", kinds: tuple[str, ...] = ("a",), **more: Any
) -> list[UUID]:
    return [job.job_id for job in client.claim_jobs(worker, kinds, **more)]


def test_one_that_waits_is_enough_but_not_one_that_is_under_way(
    client: Client, admin: Connection
) -> None:
    """Also while a failed one waits to be tried again: what is new may have come after it began."""
    first = client.enqueue("s", "a")
    assert client.enqueue("s", "a") == first
    assert len({first, client.enqueue("s", "b"), client.enqueue("s", "a", lane="other")}) == 3
    assert client.enqueue("s", "a", payload={"n": 1}) != client.enqueue("s", "a", payload={"n": 1})
    assert first in claimed(client)
    second = client.enqueue("s", "a")
    assert second != first
    client.fail_job(first, "w", "no")
    assert client.enqueue("s", "a") == second


def test_what_is_wanted_now_does_not_wait_for_what_was_wanted_later(client: Client) -> None:
    later = client.enqueue("s", "a", run_at=datetime.now(UTC) + timedelta(days=300))
    assert claimed(client) == []
    assert client.enqueue("s", "a", run_at=datetime.now(UTC) + timedelta(days=330)) == later
    assert client.enqueue("s", "a") == later
    assert claimed(client) == [later]


def test_a_worker_that_is_beaten_to_a_job_gets_the_next(client: Client, database: Database) -> None:
    jobs = {client.enqueue("s", "a", lane=f"l{n}") for n in range(3)}
    with psycopg.connect(database.direct) as other:  # in whose transaction the first is held
        held = set(claimed(Client(other), "v", max_jobs=1))
        mine = set(claimed(client, max_jobs=1))
        assert len(held) == len(mine) == 1 and held | mine < jobs


def test_a_lane_is_handed_out_in_order_and_one_at_a_time(client: Client) -> None:
    jobs = [client.enqueue("s", "a", payload={"n": n}) for n in range(5)]
    other = client.enqueue("s", "a", lane="other")
    assert set(claimed(client)) == {jobs[0], other}
    assert claimed(client, "v") == []
    for job, following in itertools.pairwise(jobs):
        client.finish_job(job, "w")
        assert claimed(client) == [following]


def test_what_fails_is_tried_later_and_those_behind_it_wait(
    client: Client, admin: Connection
) -> None:
    first, second = (client.enqueue("s", "a", payload={"n": n}) for n in range(2))
    pauses = []
    for attempt in range(1, 15):
        assert claimed(client) == [first]
        assert client.fail_job(first, "w", f"reason {attempt}") == "ready"
        assert client.fail_job(first, "w", "said again") == "ready"
        status = client.job_status(first)
        assert (status.attempts, status.last_error) == (attempt, f"reason {attempt}")
        (pause,) = admin.execute(
            "select extract(epoch from run_at - clock_timestamp())::float8 from statewave_private.job where id = %s",
            [first],
        ).fetchone() or (0,)
        pauses.append(pause)
        assert client.job_status(second).run_at == status.run_at
        assert claimed(client) == []
        now_due(admin)
    for number, pause in enumerate(pauses):
        nominal = min(2 * 2**number, 3600)
        assert 0.7 * nominal - 0.5 < pause <= 1.25 * nominal
    assert claimed(client) == [first]
    assert client.fail_job(first, "w", "the last") == "dead"
    assert [job.job_id for job in client.jobs(states=["dead"])] == [first]
    assert claimed(client) == [second]
    client.finish_job(second, "w")

    client.retry_job(first)
    client.retry_job(first)
    assert client.job_status(first).attempts == 0
    assert claimed(client) == [first]
    client.finish_job(first, "w")
    with pytest.raises(Conflict):
        client.retry_job(first)
    assert {job.state for job in client.jobs()} == {"done"}


def test_what_is_not_retryable_is_dead_and_retry_after_is_heeded(
    client: Client, admin: Connection
) -> None:
    job = client.enqueue("s", "a")
    claimed(client)
    client.fail_job(job, "w", "busy", retry_after=timedelta(minutes=10))
    (pause,) = admin.execute(
        "select extract(epoch from run_at - clock_timestamp())::float8 from statewave_private.job"
    ).fetchone() or (0,)
    assert 590 < pause <= 600
    now_due(admin)
    claimed(client)
    assert client.fail_job(job, "w", "gone", retryable=False) == "dead"


def test_a_lapsed_lease_is_taken_over_and_the_late_one_is_told(
    client: Client, admin: Connection
) -> None:
    job = client.enqueue("s", "a")
    assert claimed(client, "early") == [job]
    assert claimed(client, "late") == []
    assert client.extend_jobs("early", [job]) == [job]
    now_due(admin)
    assert claimed(client, "late") == [job]
    for call in (
        lambda: client.finish_job(job, "early"),
        lambda: client.fail_job(job, "early", "no"),
    ):
        with pytest.raises(Conflict):
            call()
    assert client.extend_jobs("early", [job]) == []
    assert client.extend_jobs("late", [job]) == [job]
    client.finish_job(job, "late")
    client.finish_job(job, "late")
    with pytest.raises(Conflict):
        client.finish_job(job, "early")


def test_a_job_that_kills_its_workers_is_given_up(client: Client, admin: Connection) -> None:
    job = client.enqueue("s", "a")
    for attempt in range(15):
        assert claimed(client, f"w{attempt}") == [job]
        now_due(admin)
    assert claimed(client) == []
    status = client.job_status(job)
    assert (status.state, status.last_error) == ("dead", "the lease lapsed")


def test_it_is_in_the_callers_transaction(
    client: Client, conn: Connection, database: Database
) -> None:
    """Rolled back with it; and not claimed before what it is for can be seen, also where it waited already."""
    with conn.transaction(force_rollback=True):
        client.enqueue("s", "a")
    assert client.jobs() == []
    job = client.enqueue("s", "a")
    with psycopg.connect(database.direct, autocommit=True) as other:
        worker = Client(other)
        with conn.transaction():
            assert client.enqueue("s", "a") == job
            assert claimed(worker) == []
        assert claimed(worker) == [job]


def test_an_erase_removes_jobs_and_a_worker_is_told(client: Client) -> None:
    held, ready = client.enqueue("s", "a"), client.enqueue("s", "b")
    assert claimed(client) == [held]
    proof = client.erase("s")
    assert proof.rows["job"] == 2
    assert client.jobs() == []
    for job in (held, ready):
        with pytest.raises(NotFound):
            client.finish_job(job, "w")
    with pytest.raises(NotFound):
        client.enqueue("s", "a")


def test_a_renamed_subject_keeps_its_jobs_and_their_leases(client: Client) -> None:
    held, ready = client.enqueue("s", "a"), client.enqueue("s", "b")
    assert claimed(client) == [held]
    client.rename_subject("s", "t")
    client.finish_job(held, "w")
    (job,) = client.claim_jobs("w", ["b"])
    assert (job.job_id, job.subject) == (ready, "t")


def test_jobs_are_for_their_time_and_of_their_kinds(client: Client, admin: Connection) -> None:
    later = client.enqueue("s", "a", run_at=datetime.now(UTC) + timedelta(hours=1))
    behind = client.enqueue("s", "a", payload={"n": 1})
    assert client.job_status(behind).run_at == client.job_status(later).run_at
    client.enqueue("s", "b")
    assert claimed(client) == []
    now_due(admin)
    assert claimed(client, kinds=("a",)) == [later]
    assert claimed(client, kinds=()) == []
    for bad in ({"kind": "A"}, {"kind": "webhook"}, {"kind": "a", "payload": {"x": "y" * 9000}}):
        with pytest.raises(InvalidArgument):
            client.enqueue("s", **bad)


def test_claims_are_quick_beside_a_hundred_thousand_done_jobs(
    client: Client, admin: Connection
) -> None:
    """And beside ten thousand that wait behind others, or for their time."""
    client.enqueue("s", "a")
    claimed(client)

    def best(number: int) -> float:
        times = []
        for _ in range(number):
            client.enqueue("s", "b", lane=uuid4().hex)
            start = time.perf_counter()
            assert len(claimed(client, kinds=("a", "b"))) == 1
            times.append(time.perf_counter() - start)
        return sorted(times)[number // 2]

    alone = best(20)
    fill = """
        insert into statewave_private.job (subject_key, id, tenant_id, kind, lane, payload, state, run_at, created_at, finished_at, worker)
        select %s, gen_random_uuid(), 'default', 'a', '', jsonb_build_object('n', n), %s, clock_timestamp() + %s, clock_timestamp() + n * interval '1 microsecond', %s, 'x'
          from generate_series(1, %s) n"""
    keys = [
        k
        for (k,) in admin.execute(
            "select statewave_private.subject_key('default', n::text) from generate_series(1, 100) n"
        )
    ]
    for key in keys:
        admin.execute(fill, [key, "done", "-1 hour", "2026-01-01", 1000])
        admin.execute(fill, [key, "ready", "1 hour", None, 100])
    beside = best(20)
    assert beside < 3 * alone + 0.01, (alone, beside)
    # Behind a leased one nothing is due, but it is looked at.
    admin.execute(
        "update statewave_private.job set run_at = clock_timestamp() where state = 'ready' and kind = 'a'"
    )
    while claimed(client, max_jobs=100):
        pass
    assert best(20) < 0.5
