"""Runs loops side by side, until it is told to stop or nothing is left to do."""

import asyncio
import random
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

import psycopg

CHANNEL = "statewave"
LONGEST_PAUSE = 60.0  # seconds after errors, which double from one
RELISTEN = 30.0  # seconds until a lost connection for notifications is tried again

Echo = Callable[[str], None]


class Loop(Protocol):
    """A kind of work: steps that claim something, do it and hand it over.

    Steps run ``concurrency`` at once, here and in other processes: a step must claim what it does.
    One that is cancelled gives back what it holds. An error pauses the loop, growing with each.
    """

    name: str
    concurrency: int

    async def step(self) -> bool:
        """Do the next piece of work; whether there was one."""
        ...


class Worker:
    """Loops with their pauses: woken by notifications, else by the clock."""

    def __init__(
        self,
        loops: Sequence[Loop],
        *,
        listen: str | None = None,
        poll: float = 5.0,
        grace: float = 5.0,
        echo: Echo = lambda message: None,
    ) -> None:
        """Keep what there is to run.

        Args:
            listen: a DSN for notifications, past any transaction pooler; without, it only polls.
            poll: seconds between two looks for work, when nothing is heard.
            grace: seconds that steps have to end in when the worker stops; then they are cancelled.
        """
        self._loops = loops
        self._listen = listen
        self._poll = poll
        self._grace = grace
        self._echo = echo
        self._stopping = asyncio.Event()
        self._news = asyncio.Event()

    def stop(self) -> None:
        """End after the steps that are under way."""
        self._stopping.set()
        self._wake()

    async def run(self, *, once: bool = False) -> None:
        """Run until stopped by :meth:`stop`, SIGTERM or SIGINT.

        Args:
            once: end when there is nothing to do; then an error ends it too, and is raised.
        """
        events = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            events.add_signal_handler(name, self.stop)
        listener = asyncio.create_task(self._hear()) if self._listen and not once else None
        try:
            while await self._round(once) and once:  # what one loop did may be work for another
                pass
        finally:
            if listener:
                listener.cancel()
            for name in (signal.SIGTERM, signal.SIGINT):
                events.remove_signal_handler(name)

    async def _round(self, once: bool) -> bool:
        """All loops side by side, until they end; whether they did anything."""
        runners = [
            asyncio.create_task(self._steps(loop, once))
            for loop in self._loops
            for _ in range(loop.concurrency)
        ]
        watch = asyncio.create_task(self._end(runners))
        try:
            return any(await asyncio.gather(*runners))
        finally:
            for task in (*runners, watch):
                task.cancel()
            await asyncio.gather(*runners, watch, return_exceptions=True)

    async def _end(self, runners: Sequence[asyncio.Task[bool]]) -> None:
        """Once stopping, cancel what has not ended in time."""
        await self._stopping.wait()
        await asyncio.wait(runners, timeout=self._grace)
        for runner in runners:
            runner.cancel()

    async def _steps(self, loop: Loop, once: bool) -> bool:
        """A loop's steps, until the worker stops or nothing is left; whether there was anything."""
        errors, any_done = 0, False
        while not self._stopping.is_set():
            news = self._news  # what comes during the step is not missed
            try:
                did = await loop.step()
                errors = 0
            except asyncio.CancelledError:
                if self._stopping.is_set():
                    return any_done  # the step has given back what it held
                raise
            except Exception as error:
                if once:
                    raise
                self._echo(f"{loop.name}: {error}")
                did, errors = False, errors + 1
            if did:
                any_done = True
                continue
            if once:
                break
            pause = min(LONGEST_PAUSE, 2.0 ** (errors - 1)) if errors else self._poll
            event = self._stopping if errors else news
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), pause * random.uniform(0.75, 1.25))
        return any_done

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _hear(self) -> None:
        """Wake the loops at every notification; where there are none, polling is left."""
        heard_of: str | None = None
        while True:
            try:
                connection: psycopg.AsyncConnection[Any]
                connection = await psycopg.AsyncConnection.connect(
                    self._listen or "", autocommit=True
                )
                async with connection:
                    await connection.execute(f"listen {CHANNEL}".encode())
                    self._wake()  # for what was said before
                    async for _ in connection.notifies():
                        self._wake()
            except psycopg.Error as error:
                if str(error) != heard_of:
                    heard_of = str(error)
                    self._echo(f"no notifications, polling instead: {heard_of.strip()}")
            await asyncio.sleep(RELISTEN)
