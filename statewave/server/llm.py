"""The language model that a server may be given: any endpoint that speaks OpenAI's protocol."""

import asyncio
from typing import TYPE_CHECKING, Any

from statewave.server.bodies import Complete
from statewave.server.errors import Refused
from statewave.server.settings import Settings

if TYPE_CHECKING:
    import openai

SHARE = 0.9  # of the time of a request: so that it ends as the model's fault and not the server's


class Llm:
    """Asks the model that the settings name; nothing is tried again, since clients do."""

    def __init__(self, settings: Settings) -> None:
        """Connect to nothing yet.

        Raises:
            ImportError: a model is named, and the extra ``llm`` is not installed.
        """
        self._model = settings.llm_model
        self._seconds = SHARE * settings.request_seconds
        if self._model is None:
            return
        import openai  # takes half a second, and most servers have no model

        self._openai = openai
        self._client = openai.AsyncOpenAI(
            base_url=settings.llm_base_url,
            api_key=settings.llm_api_key or "none",
            timeout=self._seconds,
            max_retries=0,
        )

    async def reply(self, asked: Complete) -> str:
        """What the model says to the messages.

        Raises:
            Refused: there is no model, or it gave no answer, or none in time.
        """
        if self._model is None:
            raise Refused(503, "llm_not_configured", "This server has no language model.")
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.chat.completions.create(
                    model=self._model, **_sent(asked)
                )
        except (TimeoutError, self._openai.APITimeoutError):
            raise Refused(504, "upstream_llm_timeout", "The model took too long.") from None
        except self._openai.OpenAIError as error:
            status = getattr(error, "status_code", None)
            message = f"The model's endpoint answers {status or 'nothing that can be used'}."
            raise Refused(502, "upstream_llm_error", message) from None
        return _said(answer)


def _sent(asked: Complete) -> dict[str, Any]:
    """Roles and texts, and the limits that were given."""
    return asked.model_dump(exclude_none=True)


def _said(answer: "openai.types.chat.ChatCompletion") -> str:
    text = answer.choices[0].message.content if answer.choices else None
    if text is None:
        raise Refused(502, "upstream_llm_error", "The model's reply holds no text.")
    return text
