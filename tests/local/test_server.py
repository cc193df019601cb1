"""The local server: found again, never in the way of its data."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from statewave.local import LocalServer, LocalServerError, resolve_dsn
from statewave.local.account import Account
from statewave.local.binaries import find_libpython
from tests.conftest import TestServer


@pytest.fixture(scope="module")
def home(server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of its own, with the programs that the tests' server has unpacked already."""
    home = Path(f"/tmp/statewave-local-{os.getpid()}")
    cache = Path(os.environ.get("STATEWAVE_TEST_HOME", "/tmp/statewave-tests"))
    LocalServer(cache).up(deploy=False)
    account = Account.choose()
    account.folder(home)
    for name in (".pg0", "packages"):
        shutil.copytree(cache / name, home / name, symlinks=True)
    yield home
    LocalServer(home).destroy(yes=True)
    assert not home.exists()


def query(dsn: str, text: str) -> object:
    """The first column of the first row."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(text.encode()).fetchone()
        return row and row[0]


def test_two_ups_at_once_end_with_one_server(home: Path) -> None:
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(LocalServer(home).up())) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0] == found[1]
    assert LocalServer(home).up() == found[0]


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_what_was_acknowledged_is_on_disk(home: Path, setting: str) -> None:
    assert query(LocalServer(home).up().dsn, f"show {setting}") == "on"


def test_the_applications_login_is_no_superuser_and_may_call_the_contract(home: Path) -> None:
    dsn = LocalServer(home).up().dsn
    assert query(dsn, "select rolsuper from pg_roles where rolname = session_user") is False
    assert query(dsn, "select statewave.record('s', '{\"text\": \"kept\"}')")
    assert query(dsn, "select statewave.retrieve('s', 'kept?') ->> 'tenant'") == "default"


def test_down_and_up_keep_data_and_port(home: Path) -> None:
    local = LocalServer(home)
    before = local.up()
    query(before.dsn, "select statewave.record('down', '{\"text\": \"kept\"}')")
    local.down()
    assert not local.status().running
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(before.dsn)
    after = local.up()
    assert after == before
    assert query(after.dsn, "select count(*) from statewave.timeline('down')") == 1


@pytest.mark.parametrize("left", ["dead process", "another program's process"])
def test_a_stale_pid_file_never_costs_data(home: Path, left: str) -> None:
    local = LocalServer(home)
    dsn = local.up().dsn
    query(dsn, "select statewave.record('pid', '{\"text\": \"kept\"}')")
    count = query(dsn, "select count(*) from statewave.timeline('pid')")
    file = home / "data" / "postmaster.pid"
    lines = file.read_text().split("\n")
    os.kill(int(lines[0]), signal.SIGQUIT)
    while Path(f"/proc/{lines[0]}").exists():
        pass
    if left == "another program's process":
        lines[0] = str(os.getpid())
    file.write_text("\n".join(lines))
    assert not local.status().running
    assert query(local.up().dsn, "select count(*) from statewave.timeline('pid')") == count


def test_an_initialisation_that_did_not_end_is_done_again(home: Path) -> None:
    other = home.with_name(home.name + "-partial")
    Account.choose().folder(other)
    try:
        for name in (".pg0", "packages"):
            shutil.copytree(home / name, other / name, symlinks=True)
        (other / "data.part").mkdir()
        (other / "data.part" / "PG_VERSION").write_text("18")
        assert (
            query(
                LocalServer(other).up(deploy=False).admin_dsn.replace("/statewave", "/postgres"),
                "select 1",
            )
            == 1
        )
    finally:
        LocalServer(other).destroy(yes=True)


def test_destroy_takes_only_what_it_made_and_only_when_told(home: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine")
    (tmp_path / "data").mkdir()
    (tmp_path / "lock").touch()
    with pytest.raises(LocalServerError, match="yes=True"):
        LocalServer(tmp_path).destroy(yes=False)
    assert (tmp_path / "data").exists()
    LocalServer(tmp_path).destroy(yes=True)
    assert [p.name for p in tmp_path.iterdir()] == ["letter"]


def test_a_given_database_always_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATEWAVE_HOME", str(home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert resolve_dsn(None) == LocalServer(home).up().dsn
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/none")
    assert resolve_dsn(None) == "postgresql://127.0.0.1:1/none"
    assert resolve_dsn("postgresql://127.0.0.1:2/none") == "postgresql://127.0.0.1:2/none"


def test_a_wrong_database_is_an_error_and_no_fall_back(home: Path) -> None:
    env = os.environ | {
        "STATEWAVE_HOME": str(home),
        "DATABASE_URL": "postgresql://127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, "-c", "from statewave.cli import app; app()", "subjects"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "the database cannot be reached" in done.stderr
    assert done.stdout == ""


def test_a_missing_libpython_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATEWAVE_LIBPYTHON", str(tmp_path))
    with pytest.raises(LocalServerError, match=r"apt install libpython3\.11"):
        find_libpython()


def test_up_prints_the_dsn_alone_on_standard_output(home: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
        "STATEWAVE_HOME": str(home)
    }
    command = [sys.executable, "-c", "from statewave.cli import app; app()", "up"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stdout == LocalServer(home).up().dsn + "\n"
