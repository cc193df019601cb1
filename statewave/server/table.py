"""What a route is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from statewave.server.ask import Ask

Handle = Callable[[Ask], Awaitable[Response]]


@dataclass(frozen=True)
class Route:
    """A method and a path: who may, what is given, what is answered."""

    method: str
    path: str
    handle: Handle
    summary: str
    answer: Any
    role: str | None = "reader"  # None: anybody
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    status: int = 200
    others: dict[int, type[BaseModel]] = field(default_factory=dict)
    tag: str = "memory"
