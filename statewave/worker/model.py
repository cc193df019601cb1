"""A language model behind any endpoint that speaks OpenAI's chat completions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MILLION = 1_000_000


class Unavailable(Exception):
    """The endpoint gave no answer, whatever it was asked."""


class BadReply(Exception):
    """The model's answer is none: cut off, refused, no JSON. What was asked may be the reason."""


class NoReply(BadReply):
    """The endpoint gave none to this request: it may be the endpoint's fault as well."""


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens."""

    input: float = 0.0
    output: float = 0.0


@dataclass
class Usage:
    """What asking has used, summed up."""

    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def add(self, model: str, input_tokens: int, output_tokens: int, prices: Prices) -> None:
        """Count one more reply."""
        self.model = model
        self.input_tokens += input_tokens
        self.output_tokens += output_tokens
        cost = input_tokens * prices.input + output_tokens * prices.output
        self.cost_usd = round(self.cost_usd + cost / MILLION, 9)


@dataclass
class Conversation:
    """The messages so far, with what they have used."""

    messages: list[dict[str, str]]
    usage: Usage = field(default_factory=lambda: Usage(""))

    def say(self, role: str, text: str) -> None:
        """Add a message."""
        self.messages.append({"role": role, "content": text})


class Model:
    """A model by name, asked for JSON.

    Rate limits, errors of the server and lost connections are tried again with growing pauses and
    jitter, or when the server says (Retry-After).
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 120.0,
        retries: int = 4,
        prices: Prices | None = None,
        reply: str = "json_schema",
    ) -> None:
        """Connect to nothing yet.

        Args:
            base_url: the endpoint, up to ``/v1``; OpenAI's when left out.
            timeout: seconds for one answer.
            reply: how JSON is asked for: ``json_schema``, ``json_object``, or ``text`` where an
                endpoint knows neither.

        Raises:
            ImportError: the extra ``llm`` is not installed.
        """
        import openai

        self.name = name
        self.prices = prices or Prices()
        self._reply = reply
        self._openai = openai
        self._client = openai.AsyncOpenAI(
            base_url=base_url, api_key=api_key or "none", timeout=timeout, max_retries=retries
        )

    async def ask(self, talk: Conversation, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON object that the model replies, added to the conversation.

        Raises:
            Unavailable: the endpoint is away, overloaded, or does not know us or the model.
            BadReply: what came is no such object, or the request was too much for the model.
            NoReply: nothing came of this request.
        """
        talk.usage.model = talk.usage.model or self.name
        kind = self._openai
        try:
            answer = await self._client.chat.completions.create(
                model=self.name, messages=self._sent(talk.messages), **self._format(schema)
            )
        except kind.APITimeoutError as error:
            raise NoReply("the model took too long") from error
        except (kind.BadRequestError, kind.UnprocessableEntityError) as error:
            raise NoReply(
                f"the model's endpoint refused the request: {error.status_code}"
            ) from error
        except kind.APIStatusError as error:
            if error.status_code == 413:
                raise BadReply("the request was too large for the model's endpoint") from error
            raise Unavailable(f"the model's endpoint answers {error.status_code}") from error
        except kind.OpenAIError as error:  # no connection, or an answer that is no completion
            raise Unavailable(f"the model's endpoint cannot be used: {error}") from error
        if used := answer.usage:
            talk.usage.add(
                answer.model or self.name, used.prompt_tokens, used.completion_tokens, self.prices
            )
        return self._read(answer, talk)

    @staticmethod
    def _sent(messages: Sequence[Mapping[str, str]]) -> Any:
        return list(messages)

    def _format(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        if self._reply == "text":
            return {}
        if self._reply == "json_object":
            return {"response_format": {"type": "json_object"}}
        named = {"name": "reply", "schema": dict(schema)}
        return {"response_format": {"type": "json_schema", "json_schema": named}}

    @staticmethod
    def _read(answer: Any, talk: Conversation) -> dict[str, Any]:
        """Reasons do not quote the reply: they are kept where no content belongs."""
        if not answer.choices:
            raise BadReply("the reply is empty")
        choice = answer.choices[0]
        if choice.finish_reason == "length":
            raise BadReply("the reply was cut off at the model's limit")
        if choice.finish_reason == "content_filter" or choice.message.refusal:
            raise BadReply("the model refused")
        text = choice.message.content or ""
        try:
            found = json.loads(text)
        except ValueError as error:
            raise BadReply("the reply is no JSON") from error
        if not isinstance(found, dict):
            raise BadReply("the reply is no JSON object")
        talk.say("assistant", text)
        return found
