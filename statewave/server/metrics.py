"""Prometheus metrics, of all processes of a server; traces where OpenTelemetry is installed."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

try:
    from opentelemetry import propagate, trace
except ImportError:
    trace = None  # type: ignore[assignment,unused-ignore]

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # a folder, where several processes count together
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)

REQUESTS = Counter("statewave_http_requests", "Requests.", ["method", "route", "status"])
LATENCY = Histogram("statewave_http_seconds", "Time of a request.", ["route"], buckets=BUCKETS)
IN_FLIGHT = Gauge(
    "statewave_http_in_flight", "Requests being answered.", multiprocess_mode="livesum"
)
POOL = Gauge(
    "statewave_pool", "The database pool of a process.", ["figure"], multiprocess_mode="livesum"
)


def exposed() -> tuple[bytes, str]:
    """The metrics as text, and its media type."""
    if SHARED not in os.environ:
        return generate_latest(), CONTENT_TYPE_LATEST
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST


def span(scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> AbstractContextManager[Any]:
    """A trace of a request, part of the caller's; by route, since a path may name a subject."""
    if trace is None:
        return nullcontext()
    parent = propagate.extract(
        {k.decode("latin-1"): v.decode("latin-1") for k, v in headers.items()}
    )
    return trace.get_tracer("statewave").start_as_current_span(
        f"HTTP {scope['method']}",
        context=parent,
        kind=trace.SpanKind.SERVER,
        attributes={"http.request.method": scope["method"]},
    )


def traced_route(method: str, route: str) -> None:
    """Say of the trace which route it is of."""
    if trace is not None:
        current = trace.get_current_span()
        current.update_name(f"{method} {route}")
        current.set_attribute("http.route", route)


def traced_status(status: int) -> None:
    """Say of the trace how the request was answered; a client's mistake is no error here."""
    if trace is not None:
        current = trace.get_current_span()
        current.set_attribute("http.response.status_code", status)
        if status >= 500:
            current.set_status(trace.StatusCode.ERROR)
