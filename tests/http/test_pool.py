"""The pool: connections are there and warm before anyone asks, and the last one used is used again."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from statewave.server import Settings
from statewave.server.database import Database as Served
from tests.conftest import Database

SIZE = 3


def within(dsn: str, act: Callable[[Served], Awaitable[None]]) -> None:
    """Do something with a server's pool, once it is open."""

    async def run() -> None:
        database = Served(Settings(dsn=dsn, pool_size=SIZE, pool_timeout=60))
        async with database.opened():
            await act(database)

    asyncio.run(run())


async def pid_of(database: Served) -> int:
    """The backend that answers a request."""
    async with database.primary.connection() as connection:
        return connection.info.backend_pid


def test_the_connection_that_came_back_last_is_given(shared: Database) -> None:
    async def ask(database: Served) -> None:
        one_after_the_other = {await pid_of(database) for _ in range(2 * SIZE)}
        assert len(one_after_the_other) == 1

    within(shared.direct, ask)


def test_all_connections_are_open_and_warm_before_the_first_request(shared: Database) -> None:
    """What a cold backend needs for a first context it needs no more: a model costs 100 ms and more."""

    async def ask(database: Served) -> None:
        assert database.figures()["pool_available"] == SIZE
        given = {"subject": "somebody", "task": "What is there?"}
        async with database.primary.connection(), database.primary.connection():
            first = await _timed(database, given)  # over the third, which nobody has used
            again = min([await _timed(database, given) for _ in range(5)])
        assert first < 10 * again

    within(shared.direct, ask)


async def _timed(database: Served, given: dict[str, str]) -> float:
    started = time.perf_counter()
    await database.value("v1_context", dict(given))
    return time.perf_counter() - started
