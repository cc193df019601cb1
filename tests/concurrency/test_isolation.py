"""Every pair of writes about one subject, interleaved by PostgreSQL's isolationtester."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.conftest import Database, TestServer, environment

SPECS = sorted((Path(__file__).parent / "specs").glob("*.spec"))


def run(server: TestServer, dsn: str, spec: Path) -> str:
    """What isolationtester prints."""
    program = server.bin.parent / "lib/pgxs/src/test/isolation/isolationtester"
    assert program.exists(), f"isolationtester is missing: {program}"
    libraries = {k: v for k, v in server.env.items() if k.startswith("LD_")}
    done = subprocess.run(
        [str(program), make_conninfo(dsn)],
        input=spec.read_text("utf-8"), capture_output=True, text=True, check=False,
        env=os.environ | environment(dsn) | libraries, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_each_pair_of_writes_gives_what_was_written_down(
    server: TestServer, database: Database, spec: Path
) -> None:
    """The outputs are read by people when they change; STATEWAVE_TEST_WRITE=1 writes them anew."""
    printed = run(server, database.direct, spec)
    expected = spec.with_suffix(".out")
    if os.environ.get("STATEWAVE_TEST_WRITE"):
        expected.write_text(printed, "utf-8")
    assert printed == expected.read_text("utf-8")
    with psycopg.connect(database.admin_dsn) as admin:
        deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
        assert admin.execute(deadlocks).fetchone() == (0,)
