"""A language model's replies: of an endpoint on loopback, well or badly."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Database
from tests.http.conftest import serving
from tests.worker.endpoint import Asked, Endpoint, Silence, Status, endpoint, later

ASK = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is the capital of Norway?"},
    ],
    "max_tokens": 20,
    "temperature": 0.5,
}


def oslo(asked: Asked) -> str:
    """A reply."""
    return "Oslo."


def raises(error: Exception) -> Callable[[Asked], Any]:
    """An endpoint that fails."""

    def answer(asked: Asked) -> Any:
        raise error

    return answer


@pytest.fixture(scope="module")
def model() -> Iterator[Endpoint]:
    """The endpoint, to be told what it answers."""
    with endpoint(oslo) as running:
        yield running


@pytest.fixture(scope="module")
def asking(
    shared: Database, model: Endpoint, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of a server that has the model."""
    with _client(shared, tmp_path_factory.mktemp("llm") / "log", model.url) as client:
        yield client


@contextmanager
def _client(shared: Database, log: Path, url: str) -> Iterator[httpx.Client]:
    with (
        serving(
            shared.dsn,
            log,
            STATEWAVE_LLM_MODEL="tiny",
            STATEWAVE_LLM_BASE_URL=url,
            STATEWAVE_REQUEST_SECONDS="2",
        ) as api,
        api.client() as client,
    ):
        yield client


def test_the_model_is_asked_what_was_sent_and_its_reply_is_the_answer(
    asking: httpx.Client, model: Endpoint
) -> None:
    model.answer = oslo
    assert asking.post("/v1/llm/complete", json=ASK).raise_for_status().json() == {"reply": "Oslo."}
    assert model.asked[-1] == ASK | {"model": "tiny"}


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (raises(Status(500)), 502, "upstream_llm_error"),
        (raises(Status(429)), 502, "upstream_llm_error"),
        (raises(Silence()), 502, "upstream_llm_error"),
        (later(3, oslo), 504, "upstream_llm_timeout"),
    ],
)
def test_what_the_model_does_wrong_is_told(
    asking: httpx.Client, model: Endpoint, answer: Callable[[Asked], Any], status: int, code: str
) -> None:
    model.answer = answer
    told = asking.post("/v1/llm/complete", json=ASK)
    assert (told.status_code, told.json()["error"]["code"]) == (status, code)
    assert "Norway" not in told.text


def test_an_endpoint_that_is_away_is_told(shared: Database, tmp_path: Path) -> None:
    with _client(shared, tmp_path / "log", "http://127.0.0.1:9/v1") as client:
        told = client.post("/v1/llm/complete", json=ASK)
    assert (told.status_code, told.json()["error"]["code"]) == (502, "upstream_llm_error")


def test_without_a_model_there_is_none(http: httpx.Client) -> None:
    told = http.post("/v1/llm/complete", json=ASK)
    assert (told.status_code, told.json()["error"]["code"]) == (503, "llm_not_configured")
