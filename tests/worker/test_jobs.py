"""Jobs that a worker is stopped over."""

import asyncio
from contextlib import suppress

from psycopg_pool import AsyncConnectionPool

from statewave import Client
from statewave.types import ClaimedJob
from statewave.worker import CompileLoop, JobLoop
from tests.conftest import Database


class Endless(JobLoop):
    """Never done with a job."""

    name = "endless"
    kinds = ("endless",)
    begun: asyncio.Event

    async def handle(self, job: ClaimedJob) -> None:
        self.begun.set()
        await asyncio.Event().wait()


def test_a_job_is_given_back_at_once_when_the_worker_stops(shared: Database) -> None:
    async def stopped() -> None:
        async with AsyncConnectionPool(shared.dsn, min_size=1, max_size=2) as pool:
            loop = Endless(pool, "stopped")
            loop.begun = asyncio.Event()
            step = asyncio.create_task(loop.step())
            await asyncio.wait_for(loop.begun.wait(), 30)
            step.cancel()
            with suppress(asyncio.CancelledError):
                await step

    with Client(shared.dsn) as client:
        client.record("ana", {"text": "Hello."})
        job = client.enqueue("ana", "endless")
        asyncio.run(stopped())
        (found,) = [j for j in client.jobs() if j.job_id == job]
    assert (found.state, found.last_error, found.attempts) == ("ready", "the worker stops", 1)


class Renamed(CompileLoop):
    """Whose subject gets another name before it is compiled."""

    async def handle(self, job: ClaimedJob) -> None:
        await self._client.rename_subject("bob", "bobby")
        await super().handle(job)


def test_a_subject_renamed_meanwhile_is_compiled_by_its_name(shared: Database) -> None:
    async def stepped() -> None:
        async with AsyncConnectionPool(shared.dsn, min_size=1, max_size=2) as pool:
            await Renamed(pool, "renamed").step()

    with Client(shared.dsn) as client:
        client.record("bob", {"text": "I live in Oslo."})
        job = client.enqueue("bob", "compile")
        asyncio.run(stepped())
        found = client.job_status(job)
    assert (found.state, found.subject) == ("ready", "bobby")
    assert found.last_error == "the subject was renamed meanwhile"
