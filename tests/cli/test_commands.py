"""Every command of the command line, for people and for machines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from statewave import demo
from statewave.cli import app
from statewave.deploy import script
from tests.conftest import Database
from tests.worker.endpoint import Asked, endpoint, good

TURNS = [
    {
        "id": "t1",
        "session": "s1",
        "occurred_at": "2025-01-01",
        "speaker": "Ann",
        "text": "I live in Rome.",
    },
    {
        "id": "t2",
        "session": "s1",
        "occurred_at": "2025-01-01",
        "speaker": "Bob",
        "text": "My dog is called Rex.",
    },
    {
        "id": "t3",
        "session": "s2",
        "occurred_at": "2025-02-01",
        "speaker": "Ann",
        "text": "I moved to Oslo.",
    },
]
QUESTIONS = [{"q": "Where did Ann move to?", "evidence": ["t3"], "category": "1"},
             {"q": "What is the dog called?", "evidence": ["t2"], "category": "1"}]  # fmt: skip


@pytest.fixture(scope="module")
def run(shared: Database) -> Iterator[Any]:
    """Runs a command against the module's database."""
    runner = CliRunner()

    def invoke(*arguments: str, ok: bool = True) -> Result:
        done = runner.invoke(
            app, list(arguments), env={"DATABASE_URL": shared.dsn, "COLUMNS": "120"}
        )
        assert (done.exit_code == 0) == ok, done.output
        return done

    yield invoke


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A subject a line, with questions."""
    path = tmp_path / "chat.jsonl"
    path.write_text(
        json.dumps({"subject": "chat", "episodes": TURNS, "questions": QUESTIONS}) + "\n"
    )
    return path


def test_the_loop(run: Any, file: Path) -> None:
    """Import (twice: nothing is added), retrieve, search, explain, trace, erase."""
    for _ in range(2):
        assert json.loads(run("import", str(file), "--json").stdout) == {
            "subjects": 1,
            "episodes": 3,
        }
    (subject,) = json.loads(run("subjects", "--json").stdout)
    assert (subject["subject"], subject["episodes"]) == ("chat", 3)
    bundle = json.loads(run("retrieve", "chat", "Where did Ann move?", "--json").stdout)
    assert "Ann: I moved to Oslo." in bundle["text"]
    assert (
        run("retrieve", "chat", "Where did Ann move?", "--max-tokens", "64").stdout
        == (
            json.loads(
                run(
                    "retrieve", "chat", "Where did Ann move?", "--max-tokens", "64", "--json"
                ).stdout
            )["text"]
        )
    )
    (hit, *_) = json.loads(run("search", "chat", "Oslo", "-k", "2", "--json").stdout)
    (source,) = json.loads(run("provenance", "chat", hit["memory_id"], "--json").stdout)
    assert source["payload"] == {"text": "Ann: I moved to Oslo."}
    assert "Rome" in run("timeline", "chat", "--status", "superseded").stdout
    shown = run("explain", "chat", "Where did Ann move?", "--top", "2").stdout
    assert "█" in shown
    assert "session_lexical" in shown
    assert (
        len({r["rank"] for r in json.loads(run("explain", "chat", "Where?", "--json").stdout)}) >= 3
    )
    run("erase", "chat", ok=False)
    assert json.loads(run("erase", "chat", "--yes", "--json").stdout)["rows"]["episode"] == 3
    assert json.loads(run("subjects", "--json").stdout) == []


def test_record_and_compile(run: Any) -> None:
    first = run("record", "one", "I live in Rome.", "--idempotency-key", "k").stdout
    assert run("record", "one", "I live in Rome.", "--idempotency-key", "k").stdout == first
    run("record", "one", '{"order": 17, "status": "shipped"}', "--payload", "--source", "shop")
    assert json.loads(run("compile", "one", "--json").stdout)["memories_created"] == 1
    page = json.loads(run("timeline", "one", "--page", "1", "--json").stdout)
    cursor = json.dumps(page[0]["cursor"])
    assert (
        json.loads(run("timeline", "one", "--page", "1", "--after", cursor, "--json").stdout)
        != page
    )


def test_direct_work_on_memory(run: Any) -> None:
    wrong = run("remember", "two", "The cat is Momo.", "--key", "pet.cat", "--value", "Momo").stdout
    right = run(
        "correct",
        "two",
        wrong.strip(),
        "The cat is Nomo.",
        "--value",
        "Nomo",
        "--reason",
        "misheard",
    ).stdout
    pinned = run("pin", "two", right.strip()).stdout.strip()
    assert run("pin", "two", pinned, "--off").stdout.strip() != pinned != right.strip()
    rows = json.loads(run("history", "two", "pet.*", "--json").stdout)
    assert [(r["value"], r["status"]) for r in rows][-1] == ("Nomo", "current")
    assert "misheard" in run("history", "two", "pet.cat").stdout
    run("retract", "two", rows[-1]["memory_id"], "--reason", "ran away")
    rows = json.loads(run("history", "two", "pet.cat", "--json").stdout)
    assert [r["status"] for r in rows if r["recorded_to"] is None] == ["past"]
    run("retract", "two", wrong.strip(), ok=False)


def test_an_episode_a_line(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "episodes.jsonl"
    lines = [{"subject": "a", "text": "one"}, {"subject": "b", "payload": {"n": 2}, "source": "x"}]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert json.loads(run("import", str(file), "--json").stdout) == {"subjects": 2, "episodes": 2}
    file.write_text('{"text": "no subject"}\n')
    assert "line 1" in run("import", str(file), ok=False).stderr


def test_errors_are_one_line_and_a_hint(run: Any) -> None:
    done = run("retrieve", "x", "why?", "--max-tokens", "3", ok=False)
    assert done.stdout == ""
    assert "SW400: max_tokens is 3" in done.stderr
    assert "hint: Give a budget of 16" in done.stderr
    assert "Traceback" not in done.output


def test_the_scripts_are_printed(run: Any) -> None:
    assert run("deploy", "--sql").stdout == script()
    assert run("deploy", "--sql", "--bootstrap").stdout == script(bootstrap=True)


def test_what_loses_data_wants_to_be_told_so(run: Any) -> None:
    for command in (("destroy",), ("revert",), ("erase", "x")):
        assert "--yes" in run(*command, ok=False).stderr


def test_the_deployment_is_verified(run: Any, shared: Database) -> None:
    assert "hold" in run("verify", "--dsn", shared.admin_dsn).stdout
    parts = json.loads(run("status", "--dsn", shared.admin_dsn, "--json").stdout)["parts"]
    assert {part["state"] for part in parts} == {"deployed"}


def test_the_demos_conversation_has_what_it_shows(run: Any) -> None:
    episodes = demo.conversation()
    assert 35 <= len(episodes) <= 50
    assert len({episode["session"] for episode in episodes}) >= 5


def test_a_worker_and_what_it_did(run: Any) -> None:
    """Works the backlog off; its runs, one explained, and what it could not read."""
    run("record", "for a model", "I keep bees.")
    run("record", "for a model", "poison")

    def answer(asked: Asked) -> str:
        return "no JSON" if "poison" in asked["messages"][1]["content"] else good(asked)

    with endpoint(answer) as model:
        run("worker", "--once", "--model", "tiny", "--base-url", model.url, "--input-price", "1")
    runs = json.loads(run("runs", "for a model", "--json").stdout)
    applied = next(r for r in runs if r["run_state"] == "applied")
    assert (applied["model"], applied["cost_usd"]) == ("tiny-1", 0.0001)
    assert "tiny" in run("runs", "for a model", "--state", "failed").stdout
    told = run("explain-run", applied["run_id"]).stdout
    assert "It was said: I keep bees." in told
    assert json.loads(run("explain-run", applied["run_id"], "--json").stdout)["state"] == "applied"
    (parked,) = json.loads(run("parked", "for a model", "--json").stdout)
    assert (parked["attempts"], parked["failure"]) == (3, "the reply is no JSON")
    run("parked", "for a model", "--retry")
    assert json.loads(run("parked", "for a model", "--json").stdout)[0]["parked_at"] is None
    with endpoint() as model:
        run("worker", "--once", "--model", "tiny", "--base-url", model.url)
    assert json.loads(run("parked", "for a model", "--json").stdout) == []


def test_a_worker_whose_model_is_away_says_what_to_do(run: Any) -> None:
    run("worker", "--once")  # jobs, events and webhooks need no model
    run("record", "for a model", "I keep more bees.")
    away = run(
        "worker",
        "--once",
        "--model",
        "m",
        "--base-url",
        "http://127.0.0.1:1/v1",
        "--retries",
        "0",
        ok=False,
    )
    assert "cannot be used" in away.output


def test_a_session_is_resolved_measured_and_handed_over(run: Any) -> None:
    for text, more in (("My pump is broken, urgent!", ()), ("Which pump?", ("--source", "agent"))):
        run("record", "support", text, "--session", "pump", *more)
    assert "pump is open" in run("resolve", "support", "pump", "--status", "open").stdout
    done = run("resolve", "support", "pump", "--summary", "A new battery.", "--json").stdout
    assert json.loads(done)["resolution_summary"] == "A new battery."
    (listed,) = json.loads(run("sessions", "support", "--json").stdout)
    assert (listed["session"], listed["episodes"], listed["status"]) == ("pump", 2, "resolved")
    assert "A new battery." in run("sessions", "support", "--page", "1", "--json").stdout
    found = json.loads(run("health", "support", "--json").stdout)
    assert {f["signal"] for f in found["factors"]} == {"escalations", "recent_resolution"}
    assert "healthy, 100 of 100" in run("health", "support").stdout
    assert json.loads(run("sla", "support", "--json").stdout)["resolved_sessions"] == 1
    assert "0 of 1 sessions late" in run("sla", "support").stdout
    brief = run("handoff", "support", "pump", "--reason", "night shift").stdout
    assert brief.startswith("# Handoff Brief — support\nReason: night shift\nSession: pump\n")
    assert json.loads(run("handoff", "support", "pump", "--json").stdout)["token_estimate"] > 16
