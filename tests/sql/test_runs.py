"""Models at arm's length: episodes are claimed, read elsewhere, and applied once, whole or not at all."""

import json
import random
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.conftest import Connection, Database

HOME = "I live in Gothenburg."
MOVED = "I moved to Malmö."


@pytest.fixture
def app(database: Database) -> Iterator[Connection]:
    """An application's connection; each test has a database of its own, as claims are of any subject."""
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        yield connection


def one(connection: Connection, query: str, *given: Any) -> Any:
    """The first column of the first row."""
    row = connection.execute(query.encode(), given or None).fetchone()
    assert row
    return row[0]


def record(connection: Connection, subject: str, *texts: str) -> list[str]:
    turns = [
        {
            "payload": {"text": text},
            "source": "ana",
            "occurred_at": f"2025-01-{day % 28 or 28:02}T10:00:00Z",
        }
        for day, text in enumerate(texts, 1)
    ]
    return [
        str(i)
        for i in one(
            connection, "select statewave.record_batch(%s, %s)", subject, json.dumps(turns)
        )
    ]


def claim(
    connection: Connection, worker: str = "w", most: int = 50, lease: str = "2 minutes"
) -> Any:
    return one(
        connection, "select statewave.claim_compile(%s, %s, %s::interval)", worker, most, lease
    )


def apply(
    connection: Connection, run: str, memories: list[Any], worker: str | None = "w", **usage: Any
) -> Any:
    return connection.execute(
        "select * from statewave.apply_compiled(%s, %s, %s, worker => %s)",
        [run, json.dumps(memories), json.dumps(usage), worker],
    ).fetchone()  # fmt: skip


def fail(
    connection: Connection,
    run: str,
    reason: str = "No good.",
    worker: str = "w",
    blames: bool = True,
) -> None:
    connection.execute(
        "select statewave.fail_compile(%s, %s, %s, blames => %s)", [run, worker, reason, blames]
    )


def texts(claimed: Any) -> list[str]:
    return [line["text"] for episode in claimed["episodes"] for line in episode["lines"]]


def ids(claimed: Any) -> list[str]:
    return [episode["episode_id"] for episode in claimed["episodes"]]


def lives(place: str, *sources: str, **more: Any) -> dict[str, Any]:
    return {
        "content": f"Ana lives in {place}.",
        "sources": sources,
        "claim": {"key": "location.home", "value": place},
        **more,
    }


COUNTS = """
select jsonb_object_agg(c.relname, xpath('/row/n/text()',
         query_to_xml(format('select count(*) as n from statewave_private.%I', c.relname), true, true, ''))::text)
  from pg_class c
 where c.relnamespace = 'statewave_private'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
"""


def refused(admin: Connection, connection: Connection, code: str, said: str, call: Any) -> None:
    """The call fails so, and no table has another number of rows."""
    before = one(admin, COUNTS)
    with pytest.raises(psycopg.Error, match=said) as raised:
        call()
    assert raised.value.sqlstate == code, str(raised.value)
    assert raised.value.diag.message_hint
    assert one(admin, COUNTS) == before


def test_a_claim_is_applied_with_all_that_compiling_has(app: Connection) -> None:
    """Kinds, sources, supersession, vectors, audit, usage; then nothing is left to claim."""
    first, second, third = record(
        app, "ana", HOME, MOVED, "Restart the router, then wait a minute."
    )
    held = claim(app)
    assert (held["subject"], held["tenant"], held["attempt"]) == ("ana", "default", 1)
    assert texts(held) == [HOME, MOVED, "Restart the router, then wait a minute."]
    assert held["episodes"][0]["lines"][0]["speaker"] == "ana"
    assert {
        "claim_key": "location.home",
        "kind": "fact",
        "single_valued": True,
        "asked_as": "lives in home city moved",
    } in held["claim_keys"]
    assert held["reply_schema"]["properties"]["memories"]["items"]["required"] == ["sources"]
    assert claim(app) is None  # one claim a subject
    memories = [
        lives("Gothenburg", first),
        lives("Malmö", second, valid_from="2025-01-02"),
        {"kind": "procedure", "content": "To reset the router:\nrestart it, wait a minute.", "sources": [third, first]},
        {"kind": "summary", "content": "Ana moved from Gothenburg to Malmö.", "sources": [first, second], "claim": None},
    ]  # fmt: skip
    used: dict[str, Any] = {
        "model": "m-1",
        "prompt_version": "p7",
        "input_tokens": 900,
        "output_tokens": 80,
        "cost_usd": 0.0123,
    }
    assert apply(app, held["run_id"], memories, **used) == (3, 4, 1, 0)
    assert claim(app) is None
    found = app.execute(
        "select kind, content, valid_to::date::text from statewave.memory"
        " where subject = 'ana' and kind <> 'passage' and recorded_to is null order by valid_from, content"
    ).fetchall()
    assert found == [
        ("fact", "Ana lives in Gothenburg.", "2025-01-02"),
        ("summary", "Ana moved from Gothenburg to Malmö.", None),
        ("fact", "Ana lives in Malmö.", None),
        ("procedure", "To reset the router:\nrestart it, wait a minute.", None),
    ]
    told = one(app, "select statewave.explain_run(%s)", held["run_id"])
    assert {k: told[k] for k in used} == used
    assert (told["state"], told["compiler"], told["worker"], told["claimed_by"]) == (
        "applied",
        "model",
        "w",
        "statewave_test_app",
    )
    assert told["episodes"] == [first, second, third]
    assert {m["rule"] for m in told["memories"]} == {"model"}
    assert [m["source_episode_ids"] for m in told["memories"] if m["kind"] == "procedure"] == [
        [third, first]
    ]
    assert [s["rule"] for s in told["supersessions"]] == ["newer_value"]
    row = app.execute(
        "select run_state, episodes, memories_created, memories_superseded, cost_usd::float8 from statewave.runs('ana', 'applied')"
    ).fetchone()
    assert row == ("applied", 3, 4, 1, 0.0123)
    entry = one(app, "select detail from statewave.audit('ana') where action = 'compile'")
    assert (entry["run"], entry["created"]) == (held["run_id"], 4)
    assert "Malmö" in one(
        app, "select statewave.retrieve('ana', 'Where does Ana live?', 60) ->> 'text'"
    )


def test_what_the_rules_found_serves_until_then_and_gets_one_more_source(app: Connection) -> None:
    first, second = record(app, "ana", HOME, "As I said, my flat in Gothenburg is small.")
    app.execute("select statewave.compile('ana')")
    held = claim(app)
    assert [
        m["claim"]["value"] for m in held["memories"] if m["claim"]["key"] == "location.home"
    ] == ["Gothenburg"]
    assert apply(app, held["run_id"], [lives("gothenburg", second)]) == (2, 0, 0, 0)
    (sources,) = app.execute(
        "select array_agg(s.episode_id::text order by s.episode_id <> %s) from statewave.memory m join statewave.memory_source s on s.memory_id = m.id"
        " where m.claim_key = 'location.home' and m.recorded_to is null", [first]).fetchone() or ([],)  # fmt: skip
    assert sources == [first, second]


def test_a_model_ends_what_holds_no_more(app: Connection) -> None:
    _, second = record(app, "ana", HOME, "I have left Gothenburg.")
    app.execute("select statewave.compile('ana', 1)")
    held = claim(app)
    gone = {
        "retracts": True,
        "sources": [second],
        "claim": {"key": "location.home", "value": "Gothenburg"},
        "valid_from": "2025-01-02",
    }
    assert apply(app, held["run_id"], [gone]) == (2, 0, 1, 0)
    (told,) = one(app, "select statewave.explain_run(%s)", held["run_id"])["retractions"]
    assert (told["value"], told["rule"], told["holder"], told["episode_id"]) == (
        "gothenburg",
        "model",
        "ana",
        second,
    )
    assert app.execute(
        "select valid_to::date::text from statewave.memory where claim_key = 'location.home' and recorded_to is null"
    ).fetchall() == [("2025-01-02",)]


BAD: dict[str, tuple[str, Any]] = {
    "it is no object": ("SW400", 1),
    "has keys that a memory has not": ("SW400", {"text": "x"}),
    "it has no sources": ("SW400", {"sources": None}),
    "has not 1 to 1,000 sources": ("SW400", {"sources": []}),
    "sources are not all episodes of the claim": ("SW400", {"sources": [str(uuid4())]}),
    "it has no content": ("SW400", {"content": None}),
    "its content is empty": ("SW400", {"content": ""}),
    "its content has more than 2000 characters": ("SW400", {"content": "x" * 2001}),
    "its content holds a control character": ("SW400", {"content": "a\u0007b"}),
    "its content is no text": ("SW400", {"content": {"a": 1}}),
    "it has no kind": ("SW400", {"kind": None}),
    "its kind is none of": ("SW400", {"kind": "passage"}),
    "its speaker is nobody": ("SW400", {"speaker": "bob"}),
    "its valid_from is no ISO 8601 time": ("SW400", {"valid_from": "last week"}),
    "its valid_to is not after": ("SW400", {"valid_to": "2024-01-01"}),
    "has a claim without key and value": ("SW400", {"claim": {"key": "location.home"}}),
    "its claim key is none that is known": ("SW400", {"claim": {"key": "shoe.size", "value": "43"}}),
    "its kind is not that of claims of location.home": ("SW400", {"kind": "preference", "claim": {"key": "location.home", "value": "Rome"}}),
    "its claim's value has no word": ("SW400", {"claim": {"key": "location.home", "value": "..."}}),
    "its retracts is neither": ("SW400", {"retracts": "yes"}),
    "it retracts no claim": ("SW400", {"retracts": True}),
}  # fmt: skip


def test_a_bad_memory_is_named_and_nothing_is_stored(app: Connection, admin: Connection) -> None:
    """Six good ones, then a bad one: as if the call had not been."""
    (episode,) = record(app, "ana", HOME)
    run = claim(app)["run_id"]
    good = [{"kind": "fact", "content": f"Fact {n}.", "sources": [episode]} for n in range(6)]
    for said, (code, change) in BAD.items():
        bad = change if isinstance(change, int) else good[0] | change
        refused(
            admin, app, code, f"memory 7: .*{said}", lambda bad=bad: apply(app, run, [*good, bad])
        )
    refused(admin, app, "SW413", "501 memories", lambda: apply(app, run, good[:1] * 501))
    refused(
        admin,
        app,
        "SW400",
        "input_tokens is no count",
        lambda: apply(app, run, good, input_tokens=-1),
    )
    refused(admin, app, "SW400", "usage is not", lambda: apply(app, run, good, price=1))
    assert apply(app, run, good) == (1, 6, 0, 0)


def test_late_double_and_foreign_applies_change_nothing(
    app: Connection, admin: Connection, database: Database
) -> None:
    (episode,) = record(app, "ana", HOME)
    good = [lives("Gothenburg", episode)]
    lapsing = claim(app, lease="1 second")
    admin.execute(
        "update statewave_private.compile_run set lease_until = now() - interval '1 second'"
    )
    refused(admin, app, "SW409", "lease has ended", lambda: apply(app, lapsing["run_id"], good))
    taken = claim(app, "v")  # taken over
    assert taken["attempt"] == 2 and ids(taken) == ids(lapsing)
    refused(admin, app, "SW409", "the run is lapsed", lambda: apply(app, lapsing["run_id"], good))
    refused(
        admin,
        app,
        "SW409",
        "the run is lapsed",
        lambda: app.execute("select statewave.extend_claim(%s, 'w')", [lapsing["run_id"]]),
    )
    refused(admin, app, "SW403", "another worker", lambda: apply(app, taken["run_id"], good, "w"))
    refused(admin, app, "SW403", "another worker", lambda: fail(app, taken["run_id"]))
    with psycopg.connect(database.admin_dsn, autocommit=True) as other:  # another login role
        refused(
            admin,
            other,
            "SW403",
            "another worker",
            lambda: apply(other, taken["run_id"], good, "v"),
        )
    assert apply(app, taken["run_id"], good, "v") == (1, 1, 0, 0)
    refused(
        admin, app, "SW409", "the run is applied", lambda: apply(app, taken["run_id"], good, "v")
    )
    refused(
        admin, app, "SW409", "the run is applied", lambda: fail(app, taken["run_id"], worker="v")
    )
    refused(admin, app, "SW404", "no such run", lambda: apply(app, str(uuid4()), good))
    assert app.execute("select run_state, failure from statewave.runs('ana') order by started_at").fetchall() == [
        ("lapsed", "the lease ended"), ("applied", None)]  # fmt: skip


def test_a_claim_whose_episodes_are_gone_is_refused(app: Connection, admin: Connection) -> None:
    first, second = record(app, "ana", HOME, MOVED)
    run = claim(app)["run_id"]
    app.execute("select statewave.forget('ana', array[%s]::uuid[])", [first])
    refused(
        admin,
        app,
        "SW409",
        "episodes of the claim were forgotten",
        lambda: apply(app, run, [lives("Malmö", second)]),
    )
    fail(app, run, blames=False)
    run = claim(app)["run_id"]
    app.execute("select statewave.erase('ana')")
    refused(admin, app, "SW404", "no such run", lambda: apply(app, run, []))
    assert claim(app) is None


def test_the_episode_that_spoils_a_batch_is_found_parked_and_passed_over(app: Connection) -> None:
    """By halves; alone it has three tries; the others are compiled, each once."""
    spoilt = "poison"
    record(app, "ana", *[spoilt if n == 5 else f"Note {n}." for n in range(16)])
    sizes, compiled = [], []
    while held := claim(app, most=8):
        sizes.append(len(held["episodes"]))
        if spoilt in texts(held):
            fail(app, held["run_id"], f"Broken reply {len(sizes)}.")
        else:
            compiled += ids(held)
            apply(app, held["run_id"], [])
    assert len(compiled) == len(set(compiled)) == 15
    assert sizes[:2] == [8, 4] and sizes.count(1) >= 3 and len(sizes) <= 12
    (row,) = app.execute(
        "select subject_name, attempts, failure, parked_at is not null, episode_id from statewave.parked()"
    ).fetchall()
    assert row[:2] == ("ana", 3) and row[2].startswith("Broken reply") and row[3]
    # Once more, when it is asked for; this time it can be read.
    assert one(app, "select statewave.retry_parked('ana', %s)", row[4]) == 1
    held = claim(app)
    assert texts(held) == [spoilt]
    assert apply(app, held["run_id"], []) == (1, 0, 0, 0)
    assert app.execute("select * from statewave.parked()").fetchall() == []


def test_a_lapsed_batch_comes_by_halves_and_a_released_one_whole(
    app: Connection, admin: Connection
) -> None:
    record(app, "ana", *[f"Note {n}." for n in range(4)])
    fail(app, claim(app)["run_id"], "The endpoint is away.", blames=False)
    assert len(claim(app)["episodes"]) == 4
    admin.execute(
        "update statewave_private.compile_run set lease_until = now() where state = 'claimed'"
    )
    assert len(claim(app)["episodes"]) == 2
    states = app.execute(
        "select run_state, failure from statewave.runs() order by started_at"
    ).fetchall()
    assert states == [
        ("released", "The endpoint is away."),
        ("lapsed", "the lease ended"),
        ("claimed", None),
    ]


def test_a_heartbeat_keeps_a_claim(app: Connection, admin: Connection) -> None:
    record(app, "ana", HOME)
    held = claim(app, lease="1 second")
    until = one(app, "select statewave.extend_claim(%s, 'w', '1 hour')", held["run_id"])
    assert until > datetime.fromisoformat(held["lease_until"])
    admin.execute("select pg_sleep(1.1)")
    assert claim(app, "v") is None
    assert apply(app, held["run_id"], []) == (1, 0, 0, 0)


def test_a_claim_is_bounded_by_its_text(app: Connection) -> None:
    record(app, "ana", *["word " * 100] * 5, "long " * 10_000)
    bounded = "select statewave.claim_compile('w', max_characters => 1200)"
    held = one(app, bounded)
    assert len(held["episodes"]) == 2
    apply(app, held["run_id"], [])
    while len(held["episodes"]) > 1 or len(texts(held)[0]) < 1000:
        held = one(app, bounded)
        apply(app, held["run_id"], [])
    assert [len(text) for text in texts(held)] == [1200]


def test_what_is_withheld_from_the_worker_is_not_given_to_a_model(
    app: Connection, admin: Connection
) -> None:
    record(app, "ana", HOME, "I take Diabetikum.", MOVED)
    app.execute("select statewave.compile('ana')")
    app.execute(
        "select statewave.set_labels('ana', id, array['medical']) from statewave.episode where payload ->> 'text' like '%Diabetikum%'"
    )
    app.execute(
        'select statewave.set_policy(\'[{"labels": ["medical"], "action": "deny", "unless": {"role": "doctor"}}]\')'
    )
    held = claim(app)
    assert texts(held) == [HOME, MOVED]
    assert "Diabetikum" not in json.dumps(held)
    told = json.dumps(
        [
            one(app, "select statewave.explain_run(%s)", run)
            for (run,) in app.execute("select run_id from statewave.runs()").fetchall()
        ]
    )
    assert "Gothenburg" in told and "Diabetikum" not in told


def test_a_claim_survives_renaming_and_is_not_exported(app: Connection) -> None:
    record(app, "ana", HOME)
    run = claim(app)["run_id"]
    document = one(app, "select statewave.export_subject('ana')")
    assert document["tables"]["compile_run"] == []
    app.execute("select statewave.rename_subject('ana', 'ana maria')")
    assert apply(app, run, []) == (1, 0, 0, 0)


@pytest.mark.parametrize("seed", range(3))
def test_any_times_of_claims_fit_together(app: Connection, seed: int) -> None:
    """Whatever periods a model gives, no constraint stands in the way of an apply."""
    chance = random.Random(seed)
    episodes = record(app, "ana", *[f"Note {n}." for n in range(40)])
    while held := claim(app, most=8):
        memories = []
        for _ in range(25):
            year, years = chance.randrange(2000, 2020), chance.choice([0, 1, 3, 8])
            key, value = chance.choice(
                [
                    ("location.home", "Rome Oslo Paris"),
                    ("preference.like", "tea jazz"),
                    ("work.role", "cook nurse"),
                ]
            )
            memory: dict[str, Any] = {"content": f"It is {chance.random()}.", "sources": [chance.choice(ids(held))],
                      "claim": {"key": key, "value": chance.choice(value.split())}, "valid_from": f"{year}-01-01"}  # fmt: skip
            if years:
                memory["valid_to"] = f"{year + years}-01-01"
            if chance.random() < 0.1:
                memory |= {"retracts": True}
            memories.append(memory)
        apply(app, held["run_id"], memories)
    assert len(episodes) == 40
    assert {
        s for (s,) in app.execute("select status from statewave.audit_verify('ana')").fetchall()
    } == {"sound"}


def test_each_source_states_it_for_its_own_time(app: Connection) -> None:
    """Of a memory with two, what is said for the time between them holds until the second."""
    first, between, last = record(app, "ana", HOME, MOVED, HOME)
    held = claim(app)
    apply(app, held["run_id"], [lives("Gothenburg", first, last), lives("Malmö", between)])
    rows = app.execute(
        "select value, valid_from::date::text, valid_to::date::text from statewave.history('ana', 'location.home')"
        " where status <> 'corrected'"
    ).fetchall()
    assert rows == [
        ("Gothenburg", "2025-01-01", "2025-01-02"),
        ("Malmö", "2025-01-02", "2025-01-03"),
        ("Gothenburg", "2025-01-03", None),
    ]
