"""What goes wrong: the database away, the server killed under load, a request that takes too long."""

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.conftest import Connection, Database
from tests.http.conftest import free_port, serving


class Gate:
    """A way to the database that can be shut, and is then as if the database were down."""

    def __init__(self, dsn: str) -> None:
        """Open, on a port of loopback."""
        to = conninfo_to_dict(dsn)
        self._server = (str(to["host"]), int(to.get("port") or 5432))
        self._port = free_port()
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self.dsn = make_conninfo(
            dsn, host="127.0.0.1", port=self._port, sslmode="disable", gssencmode="disable"
        )
        self.open()

    def open(self) -> None:
        """Let connections through."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def shut(self) -> None:
        """End all of them, and take no more."""
        ends, self._open = self._open, []
        if self._listener is not None:
            ends.append(self._listener)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(self._server)
                self._open += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    @staticmethod
    def _pass(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def gate(dsn: str) -> Iterator[Gate]:
    """A gate while it is needed."""
    made = Gate(dsn)
    try:
        yield made
    finally:
        made.shut()


def episode(subject: str, key: str) -> dict[str, object]:
    """An event with an idempotency key."""
    made: dict[str, object] = {
        "subject_id": subject,
        "source": "s",
        "type": "t",
        "payload": {"text": f"Said {key}."},
    }
    return made | {"idempotency_key": key}


def _until_ready(http: httpx.Client) -> None:
    """Whether by itself, and soon."""
    until = time.monotonic() + 30
    while http.get("/readyz").status_code != 200:
        assert time.monotonic() < until


def test_a_database_that_is_away_is_503_and_never_500(
    shared: Database, tmp_path: Path, subject: str
) -> None:
    with (
        gate(shared.direct) as way,
        serving(way.dsn, tmp_path / "log", STATEWAVE_POOL_TIMEOUT="1") as api,
        api.client() as http,
    ):
        _until_ready(http)
        http.post("/v1/episodes", json=episode(subject, "1")).raise_for_status()
        way.shut()
        for _ in range(4):
            for answer in (
                http.post("/v1/episodes", json=episode(subject, "2")),
                http.post("/v1/context", json={"subject_id": subject, "task": "What?"}),
                http.get("/v1/subjects"),
            ):
                assert answer.status_code == 503
                assert answer.json()["error"]["code"] == "unavailable"
                assert int(answer.headers["Retry-After"]) > 0
        assert http.get("/healthz").status_code == 200
        assert http.get("/readyz").status_code == 503
        assert http.get("/readyz").json()["status"] == "not_ready"
        way.open()
        _until_ready(http)
        assert http.post("/v1/episodes", json=episode(subject, "2")).status_code == 201
        found = http.get("/v1/timeline", params={"subject_id": subject}).json()
        assert len(found["episodes"]) == 2


def test_a_server_starts_while_the_database_is_away(shared: Database, tmp_path: Path) -> None:
    with gate(shared.direct) as way:
        way.shut()
        with (
            serving(way.dsn, tmp_path / "log", STATEWAVE_POOL_TIMEOUT="1") as api,
            api.client() as http,
        ):
            assert http.get("/v1/subjects").status_code == 503
            way.open()
            _until_ready(http)
            assert http.get("/v1/subjects").status_code == 200


def test_backends_that_end_are_no_matter(
    shared: Database, admin_of_shared: Connection, tmp_path: Path, subject: str
) -> None:
    """A read is answered over another connection; a write says 503 and can be repeated."""
    with serving(shared.direct, tmp_path / "log") as api, api.client() as http:
        http.post("/v1/episodes", json=episode(subject, "1")).raise_for_status()
        for key in "2345":
            admin_of_shared.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
            body = {"subject_id": subject, "task": "What?"}
            assert http.post("/v1/context", json=body).status_code == 200
            sent = http.post("/v1/episodes", json=episode(subject, key))
            while sent.status_code == 503:
                sent = http.post("/v1/episodes", json=episode(subject, key))
            assert sent.status_code == 201
        found = http.get("/v1/timeline", params={"subject_id": subject}).json()
        assert len(found["episodes"]) == 5


@pytest.fixture
def admin_of_shared(shared: Database) -> Iterator[Connection]:
    """A superuser's connection to the module's database."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        yield connection


def test_a_server_that_is_killed_under_load_loses_nothing_acknowledged(
    shared: Database, tmp_path: Path, admin_of_shared: Connection
) -> None:
    """Killed four times while four clients write; what was answered is there, each once."""
    port, stop = free_port(), threading.Event()
    url = f"http://127.0.0.1:{port}"
    acknowledged: dict[str, set[str]] = {f"load {uuid.uuid4().hex[:8]}": set() for _ in range(4)}

    def write(subject: str) -> None:
        number = 0
        with httpx.Client(base_url=url, timeout=30) as http:
            while not stop.is_set():
                try:
                    answer = http.post("/v1/episodes", json=episode(subject, str(number)))
                except httpx.TransportError:
                    stop.wait(0.01)
                    continue  # the same again: it has its key
                assert answer.status_code in (201, 503), answer.text
                if answer.status_code == 201:
                    acknowledged[subject].add(answer.json()["id"])
                    number += 1

    with ThreadPoolExecutor(4) as writers:
        done = [writers.submit(write, subject) for subject in acknowledged]
        for round in range(4):
            with serving(shared.direct, tmp_path / "log", port=port) as api:
                before = sum(map(len, acknowledged.values()))
                while sum(map(len, acknowledged.values())) < before + 40:
                    assert not wait(done, 0.05, FIRST_COMPLETED).done
                if round < 3:
                    api.kill()
                else:
                    stop.set()
                    for one in done:
                        one.result(60)
    for subject, ids in acknowledged.items():
        rows = admin_of_shared.execute(
            "select e.id::text from statewave_private.episode e"
            " join statewave_private.subject s using (subject_key) where s.subject = %s",
            [subject],
        ).fetchall()
        assert ids == {id for (id,) in rows}
        assert len(rows) == len(ids)
    assert sum(map(len, acknowledged.values())) >= 160


def test_a_request_that_takes_too_long_ends(
    shared: Database, admin_of_shared: Connection, tmp_path: Path, subject: str
) -> None:
    """504; and the statement is ended with it."""
    with (
        serving(shared.direct, tmp_path / "log", STATEWAVE_REQUEST_SECONDS="6") as api,
        api.client() as http,
    ):
        http.post("/v1/episodes", json=episode(subject, "1")).raise_for_status()
        with admin_of_shared.transaction():
            admin_of_shared.execute(
                "select from statewave_private.subject where subject = %s for update", [subject]
            )
            answer = http.post("/v1/episodes", json=episode(subject, "2"))
            assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")
            waiting = admin_of_shared.execute(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                " and datname = current_database()"
            ).fetchone()
            assert waiting == (0,)
        assert http.post("/v1/episodes", json=episode(subject, "2")).status_code == 201


def test_several_processes_are_one_server(shared: Database, tmp_path: Path, subject: str) -> None:
    """Whichever answers; their metrics are counted together."""
    with (
        serving(shared.direct, tmp_path / "log", "--workers", "2", "--pooler") as api,
        api.client() as http,
    ):
        for number in range(20):
            http.post("/v1/episodes", json=episode(subject, str(number))).raise_for_status()
        found = http.get("/v1/timeline", params={"subject_id": subject}).json()
        assert len(found["episodes"]) == 20
        line = 'statewave_http_requests_total{method="POST",route="/v1/episodes",status="201"} 20.0'
        assert line in http.get("/metrics").text


def test_reads_go_to_the_replica_unless_the_request_has_just_written(
    shared: Database, database: Database, tmp_path: Path, subject: str
) -> None:
    """The replica is here another database, which has nothing: so it shows who answered."""
    log = tmp_path / "log"
    with (
        serving(shared.direct, log, "--replica-dsn", database.direct) as api,
        api.client() as http,
    ):
        http.post("/v1/episodes", json=episode(subject, "1")).raise_for_status()
        own = {"X-Read-Your-Writes": "1"}
        other: dict[str, str] = {}
        for headers, found in ((other, 0), (own, 1)):
            shown = http.get("/v1/timeline", params={"subject_id": subject}, headers=headers)
            assert len(shown.json()["episodes"]) == found
            body = {"subject_id": subject, "task": "What was said?"}
            told = http.post("/v1/context", json=body, headers=headers).json()
            assert len(told["episodes"]) == found
        signed = http.post("/v1/context", json=body | {"emit_receipt": True}).json()
        assert signed["receipt_emitted"]


def test_it_stops_when_it_is_told_to(shared: Database, tmp_path: Path) -> None:
    with serving(shared.direct, tmp_path / "log") as api:
        api.process.terminate()
        assert api.process.wait(30) in (0, -15)
    assert [line["event"] for line in api.lines()][-1] == "stopped"
