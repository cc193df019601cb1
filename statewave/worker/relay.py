"""Making events and deliveries of what happened."""

from typing import Any

from psycopg_pool import AsyncConnectionPool

from statewave.client_async import AsyncClient


class RelayLoop:
    """Has the database make events, and deliveries to webhooks, of what was written."""

    name = "relay"
    concurrency = 1

    def __init__(
        self, pool: AsyncConnectionPool[Any], worker: str, *, tenant: str | None = None
    ) -> None:
        """``worker`` is the process's name; any number of them may relay."""
        self._client = AsyncClient(pool, tenant=tenant)

    async def step(self) -> bool:
        """Relay a part; whether there was something."""
        return await self._client.relay() > 0
