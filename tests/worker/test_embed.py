"""The worker that makes vectors, against an endpoint of the test's own."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from statewave.worker.embed import EmbedLoop
from statewave.worker.openai import OpenAIEmbedder
from tests.conftest import Connection, Database
from tests.sql.test_spaces import TURNS, added, claimed, meaning, recorded, states

DIMENSIONS = 6
Answer = Callable[[dict[str, Any]], tuple[int, Any]]


class Endpoint:
    """An embeddings endpoint: what it was asked, and what it is to answer, call by call."""

    url: str

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[Answer] = []
        self.late = threading.Event()

    def answer(self, asked: dict[str, Any]) -> tuple[int, Any]:
        """The next answer in turn; a good one when none is left."""
        self.asked.append(asked)
        return (self.answers.pop(0) if self.answers else good)(asked)


def good(asked: dict[str, Any], dimensions: int = DIMENSIONS) -> tuple[int, Any]:
    """The texts' vectors, last first."""
    data = [
        {"object": "embedding", "index": i, "embedding": meaning(text, dimensions)}
        for i, text in enumerate(asked["input"])
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return 200, {"object": "list", "data": data[::-1], "model": asked["model"], "usage": usage}


def without_one(asked: dict[str, Any]) -> tuple[int, Any]:
    """A vector less than there are texts."""
    status, body = good(asked)
    return status, body | {"data": body["data"][1:]}


def of_other_dimensions(asked: dict[str, Any]) -> tuple[int, Any]:
    return good(asked, DIMENSIONS + 1)


def of_zeros(asked: dict[str, Any]) -> tuple[int, Any]:
    status, body = good(asked)
    return status, body | {"data": [d | {"embedding": [0.0] * DIMENSIONS} for d in body["data"]]}


def refusing(word: str) -> Answer:
    """An endpoint that takes no text with this word in it."""

    def answer(asked: dict[str, Any]) -> tuple[int, Any]:
        if any(word in text for text in asked["input"]):
            return 400, {"error": {"message": "this text is refused"}}
        return good(asked)

    return answer


def failing(status: int) -> Answer:
    return lambda _: (status, {"error": {"message": "not now"}})


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """On loopback; ``url`` is its address."""
    made = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = made.answer(asked)
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield made
    made.late.set()
    server.shutdown()
    server.server_close()


def steps(
    database: Database, endpoint: Endpoint, count: int = 1, *, timeout: float = 5, **given: Any
) -> list[bool]:
    """Some steps of a loop of the worker "w"."""

    async def run() -> list[bool]:
        embedder = OpenAIEmbedder(endpoint.url, "key", provider="fake", timeout=timeout, retries=2)
        async with AsyncConnectionPool(database.dsn, min_size=1, max_size=2, open=False) as pool:
            loop = EmbedLoop(pool, "w", embedder, **given)
            return [await loop.step() for _ in range(count)]

    return asyncio.run(run())


def due_at_once(admin: Connection) -> None:
    """As if the pauses after failures, and the leases, had passed."""
    admin.execute(
        "update statewave_private.job set run_at = now() where state in ('ready', 'leased')"
    )


def failure(admin: Connection) -> tuple[str, int, str]:
    """State, attempts and last error of the only job that there is."""
    row = admin.execute("select state, attempts, last_error from statewave_private.job").fetchone()
    assert row
    return row


def test_all_that_lacks_a_vector_gets_it(
    database: Database, conn: Connection, endpoint: Endpoint
) -> None:
    """Several subjects a call, up to a batch; big ones batch by batch."""
    for _ in range(3):
        recorded(conn)
    space = added(conn, DIMENSIONS)
    other = added(conn, DIMENSIONS, provider="other")
    assert steps(database, endpoint, 4, batch=10) == [True, True, True, False]
    assert [len(asked["input"]) for asked in endpoint.asked] == [10, 10, 4]
    assert {asked["model"] for asked in endpoint.asked} == {"m"}
    assert "dimensions" not in endpoint.asked[0]
    assert states(conn)[space] == ("filling", 3 * len(TURNS), 0)
    assert states(conn)[other] == ("filling", 0, 3 * len(TURNS))
    recorded(conn)
    assert steps(database, endpoint, 2) == [True, False]
    assert states(conn)[space] == ("filling", 4 * len(TURNS), 0)


@pytest.mark.parametrize(
    ("answer", "calls", "said"),
    [
        (without_one, 1, "7 vectors came for 8 texts"),
        (of_other_dimensions, 1, "m has not the 6 dimensions"),
        (of_zeros, 1, "not all zero"),
        (failing(401), 1, "not now"),
        (failing(404), 1, "not now"),
        (failing(429), 3, "not now"),
        (failing(500), 3, "not now"),
        (failing(400), 2, "not now"),
        (lambda _: (200, {"object": "list", "data": None}), 1, "0 vectors came for 8 texts"),
        (lambda _: (200, "nonsense"), 1, "no embeddings"),
    ],
)
def test_what_the_endpoint_does_wrong_stores_nothing_and_is_tried_again(
    database: Database, conn: Connection, admin: Connection, endpoint: Endpoint,
    answer: Answer, calls: int, said: str,
) -> None:  # fmt: skip
    recorded(conn)
    space = added(conn, DIMENSIONS)
    endpoint.answers = [answer] * calls
    assert steps(database, endpoint) == [True]
    assert len(endpoint.asked) == calls
    assert states(conn)[space] == ("filling", 0, len(TURNS))
    state, attempts, error = failure(admin)
    assert (state, attempts) == ("ready", 1)
    assert said in error
    assert claimed(conn) is None  # not at once
    due_at_once(admin)
    assert steps(database, endpoint, 2) == [True, False]
    assert states(conn)[space] == ("filling", len(TURNS), 0)


def test_a_short_trouble_is_none(
    database: Database, conn: Connection, admin: Connection, endpoint: Endpoint
) -> None:
    """Asked again at once, by the client of the endpoint."""
    recorded(conn)
    space = added(conn, DIMENSIONS)
    endpoint.answers = [failing(500), failing(429)]
    assert steps(database, endpoint) == [True]
    assert states(conn)[space] == ("filling", len(TURNS), 0)


def test_an_endpoint_that_does_not_answer_is_left(
    database: Database, conn: Connection, admin: Connection, endpoint: Endpoint
) -> None:
    recorded(conn)
    added(conn, DIMENSIONS)

    def late(asked: dict[str, Any]) -> tuple[int, Any]:
        endpoint.late.wait(20)
        return good(asked)

    endpoint.answers = [late] * 3
    assert steps(database, endpoint, timeout=0.2) == [True]
    assert failure(admin)[:2] == ("ready", 1)


def test_a_text_that_is_refused_keeps_none_of_the_others(
    database: Database, conn: Connection, endpoint: Endpoint, admin: Connection
) -> None:
    """It counts as one without direction, and is not asked for again."""
    subject = recorded(conn)
    space = added(conn, DIMENSIONS)
    endpoint.answers = [refusing("kettle")] * 100
    assert steps(database, endpoint, 2) == [True, False]
    assert states(conn)[space] == ("filling", len(TURNS), 0)
    conn.execute("select statewave.activate_space(%s)", [space])
    rows = conn.execute(
        "select item ->> 'text', item #>> '{arms,cosine,value}' from statewave.explain(%s, 'x', embedding => %s)"
        " where component = 'semantic'",
        [subject, meaning("x", DIMENSIONS)],
    )
    assert [text for text, cosine in rows if cosine is None] == [f"user: {TURNS[3]}"]


def test_a_worker_that_is_killed_loses_nothing(
    database: Database, conn: Connection, admin: Connection, endpoint: Endpoint
) -> None:
    """While it waits for the endpoint, and with its answer in hand: another does what it had."""
    recorded(conn)
    space = added(conn, DIMENSIONS)
    claim = claimed(conn, "killed")
    assert claim
    assert steps(database, endpoint) == [False]
    due_at_once(admin)  # the lease has passed
    assert steps(database, endpoint, 2) == [True, False]
    assert states(conn)[space] == ("filling", len(TURNS), 0)
    with pytest.raises(psycopg.Error) as raised:  # it was only slow
        vectors = json.dumps([meaning(text, DIMENSIONS) for text in claim["texts"]])
        conn.execute(
            "select statewave.apply_embeddings(%s, 'killed', %s)", [claim["claim"], vectors]
        )
    assert raised.value.sqlstate == "SW409"


def test_what_another_took_over_meanwhile_is_dropped(
    database: Database, conn: Connection, admin: Connection, endpoint: Endpoint
) -> None:
    """The endpoint answers after the lease has passed: the other one's vectors stay."""
    subject = recorded(conn)
    space = added(conn, DIMENSIONS)

    def slow(asked: dict[str, Any]) -> tuple[int, Any]:
        due_at_once(admin)
        other = claimed(conn, "other")
        assert other
        vectors = json.dumps([[1.0] * DIMENSIONS for _ in other["texts"]])
        conn.execute(
            "select statewave.apply_embeddings(%s, 'other', %s)", [other["claim"], vectors]
        )
        return good(asked)

    endpoint.answers = [slow]
    assert steps(database, endpoint, 2) == [True, False]
    assert states(conn)[space] == ("filling", len(TURNS), 0)
    row = admin.execute(
        "select count(*) from statewave_private.embedding where embedding::text = '[1,1,1,1,1,1]'"
    ).fetchone()
    assert row == (len(TURNS),)

    def erasing(asked: dict[str, Any]) -> tuple[int, Any]:
        conn.execute("select statewave.erase(%s)", [subject])
        return good(asked)

    recorded(conn, ["One more."], subject)
    endpoint.answers = [erasing]
    assert steps(database, endpoint, 2) == [True, False]
    assert states(conn)[space] == ("filling", 0, 0)


def test_a_worker_that_is_stopped_gives_back_what_it_holds(
    database: Database, conn: Connection, admin: Connection, endpoint: Endpoint
) -> None:
    """At once, and not when its lease ends."""
    recorded(conn)
    space = added(conn, DIMENSIONS)
    asked = threading.Event()

    def late(given: dict[str, Any]) -> tuple[int, Any]:
        asked.set()
        endpoint.late.wait(20)
        return good(given)

    async def run() -> None:
        embedder = OpenAIEmbedder(endpoint.url, "key", provider="fake")
        async with AsyncConnectionPool(database.dsn, min_size=1, max_size=2, open=False) as pool:
            step = asyncio.create_task(EmbedLoop(pool, "w", embedder).step())
            await asyncio.to_thread(asked.wait, 20)
            step.cancel()
            with pytest.raises(asyncio.CancelledError):
                await step

    endpoint.answers = [late]
    asyncio.run(run())
    state, attempts, error = failure(admin)
    assert (state, attempts, error) == ("ready", 1, "the worker was stopped")
    due_at_once(admin)
    assert steps(database, endpoint) == [True]
    assert states(conn)[space] == ("filling", len(TURNS), 0)
