"""Vectors from an endpoint that speaks OpenAI's protocol: theirs, or a server of your own."""

from collections.abc import Sequence

import openai

from statewave.worker.embed import EmbedderError, TextRefused


class OpenAIEmbedder:
    """An endpoint's embedder, the provider of its spaces' rows; their model names its model.

    Calls end after ``timeout`` seconds and are repeated ``retries`` times, with growing pauses by
    chance or as long as the endpoint asks for.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        provider: str = "openai",
        batch: int = 256,
        shortens: bool = False,
        timeout: float = 30,
        retries: int = 4,
    ) -> None:
        """None: as the environment has it (OPENAI_BASE_URL, OPENAI_API_KEY).

        shortens: the endpoint is asked for the space's dimensions, which models that can shorten
        their vectors understand and others refuse.
        """
        self.provider = provider
        self._batch = batch
        self._shortens = shortens
        self._client = openai.AsyncOpenAI(
            base_url=base_url, api_key=api_key, timeout=timeout, max_retries=retries
        )

    async def embed(
        self, model: str, dimensions: int, texts: Sequence[str]
    ) -> list[Sequence[float]]:
        """A vector a text, in their order; at most ``batch`` texts a call."""
        vectors: list[Sequence[float]] = []
        for start in range(0, len(texts), self._batch):
            part = [*texts[start : start + self._batch]]
            vectors += await self._call(model, dimensions, part)
        return vectors

    async def _call(self, model: str, dimensions: int, texts: list[str]) -> list[Sequence[float]]:
        try:
            answer = await self._client.embeddings.create(
                model=model,
                input=texts,
                encoding_format="float",
                dimensions=dimensions if self._shortens else openai.omit,
            )
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            raise TextRefused(str(error)) from error
        except openai.OpenAIError as error:
            raise EmbedderError(str(error) or type(error).__name__) from error
        try:
            found = {item.index: [*item.embedding] for item in answer.data or []}
        except (AttributeError, TypeError) as error:
            raise EmbedderError("what came are no embeddings") from error
        if sorted(found) != [*range(len(texts))]:
            raise EmbedderError(f"{len(found)} vectors came for {len(texts)} texts")
        if any(len(vector) != dimensions for vector in found.values()):
            raise EmbedderError(f"{model} has not the {dimensions} dimensions of the space")
        return [found[place] for place in range(len(texts))]
