"""A running HTTP API, and the official SDK in an environment of its own."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Database

SDK = "statewave==1.5.0"


@dataclass
class Api:
    """A server's process, and a client of it; ``log`` is what it writes."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def client(self, **headers: str) -> httpx.Client:
        """A plain HTTP client."""
        return httpx.Client(base_url=self.url, headers=headers, timeout=60)

    def kill(self) -> None:
        """As if it crashed."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def lines(self) -> list[dict[str, Any]]:
        """The log."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(dsn: str, log: Path, *options: str, port: int = 0, **env: str) -> Iterator[Api]:
    """``statewave serve`` as a process of its own, until it answers."""
    port = port or free_port()
    start = [sys.executable, "-c", "from statewave.cli import app; app()", "serve"]
    command = [*start, "--dsn", dsn, "--port", str(port), *options]
    settings = {k: v for k, v in os.environ.items() if not k.startswith("STATEWAVE_")}
    settings["STATEWAVE_POOL_SIZE"] = "3"  # each is warmed before the server listens
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env=settings | env, start_new_session=True
        )
    api = Api(f"http://127.0.0.1:{port}", process, log)
    try:
        _until_it_answers(api)
        yield api
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            api.kill()


def _until_it_answers(api: Api) -> None:
    for _ in range(1200):
        assert api.process.poll() is None, api.log.read_text("utf-8")
        with suppress(httpx.TransportError), api.client() as client:
            client.get("/healthz").raise_for_status()
            return
        time.sleep(0.05)
    raise AssertionError(f"the server does not answer: {api.log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def api(shared: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server over the module's database."""
    with serving(shared.dsn, tmp_path_factory.mktemp("api") / "log") as running:
        yield running


@pytest.fixture(scope="module")
def http(api: Api) -> Iterator[httpx.Client]:
    """A plain client of it."""
    with api.client() as client:
        yield client


@pytest.fixture
def subject() -> str:
    """A subject of the test's own."""
    return f"subject {uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def sdk(cache: Path) -> Path:
    """A Python that has the official SDK, which is imported as ours is."""
    folder = cache / f"sdk-{SDK.partition('==')[2]}"
    python = folder / "bin" / "python"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "sdk.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", SDK], check=True)
            (folder / "complete").touch()
    return python
