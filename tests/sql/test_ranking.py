"""What ranking is made of: headings, arms, profiles, plans."""

import json
import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy
import psycopg
import pytest

from statewave.bench import data
from tests.conftest import Connection
from tests.sql.cases import new_subject


def recorded(
    conn: Connection, turns: int, seed: int = 1, subject: str | None = None
) -> tuple[str, data.Conversation]:
    """An invented conversation as a subject."""
    subject, told = subject or new_subject(), data.invented(turns, seed=seed)
    for batch in data.episodes_of(told.turns):
        conn.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(batch)])
    return subject, told


def test_headings_have_the_tokens_that_are_written_down(admin: Connection) -> None:
    kinds = ["instruction", "preference", "fact", "procedure", "summary"]
    rows = admin.execute(
        "select k.place, (statewave_python.tokens(array[statewave_private.heading_of(k.kind, null) || E'\\n']))[1]"
        " from unnest(%s::text[]) with ordinality k (kind, place) order by 1",
        [kinds],
    ).fetchall()
    days = [
        datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day)
        for year, day in [(y, 37 * y % 365) for y in (1, 987, 1969, 9998)]
        + [(2024, d) for d in range(366)]
    ]
    (of_days,) = admin.execute(
        "select array_agg(distinct n) from unnest(statewave_python.tokens(array("
        " select statewave_private.heading_of('passage', d) || E'\\n' from unnest(%s::timestamptz[]) d))) n",
        [days],
    ).fetchone() or ([],)
    (written,) = admin.execute("select statewave_private.heading_tokens()").fetchone() or ([],)
    assert written == [count for _, count in rows] + of_days


def test_the_vector_arm_is_exact(conn: Connection, admin: Connection) -> None:
    """P8: the order by cosine is that of a brute force in numpy, for queries near and far."""
    subject, _ = recorded(conn, 400)
    rows = conn.execute(
        "select item ->> 'memory_id', item ->> 'text' from statewave.explain(%s, 'what?', 16)"
        " where component = 'semantic'",
        [subject],
    ).fetchall()
    texts = {id: text.partition(": ")[2] for id, text in rows}
    assert len(texts) == 400
    stored = vectors_of(admin, list(texts.values()))
    chance = numpy.random.default_rng(1)
    for number in range(50):
        query = stored[number] if number % 2 else chance.normal(size=256)
        query = numpy.asarray(query, dtype=numpy.float16).astype(float)
        cosines = stored @ query / numpy.linalg.norm(stored, axis=1) / numpy.linalg.norm(query)
        best = dict(zip(texts, cosines, strict=True))
        found = conn.execute(
            "select item ->> 'memory_id', (item #>> '{arms,cosine,value}')::float8,"
            " (item #>> '{arms,cosine,rank}')::int"
            " from statewave.explain(%s, 'what?', 16, embedding => %s) where component = 'semantic'",
            [subject, query.tolist()],
        ).fetchall()
        assert len(found) == 400
        for id, value, rank in found:
            assert value == pytest.approx(best[id], abs=1e-5)
            above = sum(other > best[id] + 2e-5 for other in best.values())
            below = sum(other > best[id] - 2e-5 for other in best.values())
            assert above < rank <= below


def vectors_of(admin: Connection, texts: list[str]) -> Any:
    """The stored vectors, made anew by the built-in embedder."""
    row = admin.execute("select statewave_python.vectors(%s)", [texts]).fetchone()
    assert row
    return numpy.array([json.loads(vector) for vector in row[0]], dtype=float)


@pytest.mark.parametrize(
    ("profile", "weights", "note", "said"),
    [
        ("Bad name", "{}", "x", "is no name of a profile"),
        ("p", "[]", "x", "no object"),
        ("p", '{"wrong": 1}', "x", "'wrong' is no weight"),
        ("p", '{"speaker": "2"}', "x", "'speaker' is no weight of that value"),
        ("p", '{"bm25_b": 1.1}', "x", "'bm25_b'"),
        ("p", '{"line_tokens": 0}', "x", "'line_tokens'"),
        ("p", '{"speaker": 1e300}', "x", "'speaker'"),
        ("p", '{"version": 7}', "x", "'version'"),
        ("p", "{}", "", "the note is empty"),
        ("p", "{}", None, "the note is null"),
        ("p", None, "x", "no object"),
        (None, "{}", "x", "no name"),
    ],
)
def test_a_wrong_profile_is_refused(
    admin: Connection, profile: str, weights: str, note: str, said: str
) -> None:
    with pytest.raises(psycopg.Error, match=said) as raised:
        admin.execute("select statewave.set_profile(%s, %s, %s)", [profile, weights, note])
    assert raised.value.sqlstate == "SW400"


def test_a_profile_is_versioned_and_chosen_by_call(conn: Connection, admin: Connection) -> None:
    subject, told = recorded(conn, 60)
    question = told.questions[0].text
    ask = "select statewave.retrieve(%s, %s, 100, profile => %s)"
    assert set_profile(admin, "mine", {}) == 1
    as_default = conn.execute(ask, [subject, question, "default"]).fetchone()
    as_mine = conn.execute(ask, [subject, question, "mine"]).fetchone()
    assert as_default and as_mine
    assert as_mine[0]["text"] == as_default[0]["text"]
    assert set_profile(admin, "mine", {"lexical": 0, "semantic": -1}) == 2
    changed = conn.execute(ask, [subject, question, "mine"]).fetchone()
    assert changed
    assert changed[0]["text"] != as_mine[0]["text"]
    assert (changed[0]["profile"], changed[0]["profile_version"]) == ("mine", 2)
    versions = conn.execute(
        "select version, weights ->> 'semantic', note, recorded_to is null from statewave.profiles('mine')"
    ).fetchall()
    assert versions == [(1, "1", "For a test.", False), (2, "-1", "For a test.", True)]
    with pytest.raises(psycopg.Error) as raised:
        conn.execute(ask, [subject, question, "nobodys"])
    assert raised.value.sqlstate == "SW404"


def set_profile(admin: Connection, name: str, weights: dict[str, float]) -> int:
    """The version that was made."""
    row = admin.execute(
        "select statewave.set_profile(%s, %s, 'For a test.')", [name, json.dumps(weights)]
    ).fetchone()
    assert row
    return int(row[0])


def test_every_weight_is_in_the_profiles_and_in_explain(conn: Connection) -> None:
    """What a profile weighs is what explain shows; the rest are parameters of BM25 and of lengths."""
    subject, _ = recorded(conn, 5)
    (weights,) = conn.execute("select weights from statewave.profiles() limit 1").fetchone() or (
        {},
    )
    shown = {
        name
        for (name,) in conn.execute(
            "select distinct component from statewave.explain(%s, 'what?')", [subject]
        )
    }
    parameters = {name for name in weights if re.search(r"(_k1|_b|_tokens|_days)$", name)}
    assert shown == set(weights) - parameters
    assert len(parameters) == 7


def test_explain_and_retrieve_agree_for_every_question(conn: Connection) -> None:
    """Rank, score and packed, for every question of a conversation; contributions add up."""
    subject, told = recorded(conn, 400)
    conn.execute("select statewave.compile(%s)", [subject])
    for question in told.questions:
        row = conn.execute(
            "select statewave.retrieve(%s, %s, 300)", [subject, question.text]
        ).fetchone()
        assert row
        rows = conn.execute(
            "select rank, item - 'arms', sum(contribution), bool_and(packed), sum(weight * value)"
            " from statewave.explain(%s, %s, 300) group by 1, 2 order by 1",
            [subject, question.text],
        ).fetchall()
        assert [item for _, item, _, packed, _ in rows if packed] == row[0]["items"]
        assert row[0]["omitted"]["count"] == len(rows) - len(row[0]["items"])
        scores = [item["score"] for _, item, *_ in rows]
        assert scores == sorted(scores, reverse=True)
        for _, item, total, _, weighed in rows:
            assert math.isclose(total, item["score"], abs_tol=2e-6)
            assert math.isclose(weighed, total, abs_tol=2e-6)


def test_repeated_texts_leave_room_for_others(conn: Connection) -> None:
    """However often a line was said, it takes the place of one."""
    subject = new_subject()
    turns = ["What is the plan?"] * 400 + [f"The plan has step {n}." for n in range(30)]
    episodes = [{"payload": {"text": text}, "source": "ana"} for text in turns]
    conn.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(episodes)])
    bundle = retrieved(conn, subject, "What is the plan?", 120)
    assert bundle["text"].count("What is the plan?") == 1
    assert bundle["text"].count("The plan has step") > 5
    repeated = next(i for i in bundle["items"] if "What is the plan?" in i["text"])
    assert len(repeated["source_episode_ids"]) == 100
    assert bundle["omitted"]["count"] == 31 - len(bundle["items"])
    found = conn.execute(
        "select content from statewave.search(%s, 'What is the plan?', 31)", [subject]
    )
    assert len({content for (content,) in found}) == 31


def test_what_is_left_out_is_told_when_nothing_fits(conn: Connection) -> None:
    subject = new_subject()
    text = "The committee met in the town hall and decided to postpone its decision once more."
    conn.execute("select statewave.record(%s, %s)", [subject, json.dumps({"text": text})])
    for budget in (16, 20):
        bundle = retrieved(conn, subject, "What did they decide?", budget)
        assert (bundle["token_count"], bundle["text"], bundle["items"]) == (0, "", [])
        assert bundle["omitted"]["count"] == 1
        assert bundle["omitted"]["best"]["text"] == f"user: {text}"
    bundle = retrieved(conn, subject, "What did they decide?", 100)
    assert bundle["omitted"] == {"count": 0, "best": None}
    short = json.dumps({"text": "No."})
    conn.execute("select statewave.record(%s, %s)", [subject, short])
    exact = retrieved(conn, subject, "What did they decide?", bundle["token_count"])
    assert exact["omitted"]["count"] == 1
    assert exact["omitted"]["best"]["text"] == "user: No."


def test_a_long_question_and_great_weights_overflow_nothing(
    conn: Connection, admin: Connection
) -> None:
    subject = new_subject()
    words = [f"w{n:04x}" for n in range(3000)]
    texts = [" ".join(words[at : at + 60]) for at in range(0, 3000, 60)]
    episodes = [{"payload": {"text": text}, "session": "one"} for text in texts]
    others = [{"payload": {"text": "Nothing."}, "session": f"s{n}"} for n in range(300)]
    conn.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(episodes + others)])
    great = json.dumps({"bm25_k1": 1000000, "session_k1": 1000000, "session_b": 0, "bm25_b": 0})
    admin.execute("select statewave.set_profile('great', %s, 'For a test.')", [great])
    question = " ".join(words)
    row = conn.execute(
        "select statewave.retrieve(%s, %s, 500, profile => 'great')", [subject, question]
    ).fetchone()
    assert row
    assert row[0]["items"]


def test_arrays_of_other_bounds_are_arrays(conn: Connection) -> None:
    subject, _ = recorded(conn, 40)
    asked = "select statewave.retrieve_many(%s, 'Who sold it?', 200, weights => %s) ->> 'text'"
    plain = conn.execute(asked, [[subject, "other"], [1.0, 0.5]]).fetchone()
    shifted = conn.execute(
        "select statewave.retrieve_many(('[3:4]=' || %s::text[]::text)::text[], 'Who sold it?', 200,"
        " weights => '[0:1]={1,0.5}') ->> 'text'",
        [[subject, "other"]],
    ).fetchone()
    assert shifted == plain


def retrieved(conn: Connection, subject: str, question: str, budget: int) -> dict[str, Any]:
    """A bundle."""
    row = conn.execute(
        "select statewave.retrieve(%s, %s, %s)", [subject, question, budget]
    ).fetchone()
    assert row
    bundle: dict[str, Any] = row[0]
    return bundle


def test_the_inner_statement_reads_one_partition_by_index(
    conn: Connection, admin: Connection
) -> None:
    """The plan of ranking: no sequential scan of a subject's table, and no second partition."""
    neighbours = admin.execute(
        "select 'neighbour ' || n from generate_series(1, 2000) n"
        " where satisfies_hash_partition('statewave_private.memory'::regclass, 32, 17,"
        " statewave_private.subject_key('default', 'neighbour ' || n)) limit 30"
    ).fetchall()
    for seed, (name,) in enumerate(neighbours):
        subject, told = recorded(conn, 200, seed, name)
    admin.execute("vacuum analyze")
    plans: list[str] = []
    admin.add_notice_handler(lambda notice: plans.append(notice.message_primary or ""))
    for setting in (
        "client_min_messages = log",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_analyze = on",
        "auto_explain.log_nested_statements = on",
    ):
        admin.execute(
            f"load 'auto_explain'; set {setting}".encode()
            if "explain" in setting
            else f"set {setting}".encode()
        )
    for question in told.questions[:3]:
        admin.execute("select statewave.retrieve(%s, %s, 500)", [subject, question.text])
    ranking = [plan for plan in plans if "visible as materialized" in plan]
    assert len(ranking) == 3
    tables = "memory|embedding|episode|memory_source|supersession"
    for plan in ranking:
        ran = [
            line
            for line in plan.splitlines()
            if re.search(rf"on ({tables})_\d\d\b", line) and "never executed" not in line
        ]
        assert ran and not [line for line in ran if "Seq Scan" in line], ran
        assert len(set(re.findall(rf" on (?:{tables})_(\d\d)\b", "\n".join(ran)))) == 1, ran


def test_the_first_call_of_a_connection_and_the_warm_one(conn: Connection) -> None:
    """The answer is the same before and after warm(), which may be called again."""
    subject, told = recorded(conn, 50)
    ask = "select statewave.retrieve(%s, %s, 200, as_of => '2100-01-01')::text"
    found = []
    for warmed in (0, 1, 2):
        with psycopg.connect(conn.info.dsn, password=conn.info.password) as fresh:
            for _ in range(warmed):
                fresh.execute("select statewave.warm()")
            found.append(fresh.execute(ask, [subject, told.questions[0].text]).fetchone())
    assert found[0] == found[1] == found[2]
