"""Each factor of the health score, alone; how long sessions waited; which issues come back."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Connection
from tests.support.conftest import DAY, HOUR, MINUTE, START, value

Say = Callable[..., str]
Resolve = Callable[..., dict[str, Any]]


def now(app: Connection) -> Any:
    """The database's clock: what becomes of sessions is stamped by it."""
    return value(app, "select clock_timestamp()")


def health(app: Connection, subject: str, as_of: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = value(app, "select statewave.health(%s, %s)", subject, as_of)
    return found


def impacts(app: Connection, subject: str, as_of: Any = None) -> dict[str, int]:
    found = health(app, subject, as_of)
    total = 100 + sum(f["impact"] for f in found["factors"])
    assert found["score"] == min(100, max(0, total))
    wanted = "healthy" if found["score"] >= 70 else "watch" if found["score"] >= 40 else "at_risk"
    assert found["state"] == wanted
    assert all(f["detail"] for f in found["factors"])
    return {f["signal"]: f["impact"] for f in found["factors"]}


def test_nobody_known_is_healthy(app: Connection, subject: str) -> None:
    assert health(app, subject) == {
        "subject_id": subject,
        "score": 100,
        "state": "healthy",
        "factors": [],
    }


@pytest.mark.parametrize(("sessions", "impact"), [(1, -15), (2, -30), (3, -45), (5, -45)])
def test_unresolved_sessions(
    app: Connection, subject: str, resolve: Resolve, sessions: int, impact: int
) -> None:
    for number in range(sessions):
        resolve(f"s{number}", "unresolved" if number % 2 else "open")
    assert impacts(app, subject) == {"unresolved_issues": impact}


def test_a_repeated_issue(app: Connection, subject: str, say: Say, resolve: Resolve) -> None:
    """An open session about the same as one that was resolved, in other forms of the words."""
    at = now(app) - HOUR
    say("old", at, "The webhook deliveries were failing with timeouts.")
    say("old", at + MINUTE, "Let me look at the webhook deliveries.", "agent")
    say("new", at, "My webhook delivery fails again, a timeout.")
    say("apart", at, "How do I change the address on invoices?")
    resolve("old", "resolved", "Raised the time limit.")
    resolve("apart", "open")
    assert impacts(app, subject) == {"unresolved_issues": -15, "recent_resolution": 10}
    resolve("new", "open")
    assert impacts(app, subject) == {
        "unresolved_issues": -30,
        "repeated_issues": -20,
        "recent_resolution": 10,
    }
    found = value(app, "select statewave.repeated_issues(%s)", subject)
    assert [(r["session_id"], r["earlier"]["session_id"]) for r in found] == [("new", "old")]
    assert found[0]["earlier"]["resolution_summary"] == "Raised the time limit."
    assert set(found[0]["words"]) >= {"webhook", "timeout"}
    assert value(app, "select statewave.repeated_issues(%s, 'apart')", subject) == []


def test_what_agents_always_say_is_no_repeated_issue(
    app: Connection, subject: str, say: Say, resolve: Resolve
) -> None:
    at = now(app) - HOUR
    for session, text in (("old", "The invoice is wrong."), ("new", "Login fails on my phone.")):
        say(session, at, f"Hello, I need help please. {text}")
        say(session, at + MINUTE, "Thank you for contacting support, I will look into it.", "agent")
    resolve("old")
    resolve("new", "open")
    assert "repeated_issues" not in impacts(app, subject)


@pytest.mark.parametrize(
    ("texts", "impact"),
    [
        (["This is URGENT!"], -10),
        (["We need this asap.", "I want to escalate this."], -20),
        (["It is down.", "A p0 outage.", "sev-1"], -20),
        (["Scroll and download the file, it is downstairs."], 0),
        (["Critically broken"], -10),
    ],
)
def test_escalations(
    app: Connection, subject: str, say: Say, texts: list[str], impact: int
) -> None:
    """By whole words where a part would be another word; in any payload, not in messages alone."""
    for number, text in enumerate(texts):
        say("s", START + number * MINUTE, text)
    assert impacts(app, subject) == ({"escalations": impact} if impact else {})


def test_an_idle_open_issue(app: Connection, subject: str, say: Say, resolve: Resolve) -> None:
    """Once, by event time, from seven days on."""
    at = now(app)
    for session in ("a", "b"):
        say(session, at - 7 * DAY - HOUR, "It does not print.")
    say("a", at - 6 * DAY, "Any news?")
    resolve("a", "open")
    assert impacts(app, subject) == {"unresolved_issues": -15}
    resolve("b", "open")
    assert impacts(app, subject) == {"unresolved_issues": -30, "idle_open_issue": -15}
    assert impacts(app, subject, at + 30 * DAY)["idle_open_issue"] == -15


def test_a_recent_resolution(app: Connection, subject: str, resolve: Resolve) -> None:
    at = now(app)
    resolve("s", "resolved", at=at - 6 * DAY)
    assert impacts(app, subject) == {"recent_resolution": 10}
    assert impacts(app, subject, at + 2 * DAY) == {}


@pytest.mark.parametrize(
    ("resolved", "open_ones", "holds"), [(1, 0, False), (2, 0, True), (4, 1, True), (3, 1, False)]
)
def test_a_high_resolution_rate(
    app: Connection, subject: str, resolve: Resolve, resolved: int, open_ones: int, holds: bool
) -> None:
    at = now(app) - 10 * DAY
    for number in range(resolved):
        resolve(f"r{number}", "resolved", at=at)
    for number in range(open_ones):
        resolve(f"o{number}", "open")
    assert ("high_resolution_rate" in impacts(app, subject)) is holds


@pytest.mark.parametrize(("late", "impact"), [(1, -10), (2, -20), (3, -20)])
def test_late_resolutions(
    app: Connection, subject: str, say: Say, resolve: Resolve, late: int, impact: int
) -> None:
    for number in range(late):
        say(f"s{number}", START, "The printer jams.")
        resolve(f"s{number}", "resolved", at=START + 24 * HOUR + timedelta(seconds=1))
    say("in time", START, "The scanner jams.")
    resolve("in time", "resolved", at=START + 24 * HOUR)
    assert impacts(app, subject)["sla_resolution_breaches"] == impact


def test_a_slow_first_response(app: Connection, subject: str, say: Say) -> None:
    """On average above ten minutes."""
    say("a", START, "Hello?")
    say("a", START + 5 * MINUTE, "Hello.", "agent")
    say("b", START, "Hello?")
    say("b", START + 15 * MINUTE, "Hello.", "assistant")
    assert impacts(app, subject) == {}
    say("c", START, "Hello?")
    say("c", START + 15 * MINUTE, "Hello.", "agent")
    assert impacts(app, subject) == {"slow_first_response": -5}


def test_a_bad_case_is_at_risk(app: Connection, subject: str, say: Say, resolve: Resolve) -> None:
    """Cut at 0 and 100; the state by the score."""
    for number in range(4):
        say(f"s{number}", START, "URGENT: the export is broken, exports are down.")
        resolve(f"s{number}", "open")
    resolve("s0", "resolved", at=START + 2 * DAY)
    found = impacts(app, subject)
    assert found == {
        "unresolved_issues": -45,
        "repeated_issues": -20,
        "escalations": -20,
        "idle_open_issue": -15,
        "sla_resolution_breaches": -10,
    }
    assert health(app, subject)["score"] == 0
    assert health(app, subject)["state"] == "at_risk"


def test_the_past_had_its_own_health(
    app: Connection, subject: str, say: Say, resolve: Resolve
) -> None:
    say("s", START, "It is urgent.")
    before = now(app)
    first = health(app, subject, before)
    resolve("s", "open")
    assert health(app, subject, before) == first
    assert health(app, subject)["score"] < first["score"]


def sla(app: Connection, subject: str, *more: Any) -> dict[str, Any]:
    given = ", %s" * len(more)
    found: dict[str, Any] = value(app, f"select statewave.sla(%s{given})", subject, *more)
    return found


def test_the_sla_is_worked_out_by_event_time(
    app: Connection, subject: str, say: Say, resolve: Resolve
) -> None:
    """From the customer's first words: not the greeting before, nor an answer before the question."""
    say("a", START - MINUTE, "How can I help?", "agent")
    say("a", START, "It does not print.")
    say("a", START + 4 * MINUTE, "Is it on?", "staff")
    resolve("a", "resolved", at=START + 2 * HOUR)
    say("b", START + 6 * MINUTE, "I am here.", "assistant")
    say("b", START, "Hello?", "support-chat")  # recorded later, and earlier
    resolve("b", "resolved", at=START + 25 * HOUR)
    say("c", START, "Nobody answers.")
    resolve("c", "open")
    say("d", START, "Never mind.")
    say("e", START, "a machine speaks", "crm")
    found = sla(app, subject)
    rows = {s["session_id"]: s for s in found.pop("sessions")}
    assert rows["c"].pop("open_duration_seconds") > 0
    blank = {"first_response_at": None, "resolved_at": None, "first_response_seconds": None, "resolution_seconds": None,
             "first_response_breached": False, "resolution_breached": False, "overdue": False}  # fmt: skip
    at = START.isoformat()
    assert rows == {
        "a": blank | {"session_id": "a", "status": "resolved", "first_message_at": at, "first_response_at": (START + 4 * MINUTE).isoformat(),
              "resolved_at": (START + 2 * HOUR).isoformat(), "first_response_seconds": 240, "resolution_seconds": 7200, "open_duration_seconds": None},
        "b": blank | {"session_id": "b", "status": "resolved", "first_message_at": at, "first_response_at": (START + 6 * MINUTE).isoformat(),
              "resolved_at": (START + 25 * HOUR).isoformat(), "first_response_seconds": 360, "resolution_seconds": 90000, "open_duration_seconds": None,
              "first_response_breached": True, "resolution_breached": True},
        "c": blank | {"session_id": "c", "status": "open", "first_message_at": at, "overdue": True},
        "d": blank | {"session_id": "d", "status": "unknown", "first_message_at": at, "open_duration_seconds": None},
        "e": blank | {"session_id": "e", "status": "unknown", "first_message_at": None, "open_duration_seconds": None},
    }  # fmt: skip
    assert found == {
        "subject_id": subject, "total_sessions": 5, "resolved_sessions": 2, "open_sessions": 1, "avg_first_response_seconds": 300, "avg_resolution_seconds": 48600,
        "first_response_percentiles": {"p50": 300, "p90": 348, "p95": 354}, "resolution_percentiles": {"p50": 48600, "p90": 81720, "p95": 85860},
        "first_response_breach_count": 1, "resolution_breach_count": 1, "overdue_count": 1}  # fmt: skip
    strict = sla(app, subject, 3.9, 1.5)
    assert (strict["first_response_breach_count"], strict["resolution_breach_count"]) == (2, 2)
    lax = sla(app, subject, 6, 25)
    assert (lax["first_response_breach_count"], lax["resolution_breach_count"]) == (0, 0)


def test_messages_of_one_payload_are_told_apart(app: Connection, subject: str) -> None:
    """By role, with the times of the messages; from a source that both sides share."""
    messages = [
        {"role": "system", "content": "You are an assistant."},
        {"role": "user", "content": "Where is it?", "timestamp": START.isoformat()},
        {"role": "assistant", "content": "On its way.", "timestamp": (START + 90 * MINUTE / 60).isoformat()},
        {"role": "user", "content": "Thanks."},
    ]  # fmt: skip
    app.execute(
        "select statewave.record(%s, %s, 'support-chat', session => 's', occurred_at => %s)",
        [subject, json.dumps({"messages": messages}), START],
    )
    (row,) = sla(app, subject)["sessions"]
    assert row["first_response_seconds"] == 90


def test_percentiles_are_over_all_sessions(app: Connection, subject: str) -> None:
    """600 sessions, 1,200 episodes: no cap at the oldest."""
    turns = []
    for n in range(600):
        at = START + n * HOUR
        for source, then in (("user", at), ("agent", at + timedelta(seconds=n + 1))):
            turns.append({"payload": {"text": "Hello."}, "source": source, "session": f"s{n:03}", "occurred_at": then.isoformat()})  # fmt: skip
    app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(turns)])
    found = sla(app, subject)
    assert found["total_sessions"] == 600
    assert found["avg_first_response_seconds"] == 300.5
    assert found["first_response_percentiles"] == {"p50": 300.5, "p90": 540.1, "p95": 570.05}
    assert found["first_response_breach_count"] == 300
