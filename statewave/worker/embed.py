"""Vectors for the spaces that the database has no model for: claimed, made here, applied."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Protocol

from psycopg_pool import AsyncConnectionPool

from statewave.client_async import AsyncClient
from statewave.errors import Conflict, InvalidArgument, NotFound
from statewave.types import EmbeddingClaim

LEASE = timedelta(minutes=5)  # longer than an embedder tries
BATCH = 256  # texts that an embedder is given at once
HARMLESS = "hello"
GONE = (Conflict, NotFound)  # another worker has the claim, or its subject or space is gone


class EmbedderError(Exception):
    """An embedder gave no vectors; the texts are tried again later."""


class TextRefused(EmbedderError):
    """It will give none for one of these texts, now or later."""


class Embedder(Protocol):
    """What makes vectors: the name that its spaces have for a provider, and a call."""

    provider: str

    async def embed(
        self, model: str, dimensions: int, texts: Sequence[str]
    ) -> Sequence[Sequence[float]]:
        """A vector a text, in their order.

        Raises:
            EmbedderError: there are none now, or (TextRefused) never for one of these texts.
        """


class EmbedLoop:
    """A worker's loop that gives texts their vectors in all spaces of an embedder's.

    Small subjects' texts go to the embedder together. What is not applied, because this process
    is killed or the embedder fails, is given to whoever claims next; a step that is cancelled gives
    it back at once.
    """

    name = "embed"

    def __init__(
        self,
        pool: AsyncConnectionPool[Any],
        worker: str,
        embedder: Embedder,
        *,
        tenant: str | None = None,
        batch: int = BATCH,
        concurrency: int = 1,
    ) -> None:
        """``worker`` names this process, and no other; ``concurrency``: steps side by side."""
        self.concurrency = concurrency
        self._client = AsyncClient(pool, tenant=tenant)
        self._worker = worker
        self._embedder = embedder
        self._batch = batch

    async def step(self) -> bool:
        """Do a batch of what is due; whether there was any."""
        spaces: dict[int, list[EmbeddingClaim]] = {}
        room = self._batch
        did = False
        try:
            while room > 0 and (claim := await self._claim(room)):
                spaces.setdefault(claim.space_id, []).append(claim)
                room -= len(claim.texts)
                did = True
            while spaces:
                _, claims = spaces.popitem()
                await self._fill(claims)
        finally:  # what an error, or the worker's end, has left
            for claim in (claim for claims in spaces.values() for claim in claims):
                await asyncio.shield(self._failed(claim, "the worker was stopped"))
        return did

    async def _claim(self, room: int) -> EmbeddingClaim | None:
        return await self._client.claim_embeddings(
            self._worker, providers=[self._embedder.provider], max_texts=room, lease=LEASE
        )

    async def _fill(self, claims: list[EmbeddingClaim]) -> None:
        """Give claims of one space their vectors, or say why there are none."""
        try:
            vectors = await self._embedded(claims[0], [t for c in claims for t in c.texts])
            if len(vectors) != sum(len(claim.texts) for claim in claims):
                raise EmbedderError(f"{len(vectors)} vectors came for other texts")
        except (EmbedderError, asyncio.CancelledError) as error:
            for claim in claims:
                await self._failed(claim, str(error) or "the worker was stopped")
            if isinstance(error, asyncio.CancelledError):
                raise
            return
        for claim in claims:
            mine, vectors = vectors[: len(claim.texts)], vectors[len(claim.texts) :]
            try:
                with suppress(*GONE):
                    await self._client.apply_embeddings(claim.claim, self._worker, mine)
            except InvalidArgument as error:
                await self._failed(claim, str(error))

    async def _embedded(
        self, space: EmbeddingClaim, texts: Sequence[str]
    ) -> list[Sequence[float] | None]:
        """A vector a text; None for one that the embedder refuses, found by halving.

        An embedder that refuses any text is not asked for all of them.
        """
        try:
            return [*await self._embedder.embed(space.model, space.dimensions, texts)]
        except TextRefused:
            await self._embedder.embed(space.model, space.dimensions, [HARMLESS])
        if len(texts) == 1:
            return [None]
        half = len(texts) // 2
        first = await self._embedded(space, texts[:half])
        return first + await self._embedded(space, texts[half:])

    async def _failed(self, claim: EmbeddingClaim, reason: str) -> None:
        """Have it tried again, later each time."""
        with suppress(*GONE):
            await self._client.fail_job(claim.claim, self._worker, reason)
