"""What an administrator does from the command line: tenants, and the doctor."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from statewave.cli import app
from tests.conftest import LOGIN, Connection, Database


@pytest.fixture
def run(database: Database) -> Any:
    """Runs a command as who deployed."""

    def invoke(*arguments: str, ok: bool = True) -> Result:
        env = {"STATEWAVE_ADMIN_DSN": database.admin_dsn, "COLUMNS": "120"}
        done = CliRunner().invoke(app, list(arguments), env=env)
        assert (done.exit_code == 0) == ok, done.output
        return done

    return invoke


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    """A superuser's connection."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        yield connection


def test_tenants_are_granted_listed_and_revoked(run: Any) -> None:
    run("tenant", "grant", LOGIN, "acme", "--default")
    assert LOGIN in run("tenant", "list").stdout
    listed = json.loads(run("tenant", "list", "--json").stdout)
    assert {"tenant": "acme", "role": LOGIN, "is_default": True, "is_gateway": False} in listed
    assert {"tenant": "default", "role": LOGIN, "is_default": False, "is_gateway": False} in listed
    run("tenant", "revoke", LOGIN, "acme")
    assert "had no right" in run("tenant", "revoke", LOGIN, "acme", ok=False).stderr
    assert "SW404" in run("tenant", "grant", "nobody at all", "acme", ok=False).stderr
    assert "SW400" in run("tenant", "grant", LOGIN, "", ok=False).stderr


def test_the_doctor_finds_a_sound_database_sound(run: Any) -> None:
    found = {row["name"]: row for row in json.loads(run("doctor", "--json", ok=False).stdout)}
    assert found.pop("durability")["ok"] is False  # the tests' server runs without fsync
    assert {row["name"]: row["detail"] for row in found.values() if not row["ok"]} == {}
    assert "receipt key" in run("doctor", ok=False).stdout


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ("alter table statewave_private.episode no force row level security", "walls"),
        ("grant select on statewave_private.episode to statewave_reader", "privileges"),
        ("grant select on statewave_private.tenant to public", "privileges"),
        ("alter system set track_counts = off", "autovacuum"),
        ("update pg_extension set extversion = '0.7.4' where extname = 'vector'", "pgvector"),
    ],
)
def test_the_doctor_names_what_is_wrong(
    run: Any, owner: Connection, broken: str, name: str
) -> None:
    owner.execute(broken.encode())
    try:
        if broken.startswith("alter system"):
            owner.execute("select pg_reload_conf()")
            wait_for(owner, "track_counts", "off")
        found = {row[0]: row[1] for row in owner.execute("select * from statewave.doctor()")}
        assert found[name] is False
    finally:
        if broken.startswith("alter system"):
            owner.execute("alter system reset track_counts")
            owner.execute("select pg_reload_conf()")


def wait_for(owner: Connection, name: str, value: str) -> None:
    """Until a reloaded setting has reached this connection."""
    for _ in range(100):
        if owner.execute("select current_setting(%s)", [name]).fetchone() == (value,):
            return
        owner.execute("select pg_sleep(0.02)")
    raise AssertionError(f"{name} is not {value}")


def test_the_doctor_needs_a_deployed_database(run: Any, owner: Connection) -> None:
    owner.execute("delete from statewave_private.deployment where part = 'sql'")
    assert "not deployed" in run("doctor", ok=False).stderr
