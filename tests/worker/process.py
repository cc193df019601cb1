"""A worker in a process of its own, forked from one that has loaded everything: many start at once."""

import asyncio
import multiprocessing
from multiprocessing.process import BaseProcess

from statewave import AsyncClient
from statewave.worker import Model, ModelLoop, Worker

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.worker.process", "openai", "openai.resources.chat"])


def _work(dsn: str, url: str, once: bool) -> None:
    async def run() -> None:
        async with AsyncClient(dsn) as client:
            loop = ModelLoop(client, Model("tiny", base_url=url), concurrency=2, max_episodes=3)
            await Worker([loop], poll=0.2).run(once=once)

    asyncio.run(run())


def started(dsn: str, url: str, *, once: bool = False) -> BaseProcess:
    """A running worker."""
    process = context.Process(target=_work, args=(dsn, url, once))
    process.start()
    return process
