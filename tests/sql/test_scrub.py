"""P29: after a scrub nothing of what was erased is in the data directory."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from statewave import deploy
from statewave.bench import data
from statewave.cli import app as command
from tests.conftest import Connection, Database

CANARY = "Zyxomma"


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    """A superuser's connection."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        yield connection


def holding(owner: Connection) -> list[str]:
    """Files of this database, its log aside, that have the canary's bytes."""
    owner.execute("checkpoint")
    row = owner.execute(
        "select current_setting('data_directory') || '/base/' || oid from pg_database where datname = current_database()"
    ).fetchone()
    assert row
    found = subprocess.run(
        ["grep", "-rlai", CANARY, row[0]], capture_output=True, text=True, check=False
    )
    assert found.returncode in (0, 1), found.stderr
    return [Path(name).name for name in found.stdout.split()]


def fill(owner: Connection, subject: str, word: str) -> None:
    """Turns that have a word wherever text can be."""
    turns = [
        {
            "payload": {"text": f"I live in {word}. I like {word} number {n}."},
            "source": f"{word} {n % 3}",
            "session": f"{word} {n % 5}",
            "metadata": {"about": word},
            "provenance": {"from": word},
            "labels": [word],
            "idempotency_key": f"{word} {n}",
        }
        for n in range(300)
    ]
    owner.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(turns)])
    owner.execute("select statewave.compile(%s)", [subject])


def test_nothing_of_the_erased_is_left_after_a_scrub(database: Database, owner: Connection) -> None:
    fill(owner, CANARY, CANARY)
    fill(owner, "neighbour", "Lisbon")
    ask = "select statewave.retrieve('neighbour', 'Where?', 500, as_of => '2100-01-01')::text"
    before = owner.execute(ask).fetchone()
    owner.execute("analyze")
    (proof,) = owner.execute("select statewave.erase(%s)", [CANARY]).fetchone() or ({},)
    owner.execute("vacuum")
    assert len(holding(owner)) > 3
    done = CliRunner().invoke(
        command,
        ["scrub", "--partition", str(proof["partition"]), "--json"],
        env={"STATEWAVE_ADMIN_DSN": database.admin_dsn},
    )
    assert done.exit_code == 0, done.output
    assert holding(owner) == []
    assert len(json.loads(done.stdout)["done"]) < 40
    assert owner.execute(ask).fetchone() == before
    assert deploy.scrub_plan(database.admin_dsn)[-1][0] == "checkpoint"
    assert len(deploy.scrub_plan(database.admin_dsn)) > 340


def test_a_login_that_may_not_is_told(database: Database, owner: Connection) -> None:
    """PostgreSQL would only warn, and leave the values there."""
    name = "statewave_scrubber_" + os.urandom(4).hex()
    owner.execute(
        f"create role {name} login password 'x' in role statewave_owner, statewave_admin".encode()
    )
    try:
        dsn = psycopg.conninfo.make_conninfo(database.admin_dsn, user=name, password="x")
        with pytest.raises(deploy.DeployError, match="pg_statistic"):
            deploy.scrub(dsn, 3)
    finally:
        owner.execute(f"drop role {name}".encode())


@pytest.mark.parametrize("partition", [-1, 32])
def test_a_partition_that_is_not_there_is_refused(owner: Connection, partition: int) -> None:
    with pytest.raises(psycopg.Error) as raised:
        owner.execute("select * from statewave.scrub_plan(%s)", [partition])
    assert raised.value.sqlstate == "SW400"


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_million_rows_are_scrubbed_in_a_minute(database: Database, owner: Connection) -> None:
    """P29: 300,000 episodes in all partitions, a million rows and more; prints the seconds."""
    for number in range(300):
        for batch in data.episodes_of(data.invented(1000, seed=number).turns, 1000):
            owner.execute(
                "select statewave.record_batch(%s, %s)", [f"s {number}", json.dumps(batch)]
            )
    owner.execute("select statewave.erase('s 7')")
    started = time.perf_counter()
    deploy.scrub(database.admin_dsn)
    seconds = time.perf_counter() - started
    print(f"scrubbed in {seconds:.0f} s")
    assert seconds < 180
