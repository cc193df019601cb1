"""A server that answers as it is told and remembers what it was sent."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

OK = "200 OK\r\ncontent-length: 0"
DIES = ""  # closes the connection without an answer
SLOW = "slow"  # answers nothing


@dataclass
class Request:
    """What was sent: header names in lower case."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Receiver:
    """``answers``: status lines with headers, one a request, then 200."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    pause: float = 0

    def url(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")[1:-2]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        answer = self.answers.pop(0) if self.answers else OK
        if self.pause:
            await asyncio.sleep(self.pause)
        self.requests.append(Request(headers, body))
        if answer == SLOW:
            await reader.read()  # until the other side gives up
        elif answer != DIES:
            writer.write(f"HTTP/1.1 {answer}\r\nconnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@asynccontextmanager
async def receiver(
    answers: Sequence[str] = (), *, host: str = "127.0.0.1", pause: float = 0
) -> AsyncIterator[Receiver]:
    """A receiver on loopback while this lasts."""
    found = Receiver(answers=list(answers), pause=pause)
    server = await asyncio.start_server(found.serve, host, 0)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()


async def steps(step: Callable[[], Any], most: int = 1000) -> int:
    """Call a loop's step until it has nothing to do; how often it had."""
    for number in range(most):
        if not await step():
            return number
    raise AssertionError("it does not end")
