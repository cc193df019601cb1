"""The local server: started once, found again, never in the way of its data."""

import fcntl
import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from statewave import deploy as tool
from statewave.local import binaries, packages
from statewave.local.account import Account
from statewave.local.binaries import Installation
from statewave.local.errors import LocalServerError

Echo = Callable[[str], None]

DATABASE = "statewave"
LOGIN = "statewave_app"
GROUPS = ("statewave_reader", "statewave_writer", "statewave_admin", "statewave_worker")
HOST = "127.0.0.1"
# All that is made in the home folder: it may be somebody's own, with more in it.
MADE = ("data", "data.part", ".pg0", "packages", "*.password", "port", "log", "lock")
CONFIGURATION = f"""
listen_addresses = '{HOST}'
unix_socket_directories = ''
fsync = on
full_page_writes = on
synchronous_commit = on
shared_buffers = 256MB
timezone = 'UTC'
log_timezone = 'UTC'
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running local server; ``dsn`` is a login without superuser rights, of tenant default."""

    dsn: str
    admin_dsn: str
    port: int
    home: Path


@dataclass(frozen=True, slots=True)
class Status:
    """What there is of the local server; the DSNs are None unless it runs."""

    home: str
    running: bool
    port: int | None
    dsn: str | None
    admin_dsn: str | None


def default_home() -> Path:
    """STATEWAVE_HOME, else the user's data folder (root's is /var/lib/statewave)."""
    given = os.environ.get("STATEWAVE_HOME")
    if given:
        return Path(given).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/statewave")
    return platformdirs.user_data_path("statewave")


def resolve_dsn(dsn: str | None) -> str:
    """The database to use: ``dsn``, else DATABASE_URL, else the running local server.

    Raises:
        LocalServerError: none is given and no local server runs.
    """
    chosen = dsn or os.environ.get("DATABASE_URL") or LocalServer().status().dsn
    if not chosen:
        raise LocalServerError(
            "no database: give --dsn, set DATABASE_URL, or start the local server: statewave up"
        )
    return chosen


class LocalServer:
    """PostgreSQL in a folder of the user's.

    Nothing but :meth:`destroy` removes data.
    """

    def __init__(self, home: Path | None = None) -> None:
        """``home``: the folder for programs, data and passwords; else :func:`default_home`."""
        self.home = home or default_home()
        self.data = self.home / "data"

    def up(self, *, deploy: bool = True, echo: Echo = lambda _: None) -> Server:
        """Start it if it does not run, deploy if it is behind, and say how to connect.

        Raises:
            LocalServerError: with what to do.
        """
        account = Account.choose()
        account.folder(self.home)
        with self._locked():
            installation = self._installation(account, echo)
            if not self.data.exists():
                echo("creating the database cluster")
                self._initialise(installation, account)
            if not self._running():
                echo("starting PostgreSQL")
                self._start(installation, account)
            server = self._server()
            if deploy:
                self._deploy(server, echo)
        return server

    def down(self) -> None:
        """Stop it, if it runs; transactions in flight are rolled back."""
        if not self.data.exists():
            return
        account = Account.choose()
        with self._locked():
            if self._running():
                installation = self._installation(account, lambda _: None)
                self._control(installation, account, "stop", "-m", "fast")

    def status(self) -> Status:
        """What there is; changes nothing."""
        running = self.data.exists() and self._running()
        server = self._server() if running else None
        return Status(
            str(self.home),
            running,
            server.port if server else None,
            server.dsn if server else None,
            server.admin_dsn if server else None,
        )

    def destroy(self, *, yes: bool) -> None:
        """Stop it and remove all that it made, data included.

        Raises:
            LocalServerError: ``yes`` is not given.
        """
        if not yes:
            raise LocalServerError("destroy removes all data: say yes=True")
        self.down()
        for name in MADE:
            for path in self.home.glob(name):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if self.home.exists() and not any(self.home.iterdir()):
            self.home.rmdir()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One start or stop at a time; the lock ends with the process."""
        with (self.home / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _installation(self, account: Account, echo: Echo) -> Installation:
        if not (self.home / ".pg0").exists():
            echo("unpacking PostgreSQL")
        return binaries.install(self.home, account)

    def _initialise(self, installation: Installation, account: Account) -> None:
        """Make the cluster aside and move it into place when it is whole."""
        self._secret("postgres")
        partial = self.home / "data.part"
        if partial.exists():
            shutil.rmtree(partial)  # of an initdb that did not end: it never was a cluster
        password_file = self.home / "postgres.password"
        account.give(password_file)
        account.run(
            [installation.bin / "initdb", "--pgdata", partial, "--username", "postgres",
             "--pwfile", password_file, "--auth", "scram-sha-256", "--encoding", "UTF8",
             "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
            installation.environment(), self.home,
        )  # fmt: skip
        with (partial / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION)
        partial.rename(self.data)

    def _start(self, installation: Installation, account: Account) -> None:
        folder = packages.install(self.home)
        port_file = self.home / "port"
        port = int(port_file.read_text()) if port_file.exists() else 0
        if not port or not _free(port):
            port = _free_port()
            port_file.write_text(str(port))
        self._forget_dead_server()
        try:
            self._control(
                installation,
                account,
                "start",
                "-l",
                self.home / "log",
                "-o",
                f"-p {port}",
                packages=folder,
            )
        except LocalServerError as error:
            log = self.home / "log"
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
            raise LocalServerError(f"{error}\n{tail}".rstrip()) from None

    def _control(
        self,
        installation: Installation,
        account: Account,
        action: str,
        *options: str | Path,
        packages: Path | None = None,
    ) -> None:
        command = [installation.bin / "pg_ctl", action, "-w", "-t", "60", "-D", self.data, *options]
        account.run(command, installation.environment(packages), self.home)

    def _pid(self) -> int | None:
        """The process that the cluster's pid file names."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _running(self) -> bool:
        """Whether the process of the pid file is a PostgreSQL of this cluster."""
        pid = self._pid()
        if pid is None:
            return False
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(self.data) in command

    def _forget_dead_server(self) -> None:
        """Take away a pid file whose process is another program's; the data stays as it is.

        PostgreSQL does so itself for a process that has ended, but refuses to start when some
        other program has the number now.
        """
        if self._pid() is not None and not self._running():
            (self.data / "postmaster.pid").unlink()

    def _secret(self, name: str) -> str:
        """A password, made once and kept in a file that only its owner reads."""
        file = self.home / f"{name}.password"
        if not file.exists():
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(secrets.token_urlsafe(24))
        return file.read_text()

    def _server(self) -> Server:
        """How to reach the running server."""
        port = int((self.data / "postmaster.pid").read_text().split("\n")[3])

        def url(user: str) -> str:
            return f"postgresql://{user}:{self._secret(user)}@{HOST}:{port}/{DATABASE}"

        return Server(url(LOGIN), url("postgres"), port, self.home)

    def _deploy(self, server: Server, echo: Echo) -> None:
        """The database, what is deployed in it, and the login that applications use."""
        first = make_conninfo(server.admin_dsn, dbname="postgres")
        with psycopg.connect(first, autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if not found.fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
        tool.bootstrap(server.admin_dsn, echo=echo)
        tool.deploy(server.admin_dsn, echo=echo)
        with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
            create_login(connection, LOGIN, self._secret(LOGIN))


def create_login(
    connection: psycopg.Connection[tuple[object, ...]], name: str, password: str
) -> None:
    """Make a login that may call the whole contract as tenant default; idempotent."""
    role = sql.Identifier(name)
    if not connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
        connection.execute(
            sql.SQL("create role {} login password {}").format(role, sql.Literal(password))
        )
    groups = sql.SQL(", ").join(map(sql.Identifier, GROUPS))
    connection.execute(sql.SQL("grant {} to {}").format(groups, role))
    connection.execute("select statewave.grant_tenant(%s, 'default', true)", [name])


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
