"""Jobs, events and webhooks from the command line."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from statewave import Client
from statewave.cli import app
from tests.conftest import Database


@pytest.fixture
def run(database: Database) -> Any:
    """Runs a command."""

    def invoke(*arguments: str, ok: bool = True) -> Result:
        env = {
            "DATABASE_URL": database.dsn,
            "STATEWAVE_ADMIN_DSN": database.admin_dsn,
            "COLUMNS": "200",
        }
        done = CliRunner().invoke(app, list(arguments), env=env)
        assert (done.exit_code == 0) == ok, done.output
        return done

    return invoke


def test_what_was_given_up_is_listed_and_asked_for_again(run: Any, database: Database) -> None:
    with Client(database.dsn) as client:
        client.record("s", {"text": "Hello."})
        job = str(client.enqueue("s", "compile"))
        client.claim_jobs("w", ["compile"])
        client.fail_job(job, "w", "a reason", retryable=False)
    assert "a reason" in run("jobs", "--state", "dead").stdout
    run("jobs", "--retry", job)
    assert run("jobs", "--state", "dead", "--json").stdout.strip() == "[]"
    assert (
        "SW404" in run("jobs", "--retry", "0" * 8 + "-0000" * 3 + "-" + "0" * 12, ok=False).stderr
    )


def test_events_are_printed_once_each(run: Any) -> None:
    assert run("events", "c").stdout == ""
    run("record", "s", "Hello.")
    (kept,) = run("events", "c", "--keep").stdout.splitlines()
    (line,) = run("events", "c").stdout.splitlines()
    assert line == kept
    assert json.loads(line)["event"] == "episode.recorded"
    assert run("events", "c").stdout == ""


def test_webhooks_are_allowed_set_listed_and_removed(run: Any) -> None:
    url = "https://example.com/hook"
    assert "SW403" in run("webhook", "set", "h", url, ok=False).stderr
    run("webhook", "allow", "example.com", "--address", "10.0.0.0/8")
    assert "10.0.0.0/8" in run("webhook", "hosts").stdout
    assert run("webhook", "set", "h", url).stdout.startswith("whsec_")
    assert run("webhook", "set", "h", url, "--event", "memory.*").stdout == ""
    assert "memory.*" in run("webhook", "list").stdout
    run("webhook", "remove", "h")
    assert "no webhook" in run("webhook", "remove", "h", ok=False).stderr
    run("webhook", "refuse", "example.com")
    assert json.loads(run("webhook", "hosts", "--json").stdout) == []
