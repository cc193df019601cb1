"""P26: a server restored to a moment gives what as_of gives for that moment."""

import os
import shutil
import socket
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from statewave.local import LocalServer
from statewave.local.account import Account
from tests.conftest import Connection, environment

QUESTIONS = ("Where does she live?", "What was said first?", "What about notes?")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account may write."""
    made = Path(tempfile.mkdtemp(prefix="statewave-restore-"))
    Account.choose().give(made)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def local(cache: Path, folder: Path) -> Iterator[LocalServer]:
    """A server of its own that archives its log."""
    home = cache / "runs" / f"archive-{uuid.uuid4().hex[:8]}"
    local = LocalServer(home, programs=cache / "programs")
    running = local.up()
    with psycopg.connect(running.admin_dsn, autocommit=True) as admin:
        admin.execute("alter system set archive_mode = on")
        admin.execute(f"alter system set archive_command = 'cp %p {folder}/%f'".encode())
    local.down()
    local.up()
    yield local
    local.destroy(yes=True)


def say(connection: Connection, *texts: str) -> None:
    """Record and compile."""
    for text in texts:
        connection.execute(
            "select statewave.record('s', jsonb_build_object('text', %s::text))", [text]
        )
    connection.execute("select statewave.compile('s')")


def bundles(connection: Connection, as_of: str) -> list[str]:
    """What each question gives for a time, to the byte."""
    ask = "select statewave.retrieve('s', %s, 300, as_of => %s)::text"
    rows = [connection.execute(ask.encode(), [q, as_of]).fetchone() for q in QUESTIONS]
    return [row[0] for row in rows if row]


def test_a_server_restored_to_a_moment_equals_as_of(local: LocalServer, folder: Path) -> None:
    running = local.up()
    installation, packages = local.installation()
    env = os.environ | installation.environment(packages)
    account = Account.choose()
    data = folder / "data"
    with psycopg.connect(running.admin_dsn, autocommit=True) as admin:
        say(admin, "I live in Oslo.", "A note.")
        account.run(
            [installation.bin / "pg_basebackup", "-D", data, "-X", "stream", "-c", "fast"],
            env | environment(running.admin_dsn), folder,
        )  # fmt: skip
        say(admin, "I moved to Rome.", "Another note.")
        (moment,) = admin.execute("select clock_timestamp()::text").fetchone() or ("",)
        admin.execute("select pg_sleep(0.05)")
        say(admin, "I moved to Paris.", "A third note.")
        admin.execute(
            "select statewave.erase('other'), statewave.record('s', '{\"text\": \"Last.\"}')"
        )
        admin.execute("select pg_switch_wal()")
        expected = bundles(admin, moment)
        assert "Rome" in expected[0] and "Paris" not in expected[0]
        assert "Paris" in bundles(admin, "2100-01-01")[0]
        with restored(installation.bin, account, env, folder, moment) as port:
            there = make_conninfo(running.admin_dsn, host="127.0.0.1", port=port)
            with psycopg.connect(there, autocommit=True) as other:
                found = bundles(other, moment)
                said = "select count(*) from statewave.episode where subject = 's'"
                assert other.execute(said).fetchone() == (4,)
                assert admin.execute(said).fetchone() == (7,)
                sound = "select bool_and(status = 'sound') from statewave.audit_verify('s')"
                assert other.execute(sound).fetchone() == (True,)
    assert found == expected


@contextmanager
def restored(
    programs: Path, account: Account, env: dict[str, str], folder: Path, moment: str
) -> Iterator[str]:
    """The base backup, recovered to a moment and held there; its port."""
    data = folder / "data"
    settings = (
        f"\nrestore_command = 'cp {folder}/%f %p'\nrecovery_target_time = '{moment}'\n"
        "recovery_target_action = 'pause'\narchive_mode = off\n"
    )
    with (data / "postgresql.auto.conf").open("a") as file:
        file.write(settings)
    (data / "recovery.signal").touch()
    account.give(data / "recovery.signal")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    control: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w", "-t", "60"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
    account.run([*control, "-l", folder / "log", "-o", options, "start"], env, folder)
    try:
        time.sleep(0.5)
        yield port
    finally:
        account.run([*control, "-m", "immediate", "stop"], env, folder)
