"""Around every request: its id, its size, a line in the log, a figure in the metrics."""

import json
import logging
import re
import sys
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from statewave.server.errors import Refused
from statewave.server.metrics import IN_FLIGHT, LATENCY, REQUESTS, span, traced_status

ID = re.compile(rb"[\x21-\x7e]{1,128}")


class LogHandler(logging.Handler):
    """What libraries have to say, as a line too: without the traces, which may quote a payload."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it."""
        log("log", level=record.levelname, logger=record.name, message=record.getMessage())


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"line": {"class": "statewave.server.edge.LogHandler"}},
    "root": {"handlers": ["line"], "level": "WARNING"},
}


class Edge:
    """A plain ASGI layer: what it adds is measured in microseconds."""

    def __init__(self, app: ASGIApp, *, request_bytes: int) -> None:
        """``request_bytes``: of a body, at most."""
        self._app = app
        self._request_bytes = request_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request that is longer than is taken is refused while it comes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given if ID.fullmatch(given) else uuid.uuid4().hex.encode()
        scope["request_id"] = request_id.decode()
        seen = {"status": 500, "bytes": 0, "read": 0}

        async def counted() -> Message:
            message = await receive()
            seen["read"] += len(message.get("body", b""))
            if seen["read"] > self._request_bytes:
                raise too_large(self._request_bytes)
            return message

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                traced_status(message["status"])
                message["headers"] = [*message["headers"], (b"x-request-id", request_id)]
            else:
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        started = time.perf_counter()
        IN_FLIGHT.inc()
        try:
            with span(scope, headers):
                await self._app(scope, counted, marked)
        finally:
            IN_FLIGHT.dec()
            taken = time.perf_counter() - started
            route = scope.get("route_path", "unknown")
            REQUESTS.labels(scope["method"], route, seen["status"]).inc()
            LATENCY.labels(route).observe(taken)
            log("request", method=scope["method"], route=route, ms=round(1e3 * taken, 2),
                request_id=scope["request_id"], tenant=scope.get("tenant"), **seen)  # fmt: skip


def too_large(most: int) -> Refused:
    """The answer to a body that is too long."""
    return Refused(413, "too_large", f"The request has more than {most} bytes.")


def log(event: str, **fields: Any) -> None:
    """A line of JSON on standard error: neither payloads nor the names of subjects."""
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **fields}
    sys.stderr.write(json.dumps(line) + "\n")
