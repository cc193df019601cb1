"""The local server: what it promises about its data, its rights and its place."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from statewave.local import LocalServer, LocalServerError, resolve_dsn
from statewave.local import binaries as programs_of
from statewave.local.server import LOGIN

NewServer = Callable[[], LocalServer]

UP = """
import sys
from pathlib import Path
from statewave.local import LocalServer
print(LocalServer(Path(sys.argv[1]), programs=Path(sys.argv[2])).up(deploy=False).admin_dsn)
"""
KEEP = "create table if not exists kept as select 1 as row"


@pytest.fixture(scope="module")
def root_folder(cache: Path) -> Iterator[Path]:
    """A folder which the server's user can reach."""
    folder = cache / "local" / str(os.getpid())
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def new(cache: Path, root_folder: Path, request: pytest.FixtureRequest) -> Iterator[NewServer]:
    """Makes servers that are gone after the test."""
    made: list[LocalServer] = []

    def one() -> LocalServer:
        home = root_folder / f"{request.node.name[:40]}-{len(made)}"
        made.append(LocalServer(home, programs=cache / "programs"))
        return made[-1]

    yield one
    for local in made:
        local.destroy(yes=True)


@pytest.fixture(scope="module")
def deployed(cache: Path, root_folder: Path) -> Iterator[LocalServer]:
    """A server with Statewave in it, for tests that leave it as it is."""
    local = LocalServer(root_folder / "deployed", programs=cache / "programs")
    local.up()
    yield local
    local.destroy(yes=True)


def value(dsn: str, query: str) -> object:
    """The one value that a query returns."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def run(dsn: str, statement: str) -> None:
    """Run a statement."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement.encode())


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `statewave` as a shell does."""
    program = [sys.executable, "-c", "from statewave.cli import app; app()", *words]
    return subprocess.run(program, capture_output=True, text=True, check=False)


def pid(local: LocalServer) -> int:
    """The server's process."""
    return int((local.data / "postmaster.pid").read_text().splitlines()[0])


def crash(local: LocalServer) -> int:
    """End the server as a power failure does; its pid file stays."""
    process = pid(local)
    os.kill(process, signal.SIGKILL)
    for _ in range(200):
        if not local.status().running:
            break
        time.sleep(0.05)
    assert (local.data / "postmaster.pid").exists()
    return process


def test_fsync_is_on(deployed: LocalServer) -> None:
    """Commits survive a power failure."""
    dsn = deployed.up().dsn
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        assert value(dsn, f"show {setting}") == "on"


def test_settings(deployed: LocalServer) -> None:
    """UTF-8, UTC, and nobody but this machine can connect."""
    dsn = deployed.up().dsn
    assert value(dsn, "show timezone") == "UTC"
    assert value(dsn, "show server_encoding") == "UTF8"
    assert value(dsn, "show listen_addresses") == "127.0.0.1"
    assert value(deployed.up().admin_dsn, "show unix_socket_directories") == ""
    wrong = dsn.replace(dsn.split(":")[2].split("@")[0], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_server_does_not_run_as_root(deployed: LocalServer) -> None:
    """Started as root, it is another user's process, in folders which that user can reach."""
    deployed.up()
    assert Path(f"/proc/{pid(deployed)}").stat().st_uid != 0
    assert deployed.data.stat().st_uid != 0


def test_app_login_is_no_superuser(deployed: LocalServer) -> None:
    """The DSN that `up` prints is of a login that may call the contract, and no more."""
    server = deployed.up()
    rights = "rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls"
    assert value(server.dsn, "select current_user") == LOGIN
    assert value(server.dsn, f"select {rights} from pg_roles where rolname = user") is False
    assert value(server.dsn, "select pg_has_role(user, 'statewave_owner', 'member')") is False
    assert value(server.dsn, """select statewave.record('a', '{"text": "hi"}') is not null""")
    assert value(server.admin_dsn, "select rolsuper from pg_roles where rolname = user") is True


def test_up_prints_the_dsn_alone(deployed: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a script reads from standard output is the DSN and nothing else."""
    monkeypatch.setenv("STATEWAVE_HOME", str(deployed.home))
    server = LocalServer().up()
    assert command("up").stdout == server.dsn + "\n"
    assert command("up", "--admin").stdout == server.admin_dsn + "\n"


def test_passwords_are_the_owner_s_alone(deployed: LocalServer) -> None:
    """Nobody else on the machine can read them."""
    deployed.up()
    files = list(deployed.home.glob("*.password"))
    assert len(files) == 2
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert len({file.read_text() for file in files}) == 2
    assert deployed.data.stat().st_mode & 0o777 == 0o700


def test_up_is_idempotent(deployed: LocalServer) -> None:
    """A second `up` finds the first one's server, and has nothing to do."""
    first, process = deployed.up(), pid(deployed)
    said: list[str] = []
    assert deployed.up(echo=said.append) == first
    assert pid(deployed) == process
    status = deployed.status()
    assert (status.running, status.dsn, status.port) == (True, first.dsn, first.port)


def test_two_ups_at_once_end_with_one_server(new: NewServer) -> None:
    """Both start from nothing; both get the DSN of the same server."""
    local = new()
    up = [sys.executable, "-c", UP, str(local.home), str(local.programs)]
    both = [subprocess.Popen(up, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    dsns = {process.communicate(timeout=60)[0] for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(dsns) == 1
    servers = [
        entry.name
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and os.fsencode(local.data) in _command(entry)
    ]
    assert servers == [str(pid(local))]


def _command(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def test_stale_pid_file_costs_no_data(new: NewServer) -> None:
    """After a crash the pid file names nothing, another program, or is empty."""
    local = new()
    run(local.up(deploy=False).admin_dsn, KEEP)
    process = crash(local)
    file = local.data / "postmaster.pid"
    left = file.read_text()
    assert not local.status().running
    assert value(local.up(deploy=False).admin_dsn, "select row from kept") == 1

    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        for text in (left.replace(str(process), str(other.pid), 1), ""):
            local.down()
            file.write_text(text)
            assert not local.status().running
            assert value(local.up(deploy=False).admin_dsn, "select row from kept") == 1
        assert other.poll() is None
        other.communicate(b"\n")


def test_interrupted_creation_is_begun_anew(new: NewServer) -> None:
    """What an initdb that was killed has left is never taken for a cluster."""
    local = new()
    local.destroy(yes=True)
    (local.home / "data.part").mkdir(parents=True)
    (local.home / "data.part" / "PG_VERSION").write_text("18")
    (local.home / "lock").touch()
    assert not local.status().running
    assert value(local.up(deploy=False).admin_dsn, "select 1") == 1


def test_only_destroy_removes_data(new: NewServer) -> None:
    """Not `down`, not `up`, and not `destroy` without its yes."""
    local = new()
    run(local.up(deploy=False).admin_dsn, KEEP)
    local.down()
    local.down()
    assert not local.status().running
    with pytest.raises(LocalServerError, match="yes"):
        local.destroy(yes=False)
    assert value(local.up(deploy=False).admin_dsn, "select row from kept") == 1
    (local.home / "letter.txt").write_text("not the server's")
    local.destroy(yes=True)
    assert [path.name for path in local.home.iterdir()] == ["letter.txt"]
    shutil.rmtree(local.home)
    local.destroy(yes=True)


def test_folder_of_somebody_s_own_is_left_alone(new: NewServer) -> None:
    """A home with other files in it is refused, by `destroy` too, and does not change hands."""
    local = new()
    (local.home / "data").mkdir(parents=True)
    theirs = local.home / "data" / "thesis.txt"
    theirs.write_text("years of work")
    for call in (local.up, lambda: local.destroy(yes=True)):
        with pytest.raises(LocalServerError, match="STATEWAVE_HOME"):
            call()
    assert theirs.read_text() == "years of work"
    assert local.home.stat().st_uid == os.geteuid()
    shutil.rmtree(local.home)


def test_port_that_is_taken_is_left_to_its_holder(new: NewServer) -> None:
    """The port stays from start to start; when it is taken, another one is used and kept."""
    local = new()
    port = local.up(deploy=False).port
    local.down()
    assert local.up(deploy=False).port == port
    local.down()
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port))
        holder.listen()
        another = local.up(deploy=False).port
        assert another != port
        local.down()
    assert local.up(deploy=False).port == another


def test_wrong_dsn_is_an_error(deployed: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is given wins over a running local server, right or wrong; nothing falls back."""
    server = deployed.up()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("STATEWAVE_HOME", str(deployed.home))
    assert resolve_dsn(None) == server.dsn
    wrong = "postgresql://nobody@127.0.0.1:1/nothing"
    assert resolve_dsn(wrong) == wrong
    monkeypatch.setenv("DATABASE_URL", wrong)
    assert resolve_dsn(None) == wrong
    assert resolve_dsn(server.dsn) == server.dsn
    for options in ([], ["--dsn", wrong]):
        done = command("subjects", *options)
        assert (done.returncode, done.stdout) == (1, "")
        assert "the database cannot be reached" in done.stderr
    for empty in ("", " "):
        with pytest.raises(LocalServerError, match="--dsn is empty"):
            resolve_dsn(empty)
        monkeypatch.setenv("DATABASE_URL", empty)
        with pytest.raises(LocalServerError, match="DATABASE_URL is empty"):
            resolve_dsn(None)


def test_no_database_says_what_to_run(new: NewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No DSN, and a local server that does not run."""
    local = new()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("STATEWAVE_HOME", str(local.home))
    with pytest.raises(LocalServerError, match="statewave up"):
        resolve_dsn(None)
    assert not local.home.exists()


@pytest.fixture
def bare(root_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no Python 3.11."""
    monkeypatch.setattr(programs_of, "SYSTEM", ())
    monkeypatch.setattr(programs_of, "_loaded", list)
    monkeypatch.delenv("STATEWAVE_LIBPYTHON", raising=False)
    for name in ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.setenv(name, str(root_folder / "none"))


@pytest.fixture
def pyenv(
    root_folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """A pyenv that only its owner may enter, on a system without the library."""
    lib = programs_of.find_libpython()
    request.getfixturevalue("bare")
    library = next(
        folder / "python3.11"
        for folder in (lib, lib.parent)
        if (folder / "python3.11" / "os.py").exists()
    )
    prefix = root_folder / "pyenv" / "versions" / "3.11.99"
    (prefix / "lib").mkdir(parents=True)
    (prefix / "lib" / "python3.11").symlink_to(library)
    shutil.copy(lib / programs_of.LIBPYTHON, prefix / "lib")
    (root_folder / "pyenv").chmod(0o700)
    monkeypatch.setenv("PYENV_ROOT", str(root_folder / "pyenv"))
    yield prefix / "lib"
    shutil.rmtree(root_folder / "pyenv")


def test_libpython_is_found_elsewhere(new: NewServer, pyenv: Path) -> None:
    """PL/Python runs with a library that is not the system's, even one that only root may read."""
    local = new()
    assert programs_of.find_libpython() == pyenv
    server = local.up()
    with psycopg.connect(server.admin_dsn) as connection:
        tokens = connection.execute("select statewave_python.tokens(array['hello world'])")
        assert tokens.fetchone() == ([2],)
        maps = Path(f"/proc/{connection.info.backend_pid}/maps").read_text()
    loaded = {line.split()[-1] for line in maps.splitlines() if programs_of.LIBPYTHON in line}
    folder = local.installation()[0].python
    assert loaded == {str(folder / programs_of.LIBPYTHON)}
    if os.geteuid() == 0:
        assert folder.parents[1] == local.programs
        shutil.rmtree(folder.parent)
    else:
        assert folder == pyenv


@pytest.mark.usefixtures("bare")
def test_missing_libpython_names_its_remedy(new: NewServer) -> None:
    """Nowhere at all: no cluster is made, and the message says what to install."""
    local = new()
    with pytest.raises(LocalServerError, match=r"apt install libpython3.11.*uv python install"):
        local.up()
    assert not local.data.exists()
