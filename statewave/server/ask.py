"""A request, read and admitted, and its answer."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError, to_json
from starlette.requests import Request
from starlette.responses import Response

from statewave.server.database import Database
from statewave.server.errors import Refused
from statewave.server.llm import Llm
from statewave.server.settings import Settings
from statewave.server.work import Work

M = TypeVar("M", bound=BaseModel)
CALLER = ("caller_id", "caller_type", "query_id", "task_id", "parent_receipt_id")


@dataclass(frozen=True)
class Server:
    """What a process has for all of its requests."""

    settings: Settings
    database: Database
    work: Work
    llm: Llm

    @classmethod
    def of(cls, settings: Settings) -> "Server":
        """Nothing is connected yet."""
        return cls(settings, Database(settings), Work(settings), Llm(settings))


@dataclass
class Ask:
    """What a route is asked."""

    request: Request
    server: Server
    tenant: str | None = None
    body: Any = None
    query: Any = None
    path: dict[str, str] = field(default_factory=dict)

    async def admit(self, role: str | None) -> None:
        """Who may not is refused; else the tenant is known."""
        if role is None:
            return
        settings, headers = self.server.settings, self.request.headers
        key = headers.get("x-api-key") or self.request.query_params.get("api_key")
        named = headers.get(settings.tenant_header) or None
        if key:
            self.tenant = await self.server.database.tenant_of_key(key, role, named)
        elif settings.require_key:
            raise Refused(401, "missing_api_key", "Give a key in the header X-API-Key.")
        elif named is None and settings.require_tenant:
            header = settings.tenant_header
            raise Refused(400, "missing_tenant", f"Name the tenant in the header {header}.")
        else:
            self.tenant = named
        self.request.scope["tenant"] = self.tenant
        if settings.region:
            await self.value("v1_check_region", region=settings.region)

    async def read(self, body: type[BaseModel] | None, query: type[BaseModel] | None) -> None:
        """Body and query, checked."""
        self.path = self.request.path_params
        if query is not None:
            self.query = checked(query, dict(self.request.query_params), "query")
        if body is not None:
            self.body = checked(body, await self.request.body(), "body")

    @property
    def caller(self) -> str | None:
        """Who asks, as policies and receipts are told: from the body, or else from headers."""
        headers = self.request.headers
        said = {name: getattr(self.body, name, None) for name in CALLER}
        for name in ("caller_id", "caller_type"):
            said[name] = said[name] or headers.get(f"x-{name.replace('_', '-')}")
        given = {name: value for name, value in said.items() if value is not None}
        return orjson.dumps(given).decode() if given else None

    @property
    def reads(self) -> bool:
        """Whether a replica may answer: not where the request says that it has just written."""
        return "x-read-your-writes" not in self.request.headers

    async def value(self, function: str, *, reads: bool = False, **given: Any) -> Any:
        """What a function of the contract returns for the tenant."""
        return await self.server.database.value(
            function, {**given, "tenant": self.tenant}, reads=reads and self.reads
        )

    async def answer(
        self, function: str, *, code: int = 200, reads: bool = False, **given: Any
    ) -> Response:
        """A document of the database's as the answer, as it is."""
        return document(await self.value(function, reads=reads, **given), code)

    async def rows(self, function: str, **given: Any) -> Response:
        """Rows of the primary's as the answer: {"items"}."""
        rows = await self.server.database.rows(function, {**given, "tenant": self.tenant})
        return said({"items": [{k: _told(v) for k, v in row.items()} for row in rows]})


def document(content: bytes, status: int = 200) -> Response:
    """JSON as it is."""
    return Response(content, status, media_type="application/json")


def said(value: Any, status: int = 200) -> Response:
    """A value as JSON."""
    return document(orjson.dumps(value, default=str), status)


def sent(value: Any, **chosen: Any) -> str:
    """A checked body, or a part of it, as JSON for the database.

    Raises:
        Refused: it holds what is no text.
    """
    try:
        return to_json(value, exclude_none=True, inf_nan_mode="null", **chosen).decode()
    except (PydanticSerializationError, UnicodeEncodeError, ValueError) as error:
        raise Refused(422, "validation_error", "The body holds what is no text.") from error


def checked(model: type[M], value: Any, where: str) -> M:
    """A body or a query as its model.

    Raises:
        Refused: with what is wrong where, but not with what was sent.
    """
    try:
        if isinstance(value, bytes):
            return model.model_validate_json(value)
        return model.model_validate(value)
    except ValidationError as error:
        details = [
            {"loc": [where, *fault["loc"]], "msg": fault["msg"], "type": fault["type"]}
            for fault in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        message = "The request is not what the route takes."
        raise Refused(422, "validation_error", message, details[:100]) from error


def _told(value: Any) -> Any:
    """JSON stays as it is."""
    return orjson.Fragment(value) if isinstance(value, bytes) else value
