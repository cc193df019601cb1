"""Embedding spaces side by side: filled in the background, switched at once, never mixed."""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy
import psycopg
import pytest

from statewave.bench import data
from tests.conftest import Connection, Database
from tests.sql.cases import new_subject

BUILTIN = {"provider": "builtin", "model": "wordllama-l2-supercat", "dimensions": 256}
TURNS = [
    "I live in Gothenburg, in a red house.",
    "My sister keeps three goats on a farm.",
    "The goats got out again on Tuesday.",
    "I bought a kettle, and it leaks.",
    "Which plan do you need?",
    "Always write to me by e-mail.",
    "My name is Ana.",
    "We flew to Lisbon in May.",
]


def one(connection: Connection, query: str, *given: Any) -> Any:
    """The first column of the first row."""
    row = connection.execute(query.encode(), given).fetchone()
    assert row
    return row[0]


def meaning(text: str, dimensions: int, model: str = "m") -> list[float]:
    """A vector that nothing but the text, the model and the dimensions decide."""
    seed = hashlib.sha256(f"{model} {dimensions} {text}".encode()).digest()
    chance = numpy.random.default_rng(int.from_bytes(seed[:8], "big"))
    return [float(x) for x in chance.normal(size=dimensions).astype(numpy.float16)]


def recorded(conn: Connection, texts: Sequence[str] = TURNS, subject: str | None = None) -> str:
    """A subject that says these."""
    name = subject or new_subject()
    episodes = json.dumps([{"payload": {"text": text}, "session": "s"} for text in texts])
    conn.execute("select statewave.record_batch(%s, %s)", [name, episodes])
    return name


def added(conn: Connection, dimensions: int = 8, model: str = "m", provider: str = "fake") -> int:
    """A new space, with what is there left to workers."""
    space = int(one(conn, "select statewave.add_space(%s, %s, %s)", provider, model, dimensions))
    filled(conn, space)
    return space


def filled(conn: Connection, space: int) -> int:
    """All pages of filling a space; how many memories lacked a vector."""
    after, memories = None, 0
    while True:
        call = "select * from statewave.fill_space(%s, %s, 2)"
        row = conn.execute(call, [space, after]).fetchone()
        assert row
        after, memories = row[0], memories + int(row[2])
        if after is None:
            return memories


def dropped(conn: Connection, space: int, page: int = 100) -> int:
    """All pages of dropping a space; how many vectors went."""
    after, removed = None, 0
    while True:
        call = "select * from statewave.drop_space(%s, %s, %s)"
        row = conn.execute(call, [space, after, page]).fetchone()
        assert row
        after, removed = row[0], removed + int(row[2])
        if after is None:
            return removed


def claimed(conn: Connection, worker: str = "w", more: str = "") -> dict[str, Any] | None:
    """The next texts to embed."""
    found: dict[str, Any] | None = one(conn, f"select statewave.claim_embeddings(%s{more})", worker)
    return found


def applied(conn: Connection, claim: dict[str, Any], vectors: Any, worker: str = "w") -> int:
    """How many vectors were stored."""
    call = "select statewave.apply_embeddings(%s, %s, %s)"
    return int(one(conn, call, claim["claim"], worker, json.dumps(vectors)))


def worked(conn: Connection, worker: str = "w", max_texts: int = 5) -> int:
    """Do what a worker does until nothing is left; how many vectors were stored."""
    stored = 0
    while claim := claimed(conn, worker, f", max_texts => {max_texts}"):
        assert 0 < len(claim["texts"]) <= max_texts
        vectors = [meaning(text, claim["dimensions"], claim["model"]) for text in claim["texts"]]
        stored += applied(conn, claim, vectors, worker)
    return stored


def activated(conn: Connection, space: int, force: bool = False) -> int:
    """How many memories lack a vector in what is active now."""
    return int(one(conn, "select statewave.activate_space(%s, %s)", space, force))


def states(conn: Connection) -> dict[int, tuple[str, int, int]]:
    """Each space's state, vectors, and memories without one."""
    rows = conn.execute("select space_id, state, filled, missing from statewave.spaces()")
    return {space: (state, vectors, missing) for space, state, vectors, missing in rows}


def episodes(conn: Connection, subject: str) -> list[Any]:
    """Ids of a subject's episodes."""
    call = "select id from statewave.timeline(%s, newest_first => false) where entry = 'episode'"
    return [id for (id,) in conn.execute(call, [subject])]


def ask(conn: Connection, subject: str, question: str, **given: Any) -> dict[str, Any]:
    """A bundle."""
    more = "".join(f", {name} => %s" for name in given)
    bundle: dict[str, Any] = one(
        conn, f"select statewave.retrieve(%s, %s, 2000{more})", subject, question, *given.values()
    )
    return bundle


def semantic(conn: Connection, subject: str, question: str, **given: Any) -> dict[str, Any]:
    """Each memory's text with its cosine and its part of the score, in standard deviations."""
    more = "".join(f", {name} => %s" for name in given)
    rows = conn.execute(
        f"select item ->> 'text', (item #>> '{{arms,cosine,value}}')::float8, value"
        f" from statewave.explain(%s, %s, 2000{more}) where component = 'semantic'".encode(),
        [subject, question, *given.values()],
    )
    return {text.partition(": ")[2]: (cosine, value) for text, cosine, value in rows}


def fails(conn: Connection, code: str, query: str, *given: Any) -> psycopg.Error:
    """The error of a call that is refused."""
    with pytest.raises(psycopg.Error) as raised:
        conn.execute(query.encode(), given).fetchall()
    assert raised.value.sqlstate == code, raised.value
    assert raised.value.diag.message_hint
    return raised.value


def test_spaces_are_never_mixed(conn: Connection, admin: Connection) -> None:
    """P8 a space: of other dimensions, and of the same dimensions with another meaning."""
    subject = recorded(conn, [t.text for t in data.invented(60, seed=3).turns])
    kinds = [(256, "other"), (4000, "large")]
    spaces = {added(conn, *kind): kind for kind in kinds}
    assert worked(conn) == 120
    assert states(conn) == {1: ("active", 60, 0), 2: ("filling", 60, 0), 3: ("filling", 60, 0)}
    texts = [text for (text,) in admin.execute("select content from statewave_private.memory")]
    (rows,) = admin.execute("select statewave_python.vectors(%s)", [texts]).fetchone() or ([],)
    vectors = {1: dict(zip(texts, map(json.loads, rows), strict=True))} | {
        space: {text: meaning(text, *of) for text in texts} for space, of in spaces.items()
    }
    before = ask(conn, subject, "Who sold it?")
    orders = {}
    for space in (1, 2, 3, 1, 2):
        activated(conn, space, force=True)
        dimensions, model = spaces.get(space, (256, "builtin"))
        query = meaning("Who sold it?", dimensions, f"question {model}")
        asked = semantic(conn, subject, "Who sold it?", embedding=query)
        assert len(asked) == len(texts)
        for text, (cosine, _) in asked.items():
            stored = numpy.array(vectors[space][text])
            wanted = stored @ query / numpy.linalg.norm(stored) / numpy.linalg.norm(query)
            assert cosine == pytest.approx(wanted, abs=1e-4)
        orders[space] = sorted(asked, key=lambda text: asked[text][0])
        other = meaning("x", 255 if dimensions == 256 else 256)
        fails(conn, "SW400", "select statewave.retrieve(%s, 'x', embedding => %s)", subject, other)
    assert orders[1] != orders[2] != orders[3]
    activated(conn, 1, force=True)
    after = ask(conn, subject, "Who sold it?")
    for bundle in (before, after):  # the same lines, at another time
        for name in ("as_of", "recorded_through", "hash"):
            del bundle[name]
    assert after == before


def test_an_empty_space_is_asked_by_words_alone(conn: Connection) -> None:
    """With or without a vector of the question: the order of a profile without the vectors' part."""
    subject = recorded(conn)
    conn.execute("select statewave.set_profile('words', '{\"semantic\": 0}', 'For a test.')")
    question = "Where are the goats of her sister?"
    words = ask(conn, subject, question, profile="words")
    space = added(conn)
    assert activated(conn, space, force=True) == len(TURNS)
    for given in ({}, {"embedding": meaning(question, 8)}):
        bundle = ask(conn, subject, question, **given)
        assert bundle["items"] == words["items"]
        assert bundle["text"] == words["text"]
        named = {"provider": "fake", "model": "m", "dimensions": 8}
        assert bundle["embedding"] == (named if given else None)
    joint = one(conn, "select statewave.retrieve_many(array[%s], %s)", subject, question)
    assert joint["embedding"] is None
    receipt = one(
        conn, "select statewave.issue_receipt(statewave.retrieve(%s, %s))", subject, question
    )
    worked(conn)
    replay = one(conn, "select statewave.replay_receipt(%s, %s)", subject, receipt["id"])
    assert replay["identical"]


def test_a_memory_without_a_vector_is_ranked_by_its_words(conn: Connection) -> None:
    """Its part of the score is nothing, not the least; those that have one are compared."""
    subject = recorded(conn)
    space = added(conn)
    claim = claimed(conn, more=", max_texts => 5")
    assert claim
    applied(conn, claim, [*(meaning(text, 8) for text in claim["texts"][:4]), None])
    activated(conn, space, force=True)
    found = semantic(conn, subject, "goats", embedding=meaning("goats", 8))
    for place, text in enumerate(TURNS):
        cosine, part = found[text]
        assert (cosine is None) == (place >= 4), text
        assert (part == 0) == (place >= 4), text
    assert sum(part for _, part in found.values()) == pytest.approx(0)
    assert worked(conn) == 3
    assert states(conn)[space] == ("active", len(TURNS), 0)  # none waits for what has no direction


def test_the_past_is_as_it_was_before_vectors_came_and_spaces_went(conn: Connection) -> None:
    """A receipt is replayed over late vectors and switches; where its space was dropped it is refused."""
    subject = recorded(conn)
    space = added(conn)
    issue = "select statewave.issue_receipt(statewave.retrieve(%s, %s{}))"
    builtin = one(conn, issue.format(""), subject, "the goats")
    activated(conn, space, force=True)
    vector = meaning("goats", 8)
    empty = one(conn, issue.format(", embedding => %s"), subject, "the goats", vector)
    claim = claimed(conn, more=", max_texts => 3")
    assert claim
    applied(conn, claim, [meaning(text, 8) for text in claim["texts"]])
    partly = one(conn, issue.format(", embedding => %s"), subject, "the goats", vector)
    worked(conn)
    whole = one(conn, issue.format(", embedding => %s"), subject, "the goats", vector)
    assert len({receipt["bundle_hash"] for receipt in (builtin, empty, partly, whole)}) == 4
    activated(conn, 1, force=True)
    recorded(conn, ["The goats are back."], subject)
    activated(conn, space, force=True)
    activated(conn, 1, force=True)
    for receipt in (builtin, empty, partly, whole):
        replay = one(conn, "select statewave.replay_receipt(%s, %s)", subject, receipt["id"])
        assert replay["identical"], replay["differences"]
    past = {"as_of": whole["as_of"], "embedding": vector}
    assert ask(conn, subject, "the goats", **past)["embedding"]["provider"] == "fake"
    assert ask(conn, subject, "the goats", as_of=builtin["as_of"])["embedding"] == BUILTIN

    conn.execute("select * from statewave.drop_space(%s, page => 1)", [space])
    for receipt in (empty, whole):
        fails(conn, "SW422", "select statewave.replay_receipt(%s, %s)", subject, receipt["id"])
    fails(conn, "SW422", "select statewave.retrieve(%s, 'x', as_of => %s)", subject, whole["as_of"])
    replay = one(conn, "select statewave.replay_receipt(%s, %s)", subject, builtin["id"])
    assert replay["identical"]


def test_now_is_not_before_the_space_that_is_asked_in(database: Database, conn: Connection) -> None:
    """A transaction that began before the switch and looks after it: its bundle can be repeated."""
    subject = recorded(conn)
    space = added(conn)
    worked(conn)
    with psycopg.connect(database.direct) as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with other.transaction():
            other.execute("set local lock_timeout = '5s'")  # begins, and looks at nothing yet
            activated(conn, space)
            bundle = ask(other, subject, "goats", embedding=meaning("goats", 8))
    again = ask(conn, subject, "goats", embedding=meaning("goats", 8), as_of=bundle["as_of"])
    assert again == bundle


def test_a_space_is_made_filled_active_retired_and_dropped(
    conn: Connection, admin: Connection
) -> None:
    subjects = [recorded(conn) for _ in range(5)]
    count = len(TURNS) * 5
    space = added(conn)
    assert added(conn) == space
    assert states(conn) == {1: ("active", count, 0), space: ("filling", 0, count)}
    error = fails(conn, "SW409", "select statewave.activate_space(%s)", space)
    assert f"{count} memories" in str(error)
    worked(conn, max_texts=100)
    assert activated(conn, space) == 0
    assert activated(conn, space) == 0
    fails(conn, "SW409", "select * from statewave.drop_space(%s)", space)
    fails(conn, "SW409", "select * from statewave.fill_space(1)")
    recorded(conn, ["Said while the built-in one is retired."], subjects[0])
    assert states(conn) == {1: ("retired", count, 1), space: ("active", count, 1)}
    assert added(conn, 256, "wordllama-l2-supercat", "builtin") == 1
    assert states(conn)[1] == ("filling", count + 1, 0)
    assert activated(conn, 1) == 0
    removed, after = 0, None
    while True:
        call = "select * from statewave.drop_space(%s, %s, 2)"
        row = conn.execute(call, [space, after]).fetchone()
        assert row
        after, removed = row[0], removed + row[2]
        if after is None:
            break
        assert states(conn)[space][0] == "dropping"
        fails(conn, "SW409", "select statewave.add_space('fake', 'm', 8)")
        fails(conn, "SW409", "select statewave.activate_space(%s, true)", space)
        fails(conn, "SW409", "select * from statewave.fill_space(%s)", space)
    assert removed == count
    assert states(conn) == {1: ("active", count + 1, 0)}
    assert one(admin, "select count(*) from statewave_private.job where state = 'ready'") == 0
    assert added(conn) == space
    actions = [a for (a,) in conn.execute("select action from statewave.admin_audit()")]
    assert [a for a in actions if a.endswith("_space")] == [
        "add_space", "activate_space", "add_space", "activate_space", "drop_space", "add_space"]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("SW400", "statewave.add_space(null, 'm', 8)"),
        ("SW400", "statewave.add_space('p', ' m', 8)"),
        ("SW400", "statewave.add_space('p', 'm', 4001)"),
        ("SW400", "statewave.add_space('p', 'm', null)"),
        ("SW400", "statewave.add_space('builtin', 'other', 256)"),
        ("SW404", "statewave.activate_space(7)"),
        ("SW404", "statewave.activate_space(null)"),
        ("SW404", "statewave.drop_space(7)"),
        ("SW404", "statewave.fill_space(7)"),
        ("SW400", "statewave.fill_space(1, page => 0)"),
        ("SW400", "statewave.claim_embeddings('')"),
        ("SW400", "statewave.claim_embeddings('w', max_texts => 0)"),
        ("SW400", "statewave.claim_embeddings('w', lease => '0')"),
        ("SW404", "statewave.apply_embeddings(gen_random_uuid(), 'w', '[]')"),
    ],
)
def test_what_cannot_be_is_refused(conn: Connection, code: str, call: str) -> None:
    fails(conn, code, f"select * from {call}")


def test_vectors_that_do_not_fit_are_refused_and_nothing_is_stored(
    conn: Connection, admin: Connection
) -> None:
    subject = recorded(conn, TURNS[:3])
    space = added(conn, 4)
    claim = claimed(conn)
    assert claim and claimed(conn, "x") is None
    good = [meaning(text, 4) for text in claim["texts"]]
    call = "select statewave.apply_embeddings(%s, %s, %s)"
    for vectors in (
        [], good[:2], [*good, good[0]], {"a": 1}, "x", None, [*good[:2], 7], [*good[:2], []], [*good[:2], [1, 2, 3]],
        [*good[:2], [1, 2, 3, 4, 5]], [*good[:2], [1, 2, 3, None]], [*good[:2], [1, 2, 3, "NaN"]], [*good[:2], [1, 2, 3, 1e9]],
        [*good[:2], [0, 0, 0, 0]], [*good[:2], [[1, 2, 3, 4]]],
    ):  # fmt: skip
        fails(conn, "SW400", call, claim["claim"], "w", json.dumps(vectors))
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        conn.execute(call, [claim["claim"], "w", "[[NaN, 1, 1, 1]]"])
    fails(conn, "SW409", call, claim["claim"], "x", json.dumps(good))
    job = one(conn, "select statewave.enqueue(%s, 'compile')", subject)
    fails(conn, "SW404", call, job, "w", "[]")
    assert states(conn)[space] == ("filling", 0, 3)

    lapse = "update statewave_private.job set run_at = now() where state = 'leased'"
    admin.execute(lapse)  # the first worker is late, or dead: another has what it had
    other = claimed(conn, "x")
    assert other and (other["claim"], other["texts"]) == (claim["claim"], claim["texts"])
    fails(conn, "SW409", call, claim["claim"], "w", json.dumps(good))
    assert states(conn)[space] == ("filling", 0, 3)
    assert applied(conn, other, good, "x") == 3
    fails(conn, "SW409", call, claim["claim"], "w", json.dumps(good))
    assert applied(conn, other, good, "x") == 0  # said again
    assert states(conn)[space] == ("filling", 3, 0)
    assert claimed(conn) is None


def test_what_changes_while_a_claim_is_held_is_seen_to(conn: Connection) -> None:
    """Episodes are forgotten and recorded, the subject is erased, the space dropped meanwhile."""
    subject = recorded(conn, TURNS[:3])
    space = added(conn, 4)
    claim = claimed(conn)
    assert claim and claimed(conn, "x") is None
    conn.execute("select statewave.forget(%s, %s)", [subject, episodes(conn, subject)[:1]])
    recorded(conn, TURNS[3:5], subject)
    assert applied(conn, claim, [meaning(text, 4) for text in claim["texts"]]) == 2
    assert worked(conn) == 2
    assert states(conn)[space] == ("filling", 4, 0)

    recorded(conn, TURNS[5:6], subject)
    claim = claimed(conn)
    assert claim
    conn.execute("select statewave.erase(%s)", [subject])
    call = "select statewave.apply_embeddings(%s, 'w', %s)"
    fails(conn, "SW404", call, claim["claim"], json.dumps([[1, 2, 3, 4]]))

    recorded(conn, TURNS[:1], subject)
    claim = claimed(conn)
    assert claim
    dropped(conn, space)
    fails(conn, "SW404", call, claim["claim"], json.dumps([[1, 2, 3, 4]]))
    assert states(conn) == {1: ("active", 1, 0)}


def test_only_the_providers_that_a_worker_has_are_claimed(conn: Connection) -> None:
    recorded(conn, TURNS[:2])
    added(conn, 4, provider="a")
    space = added(conn, 4, provider="b")
    assert claimed(conn, more=", providers => array['c']") is None
    claim = claimed(conn, more=", providers => array['c', 'b']")
    assert claim and (claim["space_id"], claim["provider"], claim["dimensions"]) == (space, "b", 4)
    assert claimed(conn, "x", ", providers => array['b']") is None
    assert claimed(conn, "x", ", providers => array['a']")


def test_a_callers_own_vectors_are_of_the_active_space(conn: Connection, admin: Connection) -> None:
    space = added(conn, 4)
    activated(conn, space, force=True)
    later = added(conn, 6, "later")
    subject = new_subject()
    record = "select statewave.record(%s, %s, embedding => %s)"
    fails(conn, "SW400", record, subject, '{"text": "x"}', meaning("x", 256))
    conn.execute(record, [subject, '{"text": "I keep goats."}', meaning("I keep goats.", 4)])
    assert states(conn) == {1: ("retired", 0, 1), space: ("active", 1, 0), later: ("filling", 0, 1)}
    assert worked(conn) == 1
    rows = admin.execute(
        "select space_id, embedding::text, recorded_at is null from statewave_private.embedding order by 1"
    ).fetchall()
    assert [(s, r) for s, _, r in rows] == [(space, True), (later, False)]
    assert json.loads(rows[0][1]) == pytest.approx(meaning("I keep goats.", 4), rel=1e-3)


def test_compiled_memories_get_their_vectors_too(conn: Connection) -> None:
    space = added(conn, 4)
    subject = recorded(conn, TURNS)
    worked(conn)
    created = one(conn, "select memories_created from statewave.compile(%s)", subject)
    assert created > 0
    assert states(conn)[space][2] == created
    assert worked(conn) == created


def test_a_space_is_filled_beside_recording_and_switched_at_once(
    database: Database, conn: Connection
) -> None:
    """Readers, writers, workers and the switch at once: no reader sees anything but one space or the other."""
    subjects = [recorded(conn) for _ in range(4)]
    space = int(one(conn, "select statewave.add_space('fake', 'm', 8)"))
    stop, errors = threading.Event(), []
    seen: list[list[Any]] = [[], []]

    def run(step: Any) -> None:
        try:
            with psycopg.connect(database.direct, autocommit=True) as own:
                while not stop.is_set():
                    step(own)
        except Exception as error:
            errors.append(error)

    def read(number: int) -> Any:
        def step(own: Connection) -> None:
            bundle = ask(own, subjects[number], "the goats of her sister")
            seen[number].append((bundle["embedding"], bundle["as_of"]))

        return step

    steps = [
        lambda own: recorded(own, ["More of the goats."], subjects[3]),
        lambda own: filled(own, space),
        lambda own: worked(own, "w1"),
        lambda own: worked(own, "w2"),
        read(0),
        read(1),
    ]
    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    while states(conn)[space][1] < 60 and not errors:
        pass
    while not errors:  # new ones come all the time
        try:
            activated(conn, space)
            break
        except psycopg.Error as error:
            assert error.sqlstate == "SW409"
            if states(conn)[space][2] < 20:
                activated(conn, space, force=True)
                break
    reads = [len(s) for s in seen]
    while not errors and any(len(s) < r + 5 for s, r in zip(seen, reads, strict=True)):
        pass
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    for of_reader in seen:
        found = [embedding for embedding, _ in of_reader]
        assert found.count(BUILTIN) + found.count(None) == len(found)
        assert found == sorted(found, key=lambda e: e is None)  # and never back
    filled(conn, space)
    worked(conn)
    assert states(conn)[space][2] == 0


def vectors(admin: Connection, subject: str) -> dict[tuple[int, str], str]:
    """The vectors of a subject's passages by space and content."""
    rows = admin.execute(
        "select e.space_id, m.content, e.embedding::text from statewave_private.embedding e"
        " join statewave_private.memory m on m.subject_key = e.subject_key and m.seq = e.memory_seq"
        " join statewave_private.subject s on s.subject_key = e.subject_key where m.kind = 'passage' and s.subject = %s",
        [subject],
    )
    return {(space, content): vector for space, content, vector in rows}


def test_forget_rename_merge_and_erase_take_all_spaces_along(
    conn: Connection, admin: Connection
) -> None:
    subject, other = recorded(conn), recorded(conn, ["I have a cat."])
    space = added(conn)
    worked(conn)
    before = vectors(admin, subject)
    assert len(before) == 2 * len(TURNS)
    renamed = new_subject()
    conn.execute("select statewave.rename_subject(%s, %s)", [subject, renamed])
    assert vectors(admin, renamed) == before
    assert vectors(admin, subject) == {}

    recorded(conn, ["Not embedded yet."], renamed)
    cat = vectors(admin, other)
    conn.execute("select statewave.merge_subjects(%s, %s)", [renamed, other])
    merged = vectors(admin, other)
    assert before.items() | cat.items() <= merged.items()
    assert (space, "Not embedded yet.") not in merged
    worked(conn)
    assert (space, "Not embedded yet.") in vectors(admin, other)
    assert states(conn)[space][2] == 0

    conn.execute("select statewave.forget(%s, %s)", [other, episodes(conn, other)[:3]])
    assert {s: sum(x == s for x, _ in vectors(admin, other)) for s in (1, space)}[space] == sum(
        x == 1 for x, _ in vectors(admin, other))  # fmt: skip
    conn.execute("select statewave.erase(%s)", [other])
    assert one(admin, "select count(*) from statewave_private.embedding") == 0
    assert one(admin, "select count(*) from statewave_private.job") == 0


def test_a_document_goes_where_its_spaces_have_other_numbers(
    conn: Connection, admin: Connection
) -> None:
    """By name; one that is not known there is refused, and what a document lacks is made or left to workers."""
    subject = recorded(conn)
    space = added(conn)
    worked(conn)
    document = one(conn, "select statewave.export_subject(%s)", subject)
    assert [s["space_id"] for s in document["spaces"]] == [1, space]
    assert "job" not in document["tables"]
    lean = one(conn, "select statewave.export_subject(%s, vectors => false)", subject)
    before = vectors(admin, subject)
    conn.execute("select statewave.erase(%s)", [subject])
    dropped(conn, space)
    fails(conn, "SW422", "select statewave.import_subject(%s)", json.dumps(document))

    added(conn, 5, "first")
    renumbered = added(conn)
    assert renumbered != space
    conn.execute("select statewave.import_subject(%s)", [json.dumps(document)])
    assert vectors(admin, subject) == {
        (renumbered if s == space else s, text): vector for (s, text), vector in before.items()
    }
    assert worked(conn) == len(TURNS)
    conn.execute("select statewave.import_subject(%s, 'lean')", [json.dumps(lean)])
    found = vectors(admin, "lean")
    assert {s for s, _ in found} == {1}
    assert worked(conn) == 2 * len(TURNS)
    assert {s: m for s, (_, _, m) in states(conn).items()} == {1: 0, space: 0, renumbered: 0}


@pytest.fixture
def big(conn: Connection, admin: Connection) -> Iterator[str]:
    """A subject that is big enough for indexes of its own, with two spaces."""
    subject = recorded(conn, [t.text for t in data.invented(1500, seed=5).turns])
    added(conn)
    worked(conn, max_texts=1000)
    admin.execute("set role statewave_owner")
    yield subject


def maintain(admin: Connection) -> list[str]:
    """Run the plan; the statements."""
    plan = admin.execute("select statement from statewave.maintenance_plan(1000)").fetchall()
    for (statement,) in plan:
        admin.execute(statement.encode())
    return [statement for (statement,) in plan]


def test_a_big_subject_has_an_index_a_space(big: str, conn: Connection, admin: Connection) -> None:
    """And is asked by words alone, by its index of words, where no vector is given."""
    assert [s.split(" on ")[0][-36:-32] for s in maintain(admin)] == ["ar1_", "ar2_", "rms_"]
    question = "What did Ivo Rossi sell in Essen?"
    assert ask(conn, big, question)["path"] == "ann"
    activated(conn, 2)
    given = {"embedding": meaning(question, 8)}
    for more in ({}, given):
        bundle = ask(conn, big, question, **more)
        assert (bundle["path"], bundle["embedding"] is None) == ("ann", more == {})
        exact = ask(conn, big, question, as_of="2100-01-01", **more)
        shared = {i["text"] for i in bundle["items"]} & {i["text"] for i in exact["items"]}
        assert len(shared) > 0.7 * len(exact["items"])
        receipt = one(conn, "select statewave.issue_receipt(%s)", json.dumps(bundle))
        replay = one(conn, "select statewave.replay_receipt(%s, %s)", big, receipt["id"])
        assert replay["identical"]
    (statement,) = maintain(admin)
    assert "drop index" in statement and "near1_" in statement
    activated(conn, 1, force=True)
    dropped(conn, 2)
    fails(conn, "SW422", "select statewave.replay_receipt(%s, %s)", big, receipt["id"])


def test_what_a_policy_withholds_from_a_worker_is_given_to_no_embedder(conn: Connection) -> None:
    added(conn)
    turns = [
        {"payload": {"text": "I have diabetes."}, "labels": ["medical"]},
        {"payload": {"text": "I have a boat."}},
    ]
    conn.execute("select statewave.record_batch('s', %s)", [json.dumps(turns)])
    conn.execute("select statewave.compile('s')")
    conn.execute(
        "select statewave.set_policy(%s)", ['[{"labels": ["medical"], "action": "redact"}]']
    )
    claim = one(conn, "select statewave.claim_embeddings('w')")
    assert claim["texts"] and "diabetes" not in str(claim)
    vectors = json.dumps([meaning(text, 8) for text in claim["texts"]])
    apply = "select statewave.apply_embeddings(%s, 'w', %s)"
    assert one(conn, apply, claim["claim"], vectors) == len(claim["texts"])
    assert one(conn, "select statewave.claim_embeddings('w')") is None, "and it comes to an end"
