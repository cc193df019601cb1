"""The local server: started once, found again, never in the way of its data."""

import fcntl
import os
import secrets
import shutil
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
from statewave.local.cluster import HOST, Cluster
from statewave.local.errors import LocalServerError

Echo = Callable[[str], None]

DATABASE = "statewave"
LOGIN = "statewave_app"
ADMIN = "postgres"
GROUPS = ("statewave_reader", "statewave_writer", "statewave_admin", "statewave_worker")
LOCK = "lock"
# All that is made in the home folder, apart from the lock.
MADE = ("data", "*.part", ".pg0", "packages", "python-*", "*.password", "port", "log")


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

    One that is given is used or is an error; nothing falls back from it.

    Raises:
        LocalServerError: what is given is empty, or none is given and no local server runs.
    """
    for name, given in (("--dsn", dsn), ("DATABASE_URL", os.environ.get("DATABASE_URL"))):
        if given is not None and not given.strip():
            raise LocalServerError(f"{name} is empty: give a connection string, or leave it out")
        if given is not None:
            return given
    running = LocalServer().status().dsn
    if not running:
        raise LocalServerError(
            "no database: give --dsn, set DATABASE_URL, or start the local server: statewave up"
        )
    return running


class LocalServer:
    """PostgreSQL in a folder of the user's.

    Nothing but :meth:`destroy` removes data.
    """

    def __init__(self, home: Path | None = None, *, programs: Path | None = None) -> None:
        """``home``: the folder for data and passwords; else :func:`default_home`.

        ``programs``: a folder for PostgreSQL and its Python packages that several servers
        share, and that ``destroy`` leaves; else they are in ``home``.
        """
        self.home = (home or default_home()).absolute()
        self.programs = programs.absolute() if programs else self.home
        self._cluster = Cluster(self.home)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._cluster.data

    def up(self, *, deploy: bool = True, echo: Echo = lambda _: None) -> Server:
        """Start it if it does not run, deploy if it is behind, and say how to connect.

        Raises:
            LocalServerError: with what to do.
        """
        account = Account.choose(self.data)
        with self._locked(account):
            if not self._running():
                self._start(account, echo)
            server = self._server(make=True)
            self._create_database(server)
            if deploy:
                self._deploy(server, echo)
        return server

    def down(self) -> None:
        """Stop it, if it runs; transactions in flight are rolled back."""
        if not self._cluster.exists:
            return
        account = Account.choose(self.data)
        with self._locked(account):
            self._cluster.stop()

    def status(self) -> Status:
        """What there is; changes nothing."""
        try:
            server = self._server(make=False) if self._running() else None
        except (LocalServerError, PermissionError):
            server = None  # another user's, or started and never deployed
        port = self._cluster.port()
        return Status(
            str(self.home),
            port is not None,
            port,
            server.dsn if server else None,
            server.admin_dsn if server else None,
        )

    def installation(self) -> tuple[Installation, Path]:
        """The programs, and the folder of the server's Python packages; made if they are not."""
        account = Account.choose(self.data)
        with self._locked(account):
            return self._installed(account, lambda _: None)

    def destroy(self, *, yes: bool) -> None:
        """Stop it and remove all that it made in its home, data included.

        Raises:
            LocalServerError: ``yes`` is not given, or the home is not the server's.
        """
        if not yes:
            raise LocalServerError("destroy removes all data: say yes=True")
        if not self.home.exists():
            return
        account = Account.choose(self.data)
        with self._locked(account):
            if self._running():
                self._cluster.stop(orderly=False)
            for path in [path for name in MADE for path in self.home.glob(name)]:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            (self.home / LOCK).unlink()
        if not any(self.home.iterdir()):
            self.home.rmdir()

    @contextmanager
    def _locked(self, account: Account, folder: Path | None = None) -> Iterator[None]:
        """One start or stop at a time in a folder, which is made; the lock ends with the process.

        Raises:
            LocalServerError: the folder is somebody's own: what is in it is not ours to touch.
        """
        folder = folder or self.home
        lock = folder / LOCK
        while True:
            if folder.exists() and not lock.exists() and any(folder.iterdir()):
                raise LocalServerError(
                    f"{folder} has files that are not the local server's:"
                    " set STATEWAVE_HOME to a new or empty folder"
                )
            account.folder(folder)
            with lock.open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                # It may have been removed by the destroy that we waited for.
                if not _same(file.fileno(), lock):
                    continue
                yield
                return

    def _running(self) -> bool:
        return self._cluster.exists and self._cluster.port() is not None

    def _start(self, account: Account, echo: Echo) -> None:
        installation, folder = self._installed(account, echo)
        if not self._cluster.exists:
            echo("creating the database cluster")
            self._secret(ADMIN, make=True)
            self._cluster.make(installation, account, self._secret_file(ADMIN))
        echo("starting PostgreSQL")
        self._cluster.start(installation, account, folder)

    def _installed(self, account: Account, echo: Echo) -> tuple[Installation, Path]:
        """The programs, and the folder of the server's Python packages."""
        if self.programs == self.home:
            return self._install(account, echo)
        with self._locked(account, self.programs):
            return self._install(account, echo)

    def _install(self, account: Account, echo: Echo) -> tuple[Installation, Path]:
        if not (self.programs / binaries.UNPACKED).exists():
            echo("unpacking PostgreSQL")
        installation = binaries.install(self.programs, account)
        if not packages.folder(self.programs).exists():
            echo("installing the server's Python packages")
        return installation, packages.install(self.programs)

    def _secret_file(self, name: str) -> Path:
        return self.home / f"{name}.password"

    def _secret(self, name: str, *, make: bool) -> str:
        """A password, made once and kept in a file that only its owner reads."""
        file = self._secret_file(name)
        if make and not file.exists():
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(secrets.token_urlsafe(24))
        if not file.exists():
            raise LocalServerError(f"{file} is missing: restore it, the server knows no other")
        return file.read_text()

    def _server(self, *, make: bool) -> Server:
        """How to reach the running server; ``make`` makes the login's password if it has none."""
        port = self._cluster.port()
        if port is None:
            raise LocalServerError("PostgreSQL has stopped; its log is beside its data")

        def url(user: str) -> str:
            password = self._secret(user, make=make and user != ADMIN)
            return f"postgresql://{user}:{password}@{HOST}:{port}/{DATABASE}"

        return Server(url(LOGIN), url(ADMIN), port, self.home)

    def _create_database(self, server: Server) -> None:
        first = make_conninfo(server.admin_dsn, dbname="postgres")
        with psycopg.connect(first, autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if not found.fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _deploy(self, server: Server, echo: Echo) -> None:
        """What is deployed, and the login that applications use."""
        tool.bootstrap(server.admin_dsn, echo=echo)
        tool.deploy(server.admin_dsn, echo=echo)
        with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
            create_login(connection, LOGIN, self._secret(LOGIN, make=False))


def create_login(
    connection: psycopg.Connection[tuple[object, ...]], name: str, password: str
) -> None:
    """Make a login that may call the whole contract as tenant default; idempotent."""
    role = sql.Identifier(name)
    known = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    connection.execute(
        sql.SQL("{} role {} login password {}").format(
            sql.SQL("alter" if known else "create"), role, sql.Literal(password)
        )
    )
    groups = sql.SQL(", ").join(map(sql.Identifier, GROUPS))
    connection.execute(sql.SQL("grant {} to {}").format(groups, role))
    connection.execute("select statewave.grant_tenant(%s, 'default', true)", [name])


def _same(descriptor: int, path: Path) -> bool:
    """Whether a path still names the open file."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
