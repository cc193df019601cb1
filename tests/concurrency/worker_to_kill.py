"""A worker that compiles until nothing is left: worker_to_kill.py DSN NAME."""

import asyncio
import sys
from datetime import timedelta
from typing import Any

from psycopg_pool import AsyncConnectionPool

from statewave.types import ClaimedJob
from statewave.worker.jobs import CompileLoop


class Telling(CompileLoop):
    """Says when it holds something."""

    async def handle(self, job: ClaimedJob) -> None:
        print(job.job_id, flush=True)
        await super().handle(job)


async def main(dsn: str, name: str) -> None:
    pool: AsyncConnectionPool[Any]
    async with AsyncConnectionPool(dsn, min_size=1, open=False) as pool:
        loop = Telling(pool, name, lease=timedelta(seconds=2))
        idle = 0
        while idle < 30:  # longer than a lease
            idle = 0 if await loop.step() else idle + 1
            await asyncio.sleep(0.1 if idle else 0)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
