"""Traces of the API, by the exporter of the OpenTelemetry SDK that keeps them in memory."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from statewave.server import Settings, create_app
from tests.conftest import Database


@pytest.fixture(scope="module")
def exporter() -> Iterator[InMemorySpanExporter]:
    """What the process exports; a process has one provider, once and for all."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    yield kept
    provider.shutdown()


def asked(dsn: str, path: str, **headers: str) -> int:
    """The status of a request to an application in this process, within its lifespan."""

    async def run() -> int:
        app = create_app(Settings(dsn=dsn, pool_size=1, pool_timeout=1))
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://api") as client,
        ):
            return (await client.get(path, headers=headers)).status_code

    return asyncio.run(run())


def only(exporter: InMemorySpanExporter) -> ReadableSpan:
    """The one span that was finished."""
    (span,) = exporter.get_finished_spans()
    exporter.clear()
    return span


def test_a_request_is_a_span_of_its_route_and_names_no_subject(
    shared: Database, exporter: InMemorySpanExporter, subject: str
) -> None:
    assert asked(shared.dsn, f"/v1/subjects/{subject}/health") == 200
    span = only(exporter)
    route = "/v1/subjects/{subject_id:path}/health"
    assert (span.name, span.kind) == (f"GET {route}", trace.SpanKind.SERVER)
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": route,
        "http.response.status_code": 200,
    }
    assert subject not in span.to_json()


def test_a_span_is_an_error_where_the_server_failed(
    shared: Database, exporter: InMemorySpanExporter
) -> None:
    """A client's mistake is none."""
    for path, status in (("/v1/timeline", 422), ("/v1/nothing", 404)):
        assert asked(shared.dsn, path) == status
        assert only(exporter).status.status_code is trace.StatusCode.UNSET
    assert asked("host=127.0.0.1 port=9", "/readyz") == 503
    assert only(exporter).status.status_code is trace.StatusCode.ERROR


def test_the_span_is_part_of_the_callers_trace(
    shared: Database, exporter: InMemorySpanExporter
) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    assert asked(shared.dsn, "/healthz", traceparent=parent) == 200
    span = only(exporter)
    assert span.parent is not None
    told = [f"{span.parent.trace_id:032x}", f"{span.parent.span_id:016x}"]
    assert told == parent.split("-")[1:3]
