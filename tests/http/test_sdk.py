"""The official Python SDK, unmodified: every method, sync and async, over the wire and in the database."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.http.conftest import Api
from tests.http.shapes import SHAPES, lacking

SCRIPT = Path(__file__).with_name("sdk_run.py")
REFUSALS = {
    "no such job": (404, "unknown"),  # the API's own odd shape
    "no such memory": (404, "not_found"),
    "no such receipt": (404, "not_found"),
    "of a replay": (422, "unreplayable.nested_replay"),
    "of a brief": (422, "unreplayable.handoff"),
    "not suggested": (422, "promote_labels.not_suggested"),
    "empty": (422, "promote_labels.empty"),
    "twice": (422, "promote_labels.duplicate_labels"),
    "no task": (422, "validation_error"),
}


def route_of(method: str, path: str) -> tuple[str, str]:
    """The route that a request was of."""
    for known, pattern in SHAPES:
        if method == known and re.fullmatch(pattern.replace("{id}", "[^/]+"), path):
            return known, pattern
    raise AssertionError(f"{method} {path}")


@pytest.fixture(scope="module", params=["sync", "async"])
def ran(request: pytest.FixtureRequest, api: Api, sdk: Path) -> dict[str, Any]:
    """What the SDK's run told."""
    command = [sdk, "-I", SCRIPT, api.url, request.param, f"sdk-{request.param}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr[-3000:]}\n{api.log.read_text('utf-8')[-2000:]}"
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_every_method_is_called(ran: dict[str, Any]) -> None:
    assert ran["missing"] == []
    routes = {route_of(one["method"], one["path"]) for one in ran["wire"] if one["status"] < 400}
    assert routes == set(SHAPES)


def test_every_answer_has_the_fields_of_the_contract(ran: dict[str, Any]) -> None:
    for one in ran["wire"]:
        route = route_of(one["method"], one["path"])
        if one["status"] < 400 and one["status"] != 202:
            assert lacking(route, one["body"]) == [], route
        elif one["status"] == 202:
            assert {"job_id", "status", "subject_id"} <= one["body"].keys()


def test_refusals_have_the_codes_of_the_contract(ran: dict[str, Any]) -> None:
    found = {what: (one["status"], one["code"]) for what, one in ran["failed"].items()}
    assert found == REFUSALS
    assert all(one["request_id"] for what, one in ran["failed"].items() if what != "no such job")


def test_what_the_answers_tell_is_in_the_database(ran: dict[str, Any], shared: Database) -> None:
    """The subject is erased at the end: its record, and nothing else, stays."""
    subject = ran["wire"][0]["body"]["subject_id"]
    with psycopg.connect(shared.admin_dsn, autocommit=True) as admin:
        erased = admin.execute(
            "select row_counts from statewave_private.erasure order by erased_at desc limit 2"
        ).fetchall()
        left = admin.execute(
            "select count(*) from statewave_private.subject where subject = %s", [subject]
        ).fetchone()
    assert left == (0,)
    counts = next(row for (row,) in erased)
    assert (counts["episode"], counts["receipt"], counts["resolution"]) == (5, 4, 2)
    assert counts["label"] >= 3
