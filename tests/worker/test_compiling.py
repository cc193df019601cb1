"""The worker against a model's endpoint that behaves as endpoints do."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from statewave import AsyncClient, Client, Run
from statewave.worker import Model, ModelLoop, Prices, Unavailable, Worker
from statewave.worker.compiling import PROMPT_VERSION
from tests.conftest import Connection, Database
from tests.worker.endpoint import Asked, CutOff, Silence, Status, endpoint, given, good, later
from tests.worker.process import started


@pytest.fixture
def client(database: Database) -> Iterator[Client]:
    """A client of a database of the test's own."""
    with Client(database.dsn) as client:
        yield client


def record(client: Client, subject: str, count: int = 1) -> None:
    client.record_batch(subject, [{"payload": {"text": f"Note {n}."}} for n in range(count)])


def work(
    database: Database,
    url: str,
    *,
    once: bool = True,
    meanwhile: Callable[[Worker], Any] | None = None,
    **options: Any,
) -> list[str]:
    """Run a worker to its end; what it said."""
    said: list[str] = []
    model: dict[str, Any] = {"timeout": 5.0, "retries": 0, **options.pop("model", {})}

    async def run() -> None:
        async with AsyncClient(database.dsn) as client:
            asked = Model("tiny", base_url=url, prices=Prices(2, 10), **model)
            loop = ModelLoop(client, asked, echo=said.append, **({"concurrency": 1} | options))
            worker = Worker([loop], listen=database.direct, poll=0.2, grace=0.2, echo=said.append)
            running = asyncio.create_task(worker.run(once=once))
            if meanwhile:
                await asyncio.to_thread(meanwhile, worker)
            await running

    asyncio.run(run())
    return said


def latest(client: Client) -> Run:
    return client.runs(page=1)[0]


def test_a_backlog_is_worked_off_with_its_cost(client: Client, database: Database) -> None:
    """Every episode in one applied run, with model, prompt version, tokens and price."""
    record(client, "ana", 5)
    with endpoint() as model:
        work(database, model.url, max_episodes=3)
    assert [len(given(asked)["episodes"]) for asked in model.asked] == [3, 2]
    assert model.asked[0]["response_format"]["json_schema"]["schema"]["required"] == ["memories"]
    assert "episodes" in model.asked[0]["messages"][0]["content"]
    run = latest(client)
    assert (run.run_state, run.model, run.prompt_version) == ("applied", "tiny-1", PROMPT_VERSION)
    assert (run.input_tokens, run.output_tokens, float(run.cost_usd or 0)) == (100, 20, 0.0004)
    assert "Note 4" in client.retrieve("ana", "What was said?", kinds=["fact"]).text


BROKEN: dict[str, Any] = {
    "the reply was cut off": CutOff(),
    "the reply is no JSON$": "Sure! Here are the memories:",
    "the reply is no JSON object": "[]",
    "memories is no array": "{}",
    "memory 1: it has no sources": '{"memories": [{"kind": "fact", "content": "x"}]}',
    "the database cannot hold the reply: 22P05": '{"memories": [{"kind": "fact", "content": "a\\u0000b", "sources": ["x"]}]}',
    "refused the request: 400": Status(400),
    "too large for the model's endpoint": Status(413),
    "took too long": later(0.6),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_reply_that_is_none_fails_with_the_reason_and_is_parked_the_third_time(
    reason: str, client: Client, database: Database
) -> None:
    """The other subject's episodes are compiled all the same."""
    client.record("ana", {"text": "poison"})
    record(client, "ben", 2)
    bad = BROKEN[reason]

    def answer(asked: Asked) -> Any:
        if "poison" not in asked["messages"][1]["content"]:
            return good(asked)
        if isinstance(bad, Exception):
            raise bad
        return bad(asked) if callable(bad) else bad

    with endpoint(answer) as model:
        said = work(database, model.url, model={"timeout": 0.3})
    states = Counter((r.subject_name, r.run_state) for r in client.runs())
    assert states == {("ana", "failed"): 3, ("ben", "applied"): 1}
    (parked,) = client.parked()
    assert parked.parked_at and parked.attempts == 3
    assert any(line.endswith(parked.failure) for line in said)

    assert re.search(reason, parked.failure)


def test_what_the_database_refuses_the_model_may_correct_once(
    client: Client, database: Database
) -> None:
    record(client, "ana")

    def answer(asked: Asked) -> str:
        if len(asked["messages"]) == 2:
            return good(asked).replace('"fact"', '"secret"')
        assert "memory 1: its kind is none of" in asked["messages"][3]["content"]
        return good(asked)

    with endpoint(answer) as model:
        work(database, model.url)
    run = latest(client)
    assert (run.run_state, run.input_tokens, len(client.runs())) == ("applied", 200, 1)


def test_rate_limits_and_errors_of_the_server_are_waited_for(
    client: Client, database: Database
) -> None:
    """429 as long as it says, 500 and lost connections with a growing pause."""
    record(client, "ana")
    at: list[float] = []

    def answer(asked: Asked) -> Any:
        at.append(time.monotonic())
        if len(at) == 1:
            raise Status(429, Retry_After="1")
        if len(at) == 2:
            raise Status(500)
        if len(at) == 3:
            raise Silence
        return good(asked)

    with endpoint(answer) as model:
        work(database, model.url, model={"retries": 4})
    assert len(at) == 4 and at[1] - at[0] >= 1
    assert [(r.run_state, r.attempt) for r in client.runs()] == [("applied", 1)]


@pytest.mark.parametrize("trouble", [Status(500), Status(401), Status(429), Silence(), None])
def test_an_endpoint_that_is_away_blames_no_episode(
    trouble: Exception | None, client: Client, database: Database
) -> None:
    """The claim is given back; the next one has all of it again."""
    record(client, "ana", 4)

    def answer(asked: Asked) -> Any:
        assert trouble
        raise trouble

    with endpoint(answer) as model:
        url = model.url
        if trouble:
            with pytest.raises(Unavailable):
                work(database, url)
    if trouble is None:  # nobody listens any more
        with pytest.raises(Unavailable):
            work(database, url)
    (run,) = client.runs()
    assert run.run_state == "released" and "endpoint" in (run.failure or "")
    with endpoint() as model:
        work(database, model.url)
    assert latest(client).episodes == 4 and latest(client).attempt == 1


@pytest.mark.parametrize("fault", [Status(400), later(0.6)])
def test_an_endpoint_that_answers_nothing_at_all_blames_no_episode(
    fault: Any, client: Client, database: Database
) -> None:
    """It refuses every request, or hangs: asked for nothing it does the same."""

    def answer(asked: Asked) -> Any:
        if isinstance(fault, Exception):
            raise fault
        return fault(asked)

    client.record("ana", {"text": "Hello."})
    with endpoint(answer) as model, pytest.raises(Unavailable, match="whatever it is asked"):
        work(database, model.url, model={"timeout": 0.3})
    assert latest(client).run_state == "released"
    assert client.parked() == []


def test_a_step_that_goes_wrong_gives_its_claim_back(client: Client, database: Database) -> None:
    """Whatever it was: the error is told, the episode not blamed, and the next one need not wait."""

    class Odd(Model):
        async def ask(self, *asked: Any) -> dict[str, Any]:
            raise RuntimeError("the disk is full")

    async def step() -> None:
        async with AsyncClient(database.dsn) as client:
            await ModelLoop(client, Odd("tiny", base_url="http://localhost:1")).step()

    client.record("ana", {"text": "Hello."})
    with pytest.raises(RuntimeError, match="the disk is full"):
        asyncio.run(step())
    assert (latest(client).run_state, latest(client).failure) == ("released", "RuntimeError")
    assert client.parked() == []
    assert client.claim_compile("another")


def test_a_late_answer_finds_the_lease_extended(client: Client, database: Database) -> None:
    """The model takes longer than the lease; nobody else gets the claim meanwhile."""
    record(client, "ana")
    others: list[Any] = []

    def answer(asked: Asked) -> Any:
        for _ in range(12):
            time.sleep(0.2)
            others.append(client.claim_compile("another"))
        return good(asked)

    with endpoint(answer) as model:
        work(database, model.url, lease=1.0)
    assert others == [None] * 12
    assert [r.run_state for r in client.runs()] == ["applied"]


def test_a_claim_that_was_taken_over_is_given_up(
    client: Client, database: Database, admin: Connection
) -> None:
    """The other one's memories are stored, the late one's are not, and the worker goes on."""
    record(client, "ana")
    asked_first: list[Asked] = []

    def answer(asked: Asked) -> Any:
        if not asked_first:
            asked_first.append(asked)
            admin.execute("update statewave_private.compile_run set lease_until = now()")
            taken = client.claim_compile("another")
            assert taken
            client.apply_compiled(taken.run_id, [], worker="another")
            record(client, "ben")
            time.sleep(1)
        return good(asked)

    def meanwhile(worker: Worker) -> None:
        until(lambda: [r for r in client.runs(state="applied") if r.subject_name == "ben"])
        worker.stop()

    with endpoint(answer) as model:
        said = work(database, model.url, lease=1.2, once=False, meanwhile=meanwhile)
    assert any("taken over" in line for line in said)
    states = {(r.subject_name, r.run_state, r.memories_created) for r in client.runs()}
    assert states == {("ana", "lapsed", 0), ("ana", "applied", 0), ("ben", "applied", 1)}


def test_it_is_woken_by_a_notification_and_stops_when_told(
    client: Client, database: Database, admin: Connection
) -> None:
    """Long before it would look again."""

    def meanwhile(worker: Worker) -> None:
        worker._poll = 60
        time.sleep(0.5)
        record(client, "ana")
        time.sleep(0.3)
        assert model.asked == []
        admin.execute("notify statewave")
        until(lambda: client.runs() != [] and latest(client).run_state == "applied")
        worker.stop()

    with endpoint() as model:
        work(database, model.url, once=False, meanwhile=meanwhile)


def test_what_it_holds_when_it_stops_is_given_back(client: Client, database: Database) -> None:
    record(client, "ana")

    def meanwhile(worker: Worker) -> None:
        until(lambda: model.asked)
        worker.stop()

    with endpoint(later(2)) as model:
        started = time.monotonic()
        work(database, model.url, once=False, meanwhile=meanwhile)
        assert time.monotonic() - started < 2
    assert (latest(client).run_state, latest(client).failure) == ("released", "the worker stops")


def test_without_notifications_it_polls(client: Client, database: Database) -> None:
    def meanwhile(worker: Worker) -> None:
        worker._listen = "host=127.0.0.1 port=1"
        record(client, "ana")
        until(lambda: client.runs() != [] and latest(client).run_state == "applied")
        worker.stop()

    with endpoint() as model:
        work(database, model.url, once=False, meanwhile=meanwhile)


def until(done: Callable[[], Any], seconds: float = 30) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def command(database: Database, url: str, *more: str) -> subprocess.Popen[str]:
    """A worker as a process of its own."""
    return subprocess.Popen(
        [Path(sys.executable).parent / "statewave", "worker", "--model", "tiny", "--base-url", url,
         "--dsn", database.direct, "--max-episodes", "3", "--poll", "0.2", *more],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


EACH_ONCE = """
select (select count(*) from statewave_private.episode),
       (select count(*) from statewave_private.compile_run r cross join unnest(r.episodes) where r.state = 'applied'),
       (select count(distinct (r.subject_key, e.seq)) from statewave_private.compile_run r cross join unnest(r.episodes) e (seq) where r.state = 'applied'),
       (select count(*) from statewave_private.memory m where m.kind = 'fact' and m.rule = 'model')
"""


def test_four_workers_compile_each_episode_once(
    client: Client, database: Database, admin: Connection
) -> None:
    """Over many subjects, and recorders write about the same ones meanwhile: no deadlock."""
    subjects = [f"s{n}" for n in range(12)]
    for subject in subjects:
        client.record_batch(
            subject, [{"payload": {"text": f"{subject} says {n}."}} for n in range(6)]
        )
    with endpoint() as model:
        workers = [started(database.direct, model.url, once=True) for _ in range(4)]
        for n in range(60):
            client.record(subjects[n % 12], {"text": f"{subjects[n % 12]} adds {n}."})
        for worker in workers:
            worker.join(60)
        work(database, model.url)  # what came after the last look
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert admin.execute(EACH_ONCE.encode()).fetchone() == (132, 132, 132, 132)
    assert {r.run_state for r in client.runs(page=1000)} == {"applied"}
    deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
    assert admin.execute(deadlocks).fetchone() == (0,)


def test_workers_that_are_killed_lose_and_double_nothing(
    client: Client, database: Database, admin: Connection
) -> None:
    """kill -9 at any moment; what they held lapses, and is done by those that come after."""
    for n in range(8):
        client.record_batch(f"s{n}", [{"payload": {"text": f"s{n} says {m}."}} for m in range(6)])
    with endpoint(later(0.05)) as model:
        for round_ in range(3):
            workers = [started(database.direct, model.url) for _ in range(2)]
            seen = len(model.asked)
            until(lambda seen=seen: len(model.asked) > seen + 1)  # type: ignore[misc]
            time.sleep(0.03 * round_)
            for worker in workers:
                worker.kill()
                worker.join()
            admin.execute(
                "update statewave_private.compile_run set lease_until = now() where state = 'claimed'"
            )
        work(database, model.url, concurrency=4)
    assert admin.execute(EACH_ONCE.encode()).fetchone() == (48, 48, 48, 48)
    wrong = "select count(*) from statewave.subjects() s cross join statewave.audit_verify(s.subject) where status <> 'sound'"
    assert admin.execute(wrong).fetchone() == (0,)


def test_a_process_ends_on_sigterm_and_gives_back_what_it_held(
    client: Client, database: Database
) -> None:
    record(client, "ana")
    with endpoint(later(30)) as model:
        process = command(database, model.url)
        until(lambda: model.asked)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(15) == 0
    assert latest(client).run_state == "released"
