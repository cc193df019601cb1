"""The acceptance scenario of the API: a support conversation becomes memory, and is gone again."""

import httpx

from tests.property.test_bundle import ENCODING  # the vocabulary that needs no network

SAID = [
    "My name is Alice Chen and I work at Globex Corporation. I am on the Enterprise plan.",
    "I prefer to be contacted by email. My address is alice@globex.com.",
    "We had an outage last week and support helped me quickly.",
    "My invoice shows the wrong amount: I was billed twice this month.",
]
TASK = "Customer is asking about their billing issue"


def episode(subject: str, number: int) -> dict[str, object]:
    """A turn of the support chat."""
    messages = [
        {"role": "user", "content": SAID[number]},
        {"role": "assistant", "content": "Thank you, noted."},
    ]
    return {
        "subject_id": subject,
        "source": "support-chat",
        "type": "conversation",
        "payload": {"messages": messages},
    }


def context(http: httpx.Client, subject: str, max_tokens: int) -> dict[str, object]:
    """A context within a budget, whose count is right."""
    body = {"subject_id": subject, "task": TASK, "max_tokens": max_tokens}
    found: dict[str, object] = http.post("/v1/context", json=body).raise_for_status().json()
    text = str(found["assembled_context"])
    assert found["token_estimate"] == len(ENCODING.encode(text, disallowed_special=()))
    assert 0 < int(str(found["token_estimate"])) <= max_tokens
    return found


def test_the_scenario(http: httpx.Client, subject: str) -> None:
    ids = set()
    for number in range(len(SAID)):
        created = http.post("/v1/episodes", json=episode(subject, number))
        assert created.status_code == 201
        ids.add(created.json()["id"])
    before = context(http, subject, 500)
    assert {one["id"] for one in before["episodes"]} <= ids  # type: ignore[attr-defined]

    compiled = http.post("/v1/memories/compile", json={"subject_id": subject}).json()
    assert {m["kind"] for m in compiled["memories"]} >= {"episode_summary", "profile_fact"}
    for memory in compiled["memories"]:
        assert memory["source_episode_ids"]
        assert ids.issuperset(memory["source_episode_ids"])
    assert compiled["memories_created"] == len(compiled["memories"])
    told = " ".join(memory["content"] for memory in compiled["memories"]).lower()
    for word in ("alice", "globex", "enterprise", "email"):
        assert word in told

    whole = context(http, subject, 500)
    text = str(whole["assembled_context"])
    for part in ("## Task", "## About this user", "Alice", "Globex", "Enterprise", "bill"):
        assert part in text
    assert whole["episodes"] == []
    assert whole["facts"]
    small = context(http, subject, 100)
    assert "billing" in str(small["assembled_context"])

    deleted = http.delete(f"/v1/subjects/{subject}").json()
    assert deleted["episodes_deleted"] == 4
    assert deleted["memories_deleted"] == compiled["memories_created"]
    timeline = http.get("/v1/timeline", params={"subject_id": subject}).json()
    assert (timeline["episodes"], timeline["memories"]) == ([], [])
    after = context(http, subject, 500)
    assert (after["facts"], after["episodes"], after["procedures"]) == ([], [], [])


def test_compiling_again_makes_nothing(http: httpx.Client, subject: str) -> None:
    http.post("/v1/episodes", json=episode(subject, 0)).raise_for_status()
    assert http.post("/v1/memories/compile", json={"subject_id": subject}).json()["memories"]
    again = http.post("/v1/memories/compile", json={"subject_id": subject}).json()
    assert (again["memories_created"], again["has_more"], again["remaining_episodes"]) == (
        0,
        False,
        0,
    )
