"""Run by the SDK's own Python: calls every method, and prints what came over the wire.

python sdk_run.py URL sync|async SUBJECT
"""

import asyncio
import inspect
import json
import sys
from typing import Any

import statewave as published

SDK: Any = published  # not the package of this project
URL, MODE, SUBJECT = sys.argv[1:]
WIRE: list[dict[str, Any]] = []
CALLED: set[str] = set()
FAILED: dict[str, Any] = {}


def seen(response: Any) -> None:
    """Keep what the server sent."""
    request = response.request
    WIRE.append(
        {"method": request.method, "path": request.url.path, "status": response.status_code}
        | {"body": response.json()}
    )


def on_response(response: Any) -> Any:
    response.read()
    seen(response)


async def on_response_async(response: Any) -> None:
    await response.aread()
    seen(response)


if MODE == "sync":
    client: Any = SDK.StatewaveClient(URL)
    client._http.event_hooks = {"response": [on_response]}
else:
    client = SDK.AsyncStatewaveClient(URL)
    client._http.event_hooks = {"response": [on_response_async]}
LOOP = asyncio.new_event_loop()


def call(name: str, *args: Any, **given: Any) -> Any:
    """A method's result, whichever client it is of."""
    CALLED.add(name)
    result = getattr(client, name)(*args, **given)
    return LOOP.run_until_complete(result) if inspect.isawaitable(result) else result


def refused(what: str, name: str, *args: Any, **given: Any) -> None:
    """What a call raises."""
    try:
        call(name, *args, **given)
    except SDK.StatewaveAPIError as error:
        FAILED[what] = {
            "status": error.status_code,
            "code": error.code,
            "request_id": bool(error.request_id),
        }


def said(text: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}]}


first = call(
    "create_episode", SUBJECT, "support-chat", "conversation", said("My name is Alice Chen."),
    metadata={"channel": "web"}, provenance={"from": "test"}, session_id="s1", idempotency_key="k1",
)  # fmt: skip
again = call(
    "create_episode", SUBJECT, "support-chat", "conversation", said("My name is Alice Chen."),
    metadata={"channel": "web"}, provenance={"from": "test"}, session_id="s1", idempotency_key="k1",
)  # fmt: skip
assert again.id == first.id
batch = call(
    "create_episodes_batch",
    [
        {"subject_id": SUBJECT, "source": "support-chat", "type": "conversation", "payload": said(text), "session_id": session}
        for text, session in [
            ("I live in Gothenburg. My e-mail is alice@example.com.", "s1"),
            ("The invoice is wrong: this is urgent!", "s2"),
            ("I am on the Enterprise plan.", "s2"),
        ]
    ],
)  # fmt: skip
assert batch.episodes_created == 4 - 1
raw = call("get_context", SUBJECT, "What about the invoice?", max_tokens=500)
assert raw.episodes
compiled = call("compile_memories", SUBJECT)
assert compiled.memories_created == len(compiled.memories) > 3
call("create_episode", SUBJECT, "support-chat", "conversation", said("I prefer tea to coffee."))
job = call("compile_memories_async", SUBJECT)
call("get_compile_status", job.job_id)
done = call("compile_memories_wait", SUBJECT, poll_interval=0.1, timeout=60)
assert done.status == "completed", done
found = call("search_memories", SUBJECT, query="invoice", semantic=True, limit=3)
assert len(found.memories) == 3
facts = call("search_memories", SUBJECT, kind="profile_fact")
assert {memory.kind for memory in facts.memories} == {"profile_fact"}
bundle = call(
    "get_context", SUBJECT, "What about the invoice?", max_tokens=300, session_id="s2",
    emit_receipt=True, query_id="q1", task_id="t1", caller_id="me", caller_type="test",
)  # fmt: skip
assert bundle.receipt_emitted and bundle.episodes == []
text = call("get_context_string", SUBJECT, "What about the invoice?", max_tokens=300)
assert "invoice" in text
receipt = call("get_receipt", bundle.receipt_id)
assert (receipt.query_id, receipt.task_id) == ("q1", "t1")
call("get_context", SUBJECT, "And now?", emit_receipt=True, parent_receipt_id=bundle.receipt_id)
listed = call("list_receipts", SUBJECT, limit=1)
assert listed.next_cursor
assert call("list_receipts", SUBJECT, cursor=listed.next_cursor).receipts
verified = call("verify_receipt", bundle.receipt_id)
assert verified.valid and verified.reason == "ok"
replayed = call("replay_receipt", bundle.receipt_id)
assert replayed.diff.context_hash["changed"] is False
child = call("get_receipt", replayed.replay_receipt_id)
assert (child.mode, child.parent_receipt_id) == ("as_of_replay", bundle.receipt_id)
labelled = call("set_memory_labels", str(facts.memories[0].id), [" PII", "pii", "Billing"])
assert labelled.sensitivity_labels == ["billing", "pii"]
suggested = call("list_suggested_labels", subject_id=SUBJECT)
assert suggested.total == 1
memory = suggested.memories[0]
promoted = call("promote_suggested_labels", memory.id, memory.suggested_labels)
assert promoted.promoted == memory.suggested_labels
call("create_resolution", SUBJECT, "s1", status="resolved", resolution_summary="Welcomed.")
call("create_resolution", SUBJECT, "s2", metadata={"queue": "billing"})
assert len(call("list_resolutions", SUBJECT)) == 2
assert len(call("list_resolutions", SUBJECT, status="resolved", limit=1, offset=0)) == 1
health = call("get_health", SUBJECT)
sla = call("get_sla", SUBJECT, first_response_threshold_minutes=1, resolution_threshold_hours=1)
assert sla.total_sessions == 2
brief = call("create_handoff", SUBJECT, "s2", reason="shift change", max_tokens=400)
assert brief.handoff_notes and brief.health_score == health.score
signed = call("create_handoff", SUBJECT, "s2", emit_receipt=True)
assert signed.receipt_emitted and call("verify_receipt", signed.receipt_id).valid
assert call("get_receipt", signed.receipt_id).selected_entries
timeline = call("get_timeline", SUBJECT, limit=2, offset=0, newest_first=True)
assert timeline.episodes_has_more and timeline.memories_has_more
times = [episode.occurred_at for episode in timeline.episodes]
assert times == sorted(times)
subjects = call("list_subjects", limit=500)
assert SUBJECT in {subject.subject_id for subject in subjects.subjects}

nobody = "00000000-0000-4000-8000-000000000000"
refused("no such job", "get_compile_status", nobody)
refused("no such memory", "set_memory_labels", nobody, ["a"])
refused("no such receipt", "get_receipt", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
refused("of a replay", "replay_receipt", child.receipt_id)
refused("of a brief", "replay_receipt", signed.receipt_id)
refused("not suggested", "promote_suggested_labels", memory.id, ["secret"])
refused("empty", "promote_suggested_labels", memory.id, [])
refused("twice", "promote_suggested_labels", memory.id, ["a", "a"])
refused("no task", "get_context", SUBJECT, "")
kept = {"memories": call("get_timeline", SUBJECT, limit=200).memories}
deleted = call("delete_subject", SUBJECT)
assert deleted.episodes_deleted == 5
assert deleted.memories_deleted == len(kept["memories"])
after = call("get_timeline", SUBJECT)
assert (after.episodes, after.memories) == ([], [])
call("close")

methods = {name for name, _ in inspect.getmembers(client, inspect.ismethod) if name[0] != "_"}
json.dump({"wire": WIRE, "missing": sorted(methods - CALLED), "failed": FAILED}, sys.stdout)
