"""What an administrator does from the command line: tenants, and the doctor."""

import json
from collections.abc import Iterator
from pathlib import Path
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


def test_keys_are_made_shown_once_listed_and_revoked(run: Any, owner: Connection) -> None:
    key = run("key", "create", "app", "--role", "writer", "--days", "30", "--rate", "60").stdout
    key = key.strip()
    assert len(key) > 40
    ask = "select statewave.authenticate(sha256(convert_to(%s, 'UTF8')), 'writer')"
    assert owner.execute(ask, [key]).fetchone() == ("default",)
    (listed,) = json.loads(run("key", "list", "--json").stdout)
    assert (listed["name"], listed["role"], listed["rate_per_minute"]) == ("app", "writer", 60)
    assert key not in str(owner.execute("select * from statewave_private.api_key").fetchall())
    assert "app" in run("key", "list").stdout
    assert "SW409" in run("key", "create", "app", ok=False).stderr
    assert "SW400" in run("key", "create", "other", "--role", "king", ok=False).stderr
    made = json.loads(run("key", "create", "other", "--json").stdout)
    assert (made["name"], made["role"], made["expires_at"]) == ("other", "reader", None)
    run("key", "revoke", "app")
    assert "no key in force" in run("key", "revoke", "app", ok=False).stderr
    with pytest.raises(psycopg.Error, match="revoked"):
        owner.execute(ask, [key])


def test_spaces_are_added_filled_activated_listed_and_dropped(run: Any, owner: Connection) -> None:
    say = "select statewave.record('speaker', %s)"
    owner.execute(say, ['{"text": "I keep goats."}'])
    assert "1 memories had no vector" in run("space", "add", "fake", "m", "3").stdout
    assert "SW409" in run("space", "activate", "2", ok=False).stderr
    assert "without a vector in it: 1" in run("space", "activate", "2", "--force").stdout
    listed = json.loads(run("space", "list", "--json").stdout)
    assert [(s["space_id"], s["state"], s["filled"], s["missing"]) for s in listed] == [
        (1, "retired", 1, 0), (2, "active", 0, 1)]  # fmt: skip
    owner.execute(say, ['{"text": "Three of them."}'])
    assert "2 memories had no vector" in run("space", "fill", "2").stdout
    assert json.loads(run("maintain", "--json").stdout)["filled"] == {"2": 2}
    assert "retired" in run("space", "list").stdout
    assert (
        "1 memories had no vector"
        in run("space", "add", "builtin", "wordllama-l2-supercat", "256").stdout
    )
    run("space", "activate", "1")
    assert "--yes" in run("space", "drop", "2", ok=False).stderr
    assert "gone, with 0 vectors" in run("space", "drop", "2", "--yes").stdout
    assert "SW404" in run("space", "fill", "2", ok=False).stderr


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


def test_a_subject_is_exported_imported_renamed_and_merged(
    run: Any, database: Database, tmp_path: Path
) -> None:
    target = ("--dsn", database.dsn)
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        for name in ("ann", "bea"):
            connection.execute("select statewave.record(%s, %s)", [name, '{"text": "Mail a@b.se"}'])
    file = tmp_path / "ann.json"
    run("subject", "export", "ann", str(file), *target)
    printed = run("subject", "export", "ann", "--no-vectors", *target).stdout
    assert json.loads(printed)["vectors"] is False
    assert json.loads(file.read_text("utf-8"))["complete"] is True
    assert "SW409" in run("subject", "import", str(file), *target, ok=False).stderr
    done = json.loads(run("subject", "import", str(file), "--as", "copy", "--json", *target).stdout)
    assert (done["subject"], done["rows"]["episode"]) == ("copy", 1)
    run("subject", "rename", "copy", "Ann", *target)
    assert "bea has 1 more" in run("subject", "merge", "Ann", "bea", *target).stdout
    listed = json.loads(run("subject", "labels", "bea", "--json", *target).stdout)
    assert [x["suggested"] for x in listed] == [["email"], ["email"]]
    assert run("subject", "label", "bea", listed[0]["id"], "x", "y", *target).stdout == "x, y\n"
    assert run("subject", "label", "bea", listed[0]["id"], *target).stdout == "no labels\n"
    assert "email" in run("subject", "labels", "bea", *target).stdout
    file.write_text("no document")
    assert "is no JSON" in run("subject", "import", str(file), *target, ok=False).stderr
    file.write_text("{}")
    assert "SW400" in run("subject", "import", str(file), *target, ok=False).stderr


def test_maintain_removes_what_has_expired(run: Any, owner: Connection, database: Database) -> None:
    """Of every tenant that has a retention, however many passes it takes."""
    owner.execute("select statewave.grant_tenant(%s, 'acme')", [LOGIN])
    for tenant in ("default", "acme"):
        for name in ("ann", "bea"):
            owner.execute(
                "select statewave.record(%s, '{\"text\": \"Hello.\"}', occurred_at => '2020-01-01', tenant => %s)",
                [name, tenant],
            )
    owner.execute("select statewave.set_retention('episode', '1 year', tenant => 'acme')")
    done = json.loads(run("maintain", "--json").stdout)
    assert done["expired"] == {"acme": [2, 2]}
    assert "acme: 0 episodes" in run("maintain").stdout
    left = owner.execute("select tenant, subject from statewave.episode").fetchall()
    assert sorted(left) == [("default", "ann"), ("default", "bea")]
