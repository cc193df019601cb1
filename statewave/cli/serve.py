"""The HTTP API."""

import importlib.util
import ipaddress
import os
import tempfile
from dataclasses import asdict
from typing import Annotated, Any

import typer

from statewave.cli import show
from statewave.local import resolve_dsn

EXTRA = "statewave serve needs the extra server: pip install 'statewave-pg[server]'"
LLM = "STATEWAVE_LLM_MODEL needs the extra llm: pip install 'statewave-pg[llm]'"

KEEP_ALIVE = 75  # seconds: longer than clients and balancers do, so that it is they who hang up


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8100,
    workers: Annotated[int, typer.Option(help="Processes.", min=1)] = 1,
    dsn: show.Dsn = None,
    replica_dsn: Annotated[
        str | None,
        typer.Option(help="Reads go there, unless a request says X-Read-Your-Writes."),
    ] = None,
    require_key: Annotated[
        bool | None,
        typer.Option(
            "--require-key/--no-keys",
            help="Whether each request names a key; the default where others can reach the server.",
        ),
    ] = None,
    pool_size: Annotated[
        int | None, typer.Option(help="Connections of a process, at most.", min=1)
    ] = None,
    pooler: Annotated[
        bool, typer.Option("--pooler", help="No prepared statements: PgBouncer below 1.22.")
    ] = False,
    cors: Annotated[
        list[str] | None, typer.Option(help="An origin that browsers may call from; repeatable.")
    ] = None,
) -> None:
    """Serve the HTTP API. The login acts for the tenants that it is granted.

    STATEWAVE_… variables set what has no option: TENANT_HEADER, REQUIRE_TENANT, POOL_TIMEOUT,
    REQUEST_BYTES, REQUEST_SECONDS, REGION; LLM_MODEL, LLM_BASE_URL and LLM_API_KEY of
    /v1/llm/complete.
    """
    try:
        import uvicorn

        from statewave.server import Settings
        from statewave.server.edge import LOGGING
    except ImportError:
        show.fail(EXTRA)
    if require_key is None and "STATEWAVE_REQUIRE_KEY" not in os.environ:
        require_key = not _is_loopback(host)
    settings = Settings.of_environment(
        dsn=resolve_dsn(dsn),
        replica_dsn=replica_dsn,
        require_key=require_key,
        pool_size=pool_size,
        prepare=False if pooler else None,
        cors_origins=tuple(cors) if cors else None,
    )
    if settings.llm_model and importlib.util.find_spec("openai") is None:
        show.fail(LLM)
    given: dict[str, Any] = {
        "host": host, "port": port, "log_config": LOGGING, "access_log": False, "lifespan": "on",
        "server_header": False, "timeout_keep_alive": KEEP_ALIVE,
        "timeout_graceful_shutdown": int(settings.request_seconds),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as figures:
        # The processes are started anew: they read the settings from the environment.
        os.environ.update(_as_environment(asdict(settings)))
        if workers > 1:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures
        uvicorn.run("statewave.server.main:app", factory=True, workers=workers, **given)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _as_environment(settings: dict[str, Any]) -> dict[str, str]:
    return {
        f"STATEWAVE_{name.upper()}": ",".join(value) if isinstance(value, tuple) else str(value)
        for name, value in settings.items()
        if value is not None
    }


commands = (serve,)
