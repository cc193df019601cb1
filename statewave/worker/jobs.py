"""Claiming jobs, holding their leases while they are done, and saying how it went."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, ClassVar

from psycopg_pool import AsyncConnectionPool

from statewave.client_async import AsyncClient
from statewave.errors import Conflict, NotFound
from statewave.types import ClaimedJob

LEASE = timedelta(minutes=1)


class Failed(Exception):
    """An attempt at a job failed; ``retryable``: another one may go better."""

    def __init__(
        self, reason: str, *, retryable: bool = True, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable
        self.retry_after = retry_after


class JobLoop(ABC):
    """Does the jobs of some kinds, one a step: what is slow holds up nothing else.

    A worker that dies is no matter: its leases lapse and another does the jobs again. So each must
    bear being done twice.
    """

    name: str
    kinds: ClassVar[Sequence[str]]

    def __init__(
        self,
        pool: AsyncConnectionPool[Any],
        worker: str,
        *,
        tenant: str | None = None,
        concurrency: int = 4,
        lease: timedelta = LEASE,
    ) -> None:
        """``worker`` names this process, and no other; ``concurrency``: jobs side by side."""
        self.concurrency = concurrency
        self._client = AsyncClient(pool, tenant=tenant)
        self._worker = worker
        self._lease = lease

    async def step(self) -> bool:
        """Claim a job and do it; whether there was one."""
        jobs = await self._client.claim_jobs(
            self._worker, self.kinds, max_jobs=1, lease=self._lease
        )
        for job in jobs:
            async with self._held(job):
                await self._attempt(job)
        return bool(jobs)

    @abstractmethod
    async def handle(self, job: ClaimedJob) -> None:
        """Do a job.

        Raises:
            Failed: it was not done. Other errors are failures that may be retried.
        """

    async def _attempt(self, job: ClaimedJob) -> None:
        try:
            try:
                await self.handle(job)
            except Failed as failed:
                await self._client.fail_job(
                    job.job_id,
                    self._worker,
                    failed.reason,
                    retryable=failed.retryable,
                    retry_after=failed.retry_after,
                )
            except asyncio.CancelledError:
                given_back = self._client.fail_job(job.job_id, self._worker, "the worker stops")
                await asyncio.shield(given_back)
                raise
            except Exception as error:
                await self._client.fail_job(job.job_id, self._worker, said_of(error))
            else:
                await self._client.finish_job(job.job_id, self._worker)
        except (Conflict, NotFound):
            pass  # the lease lapsed, or the subject was erased: it is no longer ours

    @asynccontextmanager
    async def _held(self, job: ClaimedJob) -> AsyncIterator[None]:
        """The lease lasts as long as this does."""
        task = asyncio.create_task(self._extend(job))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _extend(self, job: ClaimedJob) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            await self._client.extend_jobs(self._worker, [job.job_id], lease=self._lease)


class CompileLoop(JobLoop):
    """Compiles subjects in the background with the built-in compiler."""

    name = "compile"
    kinds = ("compile",)

    async def handle(self, job: ClaimedJob) -> None:
        """Compile all that is not compiled yet, a part at a time so that none holds it for long."""
        assert job.subject is not None
        while (await self._client.compile(job.subject, max_episodes=200)).episodes_remaining:
            pass
        if (await self._client.job_status(job.job_id)).subject != job.subject:
            raise Failed("the subject was renamed meanwhile")


def said_of(error: Exception) -> str:
    """An error without what it may quote of anybody's texts."""
    code = getattr(error, "sqlstate", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
