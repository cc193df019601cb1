"""The ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route as Path

from statewave.server import openapi
from statewave.server.ask import Ask, Server, document, said
from statewave.server.edge import Edge, log, too_large
from statewave.server.errors import Refused, refused
from statewave.server.metrics import traced_route
from statewave.server.routes import ROUTES, metrics
from statewave.server.settings import Settings
from statewave.server.table import Route

CODES = {404: "not_found", 405: "method_not_allowed"}


def create_app(settings: Settings) -> Starlette:
    """The API over a database: holds nothing but the pool."""
    server = Server.of(settings)
    described = openapi.document(ROUTES)
    content, page = orjson.dumps(described), openapi.page(described)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with server.database.opened(), server.work.going_on():
            log("started")
            yield
        log("stopped")

    async def shown(request: Request) -> Response:
        return document(content)

    async def docs(request: Request) -> Response:
        return HTMLResponse(page)

    async def figures(request: Request) -> Response:
        return await metrics(Ask(request, server))

    layers = [Middleware(Edge, request_bytes=settings.request_bytes)]
    if settings.cors_origins:
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors_origins),
                allow_methods=["*"],
                allow_headers=["*"],
                expose_headers=["X-Request-ID", "Retry-After"],
            )
        )
    return Starlette(
        routes=[
            *(_path(route, server) for route in ROUTES),
            Path("/openapi.json", shown),
            Path("/docs", docs),
            Path("/redoc", docs),
            Path("/metrics", figures),
        ],
        middleware=layers,
        exception_handlers={HTTPException: _unrouted},
        lifespan=lifespan,
    )


def _path(route: Route, server: Server) -> Path:
    settings = server.settings

    async def endpoint(request: Request) -> Response:
        request.scope["route_path"] = route.path
        traced_route(route.method, route.path)
        try:
            length = request.headers.get("content-length", "0")
            if length.isdecimal() and int(length) > settings.request_bytes:
                raise too_large(settings.request_bytes)
            async with asyncio.timeout(settings.request_seconds):
                ask = Ask(request, server)
                await ask.admit(route.role)
                await ask.read(route.body, route.query)
                return await route.handle(ask)
        except Exception as error:
            answer = refused(error)
            if answer.status == 500:
                log("error", request_id=request.scope["request_id"], kind=type(error).__name__,
                    sqlstate=getattr(error, "sqlstate", None), at=_place(error))  # fmt: skip
            return _told(request, answer)

    endpoint.__name__ = route.handle.__name__
    return Path(route.path, endpoint, methods=[route.method])


def _place(error: BaseException) -> str:
    """Where it was raised: never what it says, which may quote a payload."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


def _told(request: Request, answer: Refused) -> Response:
    fault = {
        "code": answer.code,
        "message": answer.message,
        "details": answer.details,
        "request_id": request.scope.get("request_id", ""),
    }
    response = said({"error": fault}, answer.status)
    response.headers.update(answer.headers)
    return response


async def _unrouted(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = CODES.get(error.status_code, "bad_request")
    headers = dict(error.headers or {})
    return _told(request, Refused(error.status_code, code, str(error.detail), None, headers))
