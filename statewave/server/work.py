"""Compile jobs that this server was asked for: done here, beside whoever else does them."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from psycopg_pool import AsyncConnectionPool

from statewave.server.edge import log
from statewave.server.settings import Settings
from statewave.worker.jobs import CompileLoop

LOOK = 15.0  # seconds after which jobs whose server died are looked for


class Work:
    """A loop over the tenants that asked; a job is a row, so that none is lost with a process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tenants: set[str | None] = set()
        self._asked = asyncio.Event()
        self._name = f"{socket.gethostname()[:64]}:{os.getpid()}:{secrets.token_hex(4)}"

    def asked(self, tenant: str | None) -> None:
        """There is a job of a tenant's now."""
        if self._settings.work:
            self._tenants.add(tenant)
            self._asked.set()

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Until the server stops; a job that is not done then is another's."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        kwargs: dict[str, Any] = {"autocommit": True}
        if not self._settings.prepare:
            kwargs["prepare_threshold"] = None
        pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            self._settings.dsn, kwargs=kwargs, min_size=0, max_size=2, open=False
        )
        await self._asked.wait()  # a server that is never asked has no connection for it
        async with pool:
            while True:
                self._asked.clear()
                for tenant in tuple(self._tenants):
                    await self._done(CompileLoop(pool, self._name, tenant=tenant))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._asked.wait(), LOOK)

    async def _done(self, loop: CompileLoop) -> None:
        try:
            while await loop.step():
                pass
        except Exception as error:  # the database is away: later
            log("work", kind=type(error).__name__, sqlstate=getattr(error, "sqlstate", None))
