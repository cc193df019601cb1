"""A subject with indexes of its own: which path runs, and that it answers as the exact one does."""

import json
import statistics
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from statewave.bench import data
from tests.conftest import Connection, Database
from tests.sql.cases import new_subject

MEMORIES = 2500


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def dba(shared: Database) -> Iterator[Connection]:
    """Who deployed."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        connection.execute("set role statewave_owner")
        yield connection


@pytest.fixture(scope="module")
def told() -> data.Conversation:
    """What the big subject says."""
    return data.invented(MEMORIES, seed=7)


@pytest.fixture
def subject(app: Connection, dba: Connection, told: data.Conversation) -> Iterator[str]:
    """A subject that is big enough."""
    name = new_subject()
    for batch in data.episodes_of(told.turns):
        app.execute("select statewave.record_batch(%s, %s)", [name, json.dumps(batch)])
    yield name
    app.execute("select statewave.erase(%s)", [name])
    maintain(dba)


def maintain(dba: Connection, promote_from: int = 2000) -> list[str]:
    """Run the plan as psql's gexec would; the statements."""
    plan = dba.execute("select statement from statewave.maintenance_plan(%s)", [promote_from])
    statements = [statement for (statement,) in plan.fetchall()]
    for statement in statements:
        dba.execute(statement.encode())
    return statements


def ask(app: Connection, subject: str, question: str, **given: Any) -> dict[str, Any]:
    """A bundle."""
    more = "".join(f", {name} => %s" for name in given)
    row = app.execute(
        f"select statewave.retrieve(%s, %s, 600{more})".encode(),
        [subject, question, *given.values()],
    ).fetchone()
    assert row
    bundle: dict[str, Any] = row[0]
    return bundle


def test_the_plan_is_run_once_and_undone_after_an_erase(
    app: Connection, dba: Connection, subject: str
) -> None:
    assert ask(app, subject, "Who sold it?")["path"] == "exact"
    statements = maintain(dba)
    assert [s.split(" ")[:3] for s in statements] == [["create", "index", "concurrently"]] * 2
    assert maintain(dba) == []
    assert ask(app, subject, "Who sold it?")["path"] == "ann"
    dropped = maintain(dba, 5000)
    assert [s.split(" ")[:3] for s in dropped] == [["drop", "index", "concurrently"]] * 2
    assert ask(app, subject, "Who sold it?")["path"] == "exact"
    maintain(dba)
    app.execute("select statewave.erase(%s)", [subject])
    assert [s.split(" ")[0] for s in maintain(dba)] == ["drop", "drop"]


def test_an_interrupted_index_is_not_used_and_made_again(
    app: Connection, dba: Connection, subject: str
) -> None:
    plan = dba.execute("select statement from statewave.maintenance_plan(2000) order by 1")
    first, second = [statement for (statement,) in plan.fetchall()]
    dba.execute(second.encode())
    assert ask(app, subject, "Who sold it?")["path"] == "exact"
    with pytest.raises(psycopg.errors.QueryCanceled):
        cancelled(dba, first)
    assert ask(app, subject, "Who sold it?")["path"] == "exact"
    assert [s.split(" ")[0] for s in maintain(dba)] == ["drop", "create"]
    assert ask(app, subject, "Who sold it?")["path"] == "ann"


def cancelled(dba: Connection, statement: str) -> None:
    """Run a statement that is stopped half way: its index stays, invalid."""
    dba.execute("set statement_timeout = '15ms'")
    try:
        dba.execute(statement.encode())
    finally:
        dba.execute("reset statement_timeout")


def test_it_answers_as_the_exact_path_does(
    app: Connection, dba: Connection, subject: str, told: data.Conversation
) -> None:
    """Nearly the same lines, the same first one, and all of the evidence that the exact path has."""
    exact = {q: ask(app, subject, q.text) for q in told.questions[::2]}
    maintain(dba)
    shared, first, evidence = [], [], []
    for question, was in exact.items():
        bundle = ask(app, subject, question.text)
        assert (was["path"], bundle["path"]) == ("exact", "ann")
        assert bundle["token_count"] <= 600
        here, there = ({i["memory_id"] for i in b["items"]} for b in (was, bundle))
        shared.append(len(here & there) / len(here))
        first.append(_best(was) == _best(bundle))
        text = next(t.text for t in told.turns if t.id == question.evidence[0])
        evidence.append((text in bundle["text"]) - (text in was["text"]))
    assert statistics.mean(shared) > 0.8
    assert statistics.mean(first) > 0.9
    assert statistics.mean(evidence) >= -0.02


def _best(bundle: dict[str, Any]) -> str:
    best: str = min(bundle["items"], key=lambda item: item["rank"])["memory_id"]
    return best


def test_it_is_repeatable_and_the_past_and_filters_are_exact(
    app: Connection, dba: Connection, subject: str
) -> None:
    maintain(dba)
    question = "What did Ivo Rossi sell in Essen?"
    bundles = [ask(app, subject, question) for _ in range(2)]
    for bundle in bundles:  # asked at another time
        del bundle["as_of"], bundle["hash"]
    assert bundles[0] == bundles[1]
    for given in (
        {"as_of": "2100-01-01T00:00:00Z"},
        {"sources": ["ada"]},
        {"since": "2024-02-01"},
        {"session": "s3", "exclude_session": True},
    ):
        assert ask(app, subject, question, **given)["path"] == "exact"
    rows = app.execute("select * from statewave.explain(%s, %s, 600)", [subject, question])
    assert rows.fetchone()
    before = app.execute("show hnsw.ef_search").fetchone()
    assert before == ("40",)


def test_a_rare_word_is_found_among_common_ones(
    app: Connection, dba: Connection, subject: str
) -> None:
    """Also one that only common words stand beside, and a common one by itself, in a long question."""
    app.execute(
        "select statewave.record(%s, %s)", [subject, json.dumps({"text": "Zircon, at last."})]
    )
    maintain(dba)
    bundle = ask(app, subject, "Which silver kettle has a zircon?")
    assert bundle["path"] == "ann"
    assert "Zircon, at last." in bundle["text"]
    assert "kettle" in ask(app, subject, "kettle")["text"]
    long = " ".join(f"word{number}" for number in range(150))
    assert "Zircon, at last." in ask(app, subject, f"{long} zircon")["text"]


def test_retrieve_many_uses_the_indexes(app: Connection, dba: Connection, subject: str) -> None:
    maintain(dba)
    asked = "select statewave.retrieve_many(array[%s, 'nobody'], 'Who sold it?', 300)"
    (bundle,) = app.execute(asked.encode(), [subject]).fetchone() or ({},)
    assert bundle["path"] == "ann"
    assert bundle["items"]
    past = asked.replace("300", "300, as_of => '2100-01-01'")
    assert (app.execute(past.encode(), [subject]).fetchone() or ({},))[0]["path"] == "exact"


def test_a_receipt_is_replayed_by_ranking_its_candidates(
    app: Connection, dba: Connection, subject: str
) -> None:
    """To the byte, though the indexes know more by then, or are gone."""
    maintain(dba)
    issue = "select statewave.issue_receipt(statewave.retrieve(%s, 'What did Ivo Rossi sell in Essen?', 600))"
    (receipt,) = app.execute(issue.encode(), [subject]).fetchone() or ({},)
    assert receipt["path"] == "ann"
    turns = [{"payload": {"text": f"Ivo Rossi sold number {n} in Essen."}} for n in range(30)]
    app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(turns)])
    for promote_from in (2000, 100_000):
        maintain(dba, promote_from)
        (replay,) = app.execute(
            "select statewave.replay_receipt(%s, %s)", [subject, receipt["id"]]
        ).fetchone() or ({},)
        assert (replay["identical"], replay["differences"]) == (True, [])


def test_what_is_withheld_is_no_candidate(
    app: Connection, dba: Connection, subject: str, told: data.Conversation
) -> None:
    """The best line by vector, word and neighbours, denied or redacted, is not told by the indexes."""
    maintain(dba)
    question = told.questions[0]
    best = ask(app, subject, question.text)["items"][0]
    app.execute("select statewave.set_labels(%s, %s, array['l'])", [subject, best["memory_id"]])
    for action in ("deny", "redact"):
        rules = json.dumps([{"labels": ["l"], "action": action}])
        app.execute("select statewave.set_policy(%s)", [rules])
        bundle = ask(app, subject, question.text)
        assert bundle["path"] == "ann"
        assert best["text"] not in bundle["text"]
        mine = [item for item in bundle["items"] if item["memory_id"] == best["memory_id"]]
        assert all(action == "redact" and item["redacted"] for item in mine)
    app.execute("select statewave.set_policy(null)")
    assert ask(app, subject, question.text)["items"][0] == best


def test_new_memories_are_found_at_once(app: Connection, dba: Connection, subject: str) -> None:
    """P38 on the ann path: an index knows what was written a moment ago."""
    maintain(dba)
    for number, word in enumerate(("zeppelin", "oubliette", "quokka")):
        app.execute(
            "select statewave.record(%s, %s)",
            [subject, json.dumps({"text": f"The {word} has number {number}."})],
        )
        bundle = ask(app, subject, f"What number has the {word}?")
        assert bundle["path"] == "ann"
        assert f"The {word} has number {number}." in bundle["text"]


@pytest.mark.parametrize("promote_from", [None, 999])
def test_a_wrong_size_is_refused(dba: Connection, promote_from: int | None) -> None:
    with pytest.raises(psycopg.Error) as raised:
        dba.execute("select * from statewave.maintenance_plan(%s)", [promote_from])
    assert raised.value.sqlstate == "SW400"
