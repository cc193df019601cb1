"""The pool, and calls of the contract over it; documents pass as the bytes that they are."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from statewave.server.settings import Settings

ATTEMPTS = 3
UNDONE = ("40001", "40P01")
# What the first request would load otherwise, half a second of it: of nobody, so nothing is read.
WARMING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("warm", {}),
    ("v1_context", {"subject": "nobody", "task": "warm", "max_tokens": 16}),
)
RECONNECT = 3.0  # seconds of trying in the background; the next request tries anew


class Pool(AsyncConnectionPool[psycopg.AsyncConnection[Any]]):
    """Gives the connection that came back last, whose backend is in the processor's caches.

    The library takes turns among all: a call then costs a tenth more.
    """

    async def getconn(self, timeout: float | None = None) -> psycopg.AsyncConnection[Any]:
        """The last of those that wait is made the first, which is the one that is given."""
        self._pool.rotate()
        return await super().getconn(timeout)


class Document(Loader):
    """JSON as its bytes: what the database made is what is sent."""

    def load(self, data: Buffer) -> bytes:
        """Nothing is read."""
        return bytes(data)


class Database:
    """The primary, and a replica for reads if there is one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.primary = self._pool(settings.dsn)
        replica = settings.replica_dsn
        self._replica = self._pool(replica) if replica else self.primary

    def _pool(self, dsn: str) -> Pool:
        kwargs: dict[str, Any] = {"autocommit": True}
        if not self._settings.prepare:
            kwargs["prepare_threshold"] = None
        return Pool(
            dsn,
            kwargs=kwargs,
            min_size=self._settings.pool_size,
            timeout=self._settings.pool_timeout,
            reconnect_timeout=RECONNECT,
            configure=_configured,
            open=False,
        )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Connected and warm, so that no request waits for it, unless the database is away.

        The pools connect by themselves as soon as it is there.
        """
        pools = {self.primary, self._replica}
        for pool in pools:
            await pool.open(wait=False)
        for pool in pools:
            await _filled(pool)
        try:
            yield
        finally:
            for pool in pools:
                await pool.close()

    def figures(self) -> dict[str, int]:
        """Connections of the primary's pool, and requests that wait for one."""
        stats = self.primary.get_stats()
        return {k: stats.get(k, 0) for k in ("pool_size", "pool_available", "requests_waiting")}

    async def tenant_of_key(self, key: str, role: str, tenant: str | None) -> str:
        """The tenant that a key is for; a request of its rate is used.

        Raises:
            psycopg.Error: SW403 or SW429.
        """
        given = {"key_hash": hashlib.sha256(key.encode()).digest(), "role": role, "tenant": tenant}
        found: str = await self.value("authenticate", given)
        return found

    async def value(self, function: str, given: dict[str, Any], *, reads: bool = False) -> Any:
        """What a function returns; ``reads``: a replica may answer."""
        ((value,),) = (await self._called(function, given, reads))[1]
        return value

    async def rows(
        self, function: str, given: dict[str, Any], *, reads: bool = False
    ) -> list[dict[str, Any]]:
        """The rows that a function returns."""
        names, rows = await self._called(function, given, reads)
        return [dict(zip(names, row, strict=True)) for row in rows]

    async def _called(
        self, function: str, given: dict[str, Any], reads: bool
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """A call in a transaction of its own, again where that is safe and may help.

        A write whose connection is lost may have been done: the client, who knows whether it has an
        idempotency key, is told and decides.
        """
        given = {name: value for name, value in given.items() if value is not None}
        statement = _composed(function, tuple(given))
        pool = self._replica if reads else self.primary
        for attempt in range(ATTEMPTS):
            try:
                async with pool.connection() as connection:
                    cursor = await connection.execute(statement, given)
                    names = [column.name for column in cursor.description or ()]
                    return names, await cursor.fetchall()
            except psycopg.OperationalError as error:
                lost = _is_lost(error)
                again = error.sqlstate in UNDONE or (lost and reads)
                if lost:  # and the others that wait in the pool most likely too
                    await pool.check()
                if attempt == ATTEMPTS - 1 or not again:
                    raise
        raise AssertionError("unreachable")


@lru_cache(maxsize=500)
def _composed(function: str, names: tuple[str, ...]) -> bytes:
    """The statement of a call with these arguments."""
    named = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in names
    )
    call = sql.SQL("select * from {}({})").format(sql.Identifier("statewave", function), named)
    return call.as_bytes(None)


async def _filled(pool: Pool) -> None:
    """Once all connections were there; ``pool.wait`` would close a pool whose database is away."""
    async with AsyncExitStack() as held:
        with suppress(PoolTimeout):
            for _ in range(pool.min_size):
                await held.enter_async_context(pool.connection())


async def _configured(connection: psycopg.AsyncConnection[Any]) -> None:
    """A connection is warm before a request has it: models are loaded, and plans made."""
    connection.adapters.register_loader("jsonb", Document)
    with suppress(psycopg.DatabaseError):  # no default tenant: the first request warms it
        for function, given in WARMING:
            await connection.execute(_composed(function, tuple(given)), given)


def _is_lost(error: psycopg.OperationalError) -> bool:
    if isinstance(error, PoolTimeout | PoolClosed | TooManyRequests):
        return False
    state = error.sqlstate
    return state is None or state.startswith(("08", "57P"))
