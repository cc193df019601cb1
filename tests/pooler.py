"""PgBouncer, for the tests that go through it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo


@contextmanager
def pooler(program: Path, dsn: str, size: int = 20) -> Iterator[str]:
    """A DSN through a PgBouncer in transaction mode, as the same login; ``size``: server connections."""
    to = conninfo_to_dict(dsn)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="statewave-pgbouncer-"))
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host={to['host']} port={to.get('port', 5432)}"
        f" user={to['user']} password={to.get('password', '')}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\n"
        f"unix_socket_dir =\npool_mode = transaction\ndefault_pool_size = {size}\n"
    )
    command = [str(program), str(settings)]
    if os.geteuid() == 0:  # PgBouncer refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        for path in (folder, settings):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        command[1:1] = ["-u", "nobody"]
    through = make_conninfo(dsn, host="127.0.0.1", port=port)
    with (folder / "log").open("w") as log:
        bouncer = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(through, folder / "log")
        yield through
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
