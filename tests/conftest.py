"""A real server, and databases cloned from a template on it."""

import fcntl
import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from statewave import deploy
from statewave.local import LocalServer, LocalServerError
from statewave.local.server import create_login
from tests.pooler import pooler

# How long an example takes is no matter of these tests.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

Connection = psycopg.Connection[tuple[Any, ...]]

LOGIN = "statewave_test_app"
PASSWORD = "only-for-tests"


@dataclass(frozen=True)
class TestServer:
    """A running PostgreSQL; ``admin_dsn`` is a superuser's, ``bin`` the folder of its programs."""

    __test__ = False

    admin_dsn: str
    bin: Path
    env: dict[str, str]

    def dsn(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """A connection string for a database of the server."""
        login = {"user": user, "password": password} if user else {}
        return make_conninfo(self.admin_dsn, dbname=database, **login)

    def connect(self, database: str = "postgres") -> Connection:
        """A superuser's connection in autocommit."""
        return psycopg.connect(self.dsn(database), autocommit=True)


@dataclass(frozen=True)
class Database:
    """A database with Statewave in it; ``dsn`` is an application's login, no superuser's.

    ``direct`` is the same past any pooler, for tests about logins, options and killed backends.
    """

    name: str
    dsn: str
    direct: str
    admin_dsn: str


@pytest.fixture(scope="session")
def server(cache: Path) -> Iterator[TestServer]:
    """The server that all tests share: one of their own, or STATEWAVE_TEST_ADMIN_DSN's."""
    given = os.environ.get("STATEWAVE_TEST_ADMIN_DSN")
    if given:
        path = os.environ.get("STATEWAVE_TEST_PYTHONPATH")  # for a standby of it
        env = os.environ | ({"PYTHONPATH": path} if path else {})
        yield TestServer(given, _bin(), env)
        return
    with _home(cache) as home:
        local = LocalServer(home, programs=cache / "programs")
        running = local.up(deploy=False)
        first = make_conninfo(running.admin_dsn, dbname="postgres")
        with psycopg.connect(first, autocommit=True) as admin:
            # For copies of the template; what must survive a crash has a server of its own.
            admin.execute("alter system set fsync = off")
            admin.execute("select pg_reload_conf()")
        installation, packages = local.installation()
        env = os.environ | installation.environment(packages)
        yield TestServer(first, installation.bin, env)


def _bin() -> Path:
    """Folder of the programs of a server that was given."""
    given = os.environ.get("STATEWAVE_TEST_BIN")
    if given:
        return Path(given)
    command = ["pg_config", "--bindir"]
    return Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


@pytest.fixture(scope="session")
def cache() -> Path:
    """What is slow to make, programs and packages, stays here from run to run."""
    given = os.environ.get("STATEWAVE_TEST_HOME")
    if given:
        return Path(given).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/statewave-tests")
    return platformdirs.user_cache_path("statewave-tests")


@contextmanager
def _home(cache: Path) -> Iterator[Path]:
    """A server's folder of this run's own, gone with its server after; runs may overlap.

    Clears away what runs that were killed have left.
    """
    runs = _quick(cache) / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    mine = runs / f"{uuid.uuid4().hex[:12]}.run"
    with ExitStack() as stack:
        with (runs / "lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            for other in runs.glob("*.run"):
                _clear(cache, other)
            held = stack.enter_context(mine.open("w"))
            fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield mine.with_suffix("")
        finally:
            LocalServer(mine.with_suffix(""), programs=cache / "programs").destroy(yes=True)
            mine.unlink()


def _quick(cache: Path) -> Path:
    """Where a server's files go: into memory where there is room, as hundreds of copies are made."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30:
        return memory / f"statewave-tests-{os.geteuid()}"
    return cache


def _clear(cache: Path, run: Path) -> None:
    """Remove the server of a run, unless that run holds its lock."""
    with run.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        try:
            LocalServer(run.with_suffix(""), programs=cache / "programs").destroy(yes=True)
        except LocalServerError:  # the run was killed while it removed its server itself
            shutil.rmtree(run.with_suffix(""))
        run.unlink()


@contextmanager
def fresh(server: TestServer, template: str | None = None) -> Iterator[str]:
    """A database for a while: empty, or a copy of a template."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    create = sql.SQL("create database {} template {} encoding 'UTF8'")
    with server.connect() as admin:
        admin.execute(create.format(sql.Identifier(name), sql.Identifier(template or "template0")))
    try:
        yield name
    finally:
        with server.connect() as admin:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def template(server: TestServer) -> Iterator[str]:
    """A deployed database that nobody is connected to."""
    with fresh(server) as name:
        deploy.bootstrap(server.dsn(name))
        deploy.deploy(server.dsn(name))
        with server.connect(name) as admin:
            create_login(admin, LOGIN, PASSWORD)
        yield name


@pytest.fixture
def empty(server: TestServer) -> Iterator[str]:
    """A superuser's connection string for an empty database."""
    with fresh(server) as name:
        yield server.dsn(name)


@contextmanager
def clone(server: TestServer, template: str) -> Iterator[Database]:
    """A copy of the deployed template."""
    with fresh(server, template) as name, ExitStack() as stack:
        app = direct = server.dsn(name, LOGIN, PASSWORD)
        if os.environ.get("STATEWAVE_TEST_POOLED"):  # applications then share two connections
            program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
            assert program, "pgbouncer is missing: the tests need it (apt install pgbouncer)"
            app = stack.enter_context(pooler(Path(program), app, size=2))
        yield Database(name, app, direct, server.dsn(name))


@pytest.fixture
def database(server: TestServer, template: str) -> Iterator[Database]:
    """A deployed database of the test's own."""
    with clone(server, template) as copy:
        yield copy


@pytest.fixture(scope="module")
def shared(server: TestServer, template: str) -> Iterator[Database]:
    """A deployed database that the tests of a module share; each takes subjects of its own."""
    with clone(server, template) as copy:
        yield copy


@pytest.fixture
def conn(database: Database) -> Iterator[Connection]:
    """An application's connection in autocommit to a database of the test's own."""
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def admin(database: Database) -> Iterator[Connection]:
    """A superuser's connection in autocommit to the same database."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def pg_bin(server: TestServer) -> Path:
    """The folder of the server's programs: psql, pg_dump, pg_basebackup."""
    return server.bin


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """Finds a program; the test that needs one which is missing fails."""

    def find(name: str) -> Path:
        found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
        assert found, f"{name} is missing: the tests need it (apt install {name})"
        return Path(found)

    return find


def environment(dsn: str) -> dict[str, str]:
    """A connection string as libpq's environment, for programs."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    given = {names[k]: str(v) for k, v in conninfo_to_dict(dsn).items() if k in names}
    return os.environ | given
