"""What the HTTP API costs beside the SQL call that it makes."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.adapt import Loader

from statewave.bench import data
from statewave.bench.latency import percentiles
from statewave.bench.subject import Connection, Subject, recorded

CLIENTS = (1, 4, 16)
BUDGET = 2048
EPISODES = 500  # of the subject that is asked about
INGESTED = 2000  # episodes of each client
BATCH = 100  # episodes of a request, at most
WARM_UP = 20  # calls of each client before the first that counts
TURN = 200  # calls of all clients, over HTTP or in SQL
Call = Callable[[Any, int], Awaitable[None]]


@contextmanager
def served(dsn: str, *options: str) -> Iterator[int]:
    """A server of its own on loopback, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    start = [sys.executable, "-c", "from statewave.cli import app; app()", "serve"]
    command = [*start, "--dsn", dsn, "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        asyncio.run(_answers(port))
        yield port
    finally:
        process.terminate()
        process.wait()


def measure(connection: Connection, dsn: str, calls: int) -> dict[str, Any]:
    """Context calls over HTTP and the same calls in SQL, in turn; then ingest in batches.

    The server starts once the subject is there, as those who ask in SQL do: in a new database a
    connection keeps the plans of empty tables until they are analysed.
    """
    found: dict[str, Any] = {}
    with recorded(connection, data.invented(EPISODES)) as subject, served(dsn) as port:
        ways = [
            Way(lambda: _connected(dsn), _sql(subject)),
            Way(lambda: _opened(port), _http(subject)),
        ]
        for clients in CLIENTS:
            direct, over = asyncio.run(_in_turn(ways, clients, calls))
            added = round(over["p50"] - direct["p50"], 3)
            found[f"{clients} clients"] = {"http": over, "sql": direct, "added p50": added}
        found["ingest"] = _ingested(connection, port)
    return found


@dataclass
class Way:
    """How clients ask, and what they measured."""

    opened: Callable[[], Awaitable[Any]]
    call: Call
    places: list[Any] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    seconds: float = 0.0

    async def run(self, each: int) -> None:
        """So many calls of each client, at once."""
        started = time.perf_counter()
        await asyncio.gather(*(self._client(place, each) for place in self.places))
        self.seconds += time.perf_counter() - started

    async def _client(self, place: Any, count: int) -> None:
        for _ in range(count):
            started = time.perf_counter()
            await self.call(place, len(self.ms))
            self.ms.append(1e3 * (time.perf_counter() - started))

    def told(self) -> dict[str, float]:
        """Percentiles in milliseconds over all clients, and calls a second."""
        return percentiles(self.ms) | {"calls/s": round(len(self.ms) / self.seconds, 1)}


async def _in_turn(ways: Sequence[Way], clients: int, calls: int) -> list[dict[str, float]]:
    """What each way measures; in runs of TURN calls, so that the machine is the same to all."""
    async with AsyncExitStack() as stack:
        for way in ways:
            way.places = [await way.opened() for _ in range(clients)]
            for place in way.places:
                stack.push_async_callback(place.close)
            await way.run(WARM_UP)
            way.ms, way.seconds = [], 0.0
        for _ in range(-(-calls // TURN)):
            for way in ways:
                await way.run(-(-TURN // clients))
    return [way.told() for way in ways]


class _Bytes(Loader):
    def load(self, data: Any) -> bytes:
        return bytes(data)


async def _connected(dsn: str) -> psycopg.AsyncConnection[Any]:
    connection = await psycopg.AsyncConnection.connect(dsn, autocommit=True)
    connection.adapters.register_loader("jsonb", _Bytes)
    await connection.execute("select statewave.warm()")
    return connection


def _sql(subject: Subject) -> Call:
    questions = subject.conversation.questions

    async def call(connection: psycopg.AsyncConnection[Any], turn: int) -> None:
        cursor = await connection.execute(
            "select statewave.v1_context(%s, %s, %s)",
            [subject.name, questions[turn % len(questions)].text, BUDGET],
        )
        await cursor.fetchone()

    return call


class Plain:
    """An HTTP client that costs next to nothing, so that it is not what is measured."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def post(self, path: str, body: object) -> tuple[int, bytes]:
        """Status and body of the answer."""
        sent = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(sent)}\r\n\r\n"
        self._writer.write(head.encode() + sent)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status = int(answer.split(b" ", 2)[1])
        length = next(
            int(line.split(b":")[1])
            for line in answer.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        return status, await self._reader.readexactly(length)

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        await self._writer.wait_closed()


async def _opened(port: int) -> Plain:
    return Plain(*await asyncio.open_connection("127.0.0.1", port))


async def _answers(port: int) -> None:
    """Until the server answers."""
    for _ in range(600):
        try:
            client = await _opened(port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        await client.close()
        return
    raise TimeoutError("the server does not answer")


def _http(subject: Subject) -> Call:
    questions = subject.conversation.questions

    async def call(client: Plain, turn: int) -> None:
        task = questions[turn % len(questions)].text
        body = {"subject_id": subject.name, "task": task, "max_tokens": BUDGET}
        status, answer = await client.post("/v1/context", body)
        assert status == 200, answer

    return call


def _ingested(connection: Connection, port: int) -> dict[str, int]:
    """Episodes a second in requests of BATCH, from one client and from four."""
    rates = {}
    for clients in (1, 4):
        names = [f"bench http {n} {time.time_ns()}" for n in range(clients)]
        rates[f"episodes/s, {clients} clients"] = asyncio.run(_written(port, names, INGESTED))
        for name in names:
            connection.execute("select statewave.erase(%s)", [name])
    return rates


async def _written(port: int, names: Sequence[str], episodes: int) -> int:
    turns = data.invented(episodes).turns

    async def client(name: str) -> None:
        place = await _opened(port)
        for batch in data.episodes_of(turns, BATCH):
            body = {
                "episodes": [
                    {
                        "subject_id": name, "source": e["source"], "type": "message",
                        "payload": e["payload"], "session_id": e["session"],
                        "occurred_at": e["occurred_at"],
                    }
                    for e in batch
                ]
            }  # fmt: skip
            status, answer = await place.post("/v1/episodes/batch", body)
            assert status == 201, answer
        await place.close()

    started = time.perf_counter()
    await asyncio.gather(*map(client, names))
    return round(len(names) * episodes / (time.perf_counter() - started))
