"""A deploy needs the server itself: an advisory lock is worth nothing through a pooler."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from statewave import deploy
from tests.migrations.support import Programs, ledger, one, run


@pytest.fixture
def pooled(bootstrapped: str, tool: Callable[[str], Path]) -> Iterator[str]:
    """The DSN of a bootstrapped database behind PgBouncer in transaction mode."""
    program = tool("pgbouncer")
    to = conninfo_to_dict(bootstrapped)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="statewave-pgbouncer-"))
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host={to['host']} port={to.get('port', 5432)}"
        f" user={to['user']} password={to.get('password', '')}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\n"
        "unix_socket_dir =\npool_mode = transaction\n"
    )
    command = [str(program), str(settings)]
    if os.geteuid() == 0:  # PgBouncer refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        for path in (folder, settings):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        command[1:1] = ["-u", "nobody"]
    dsn = make_conninfo(bootstrapped, host="127.0.0.1", port=port)
    with (folder / "log").open("w") as log:
        bouncer = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(dsn, folder / "log")
        yield dsn
    finally:
        bouncer.terminate()
        bouncer.wait(10)
        shutil.rmtree(folder)


def _wait(dsn: str, log: Path) -> None:
    for _ in range(100):
        try:
            psycopg.connect(dsn).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"PgBouncer does not answer: {log.read_text()}")


def test_a_pooler_is_refused_and_nothing_changes(
    pooled: str, bootstrapped: str, programs: Programs
) -> None:
    before = programs.dump(bootstrapped)
    for call in (deploy.deploy, deploy.verify, deploy.revert):
        with pytest.raises(deploy.DeployError, match=r"pooler is between.*direct connection"):
            call(pooled)
    assert programs.dump(bootstrapped) == before
    assert_untouched(pooled)

    deploy.deploy(bootstrapped)
    assert ledger(bootstrapped)


def assert_untouched(pooled: str) -> None:
    """The pooler hands the same connection to the next client: it must not act as the owner."""
    assert one(pooled, "select current_user = session_user and current_setting('role') = 'none'")
    assert one(pooled, "show lock_timeout") == "0"


def test_bootstrap_and_status_work_through_a_pooler_and_leave_nothing_in_its_session(
    pooled: str, bootstrapped: str
) -> None:
    deploy.deploy(bootstrapped)
    run(bootstrapped, "comment on schema statewave_python is 'older'")
    assert deploy.needs_bootstrap(pooled)
    deploy.bootstrap(pooled)
    assert {part.state for part in deploy.status(pooled)} == {"deployed"}
    assert_untouched(pooled)
