"""P7: whatever is done to a subject and to its ranking, a bundle of the past comes back to the byte."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Connection, Database
from tests.sql.cases import new_subject

SLOW = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

TOWNS = st.sampled_from(["Lisbon", "Oslo", "Lyon", "Bergen", "Porto"])
TEXTS = st.one_of(
    TOWNS.map(lambda town: f"I moved to {town}."),
    TOWNS.map(lambda town: f"What do you like about {town}?"),
    st.sampled_from(
        [
            "I work at Brightleaf.",
            "I'm allergic to peanuts.",
            "Always answer in French.",
            "Ich wohne nicht mehr in Berlin, sondern in Hamburg, und das ist auch gut.",
            "Yes.",
            "Actually, I never liked the sea. My sister does.",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1),
)
TURN = st.fixed_dictionaries(
    {"payload": st.fixed_dictionaries({"text": TEXTS})},
    optional={
        "source": st.sampled_from(["user", "assistant", "Ana"]),
        "session": st.sampled_from(["s1", "s2"]),
        "occurred_at": st.sampled_from(
            ["1989-05-02T10:00:00Z", "2023-05-01T10:00:00Z", "2024-11-30T23:59:59.9Z"]
        ),
    },
)
WEIGHTS = st.dictionaries(
    st.sampled_from(["lexical", "semantic", "neighbour", "speaker", "period", "compiled"]),
    st.sampled_from([-1, 0, 0.3, 2.5]),
    min_size=1,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("record"), st.lists(TURN, min_size=1, max_size=3)),
        st.tuples(st.just("compile"), st.integers(1, 3)),
        st.tuples(st.just("set_profile"), WEIGHTS),
    ),
    min_size=1,
    max_size=10,
)
QUESTIONS = ["Where does Ana live now?", "What was said in May?", "Was magst du?"]


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def owner(shared: Database) -> Iterator[Connection]:
    """Who may make profiles."""
    with psycopg.connect(shared.admin_dsn, autocommit=True) as connection:
        yield connection


def bundle(app: Connection, subject: str, profile: str, asked: int, as_of: Any = None) -> str:
    """A bundle as the text of its bytes."""
    row = app.execute(
        "select statewave.retrieve(%s, %s, %s, profile => %s, as_of => %s)::text",
        [subject, QUESTIONS[asked % 3], (40, 150, 600)[asked % 3], profile, as_of],
    ).fetchone()
    assert row
    return str(row[0])


@SLOW
@given(steps=STEPS)
def test_every_bundle_is_replayed_to_the_byte(
    app: Connection, owner: Connection, steps: list[tuple[str, Any]]
) -> None:
    """Record, compile, supersession and a change of profile, in any order; another subject too."""
    subject, other = new_subject(), new_subject()
    profile = subject.replace(" ", "-")
    owner.execute("select statewave.set_profile(%s, '{}', 'For a test.')", [profile])
    kept = []
    for number, (step, given_) in enumerate(steps):
        if step == "record":
            for name in (subject, other):
                app.execute("select statewave.record_batch(%s, %s)", [name, json.dumps(given_)])
        elif step == "compile":
            app.execute("select statewave.compile(%s, %s)", [subject, given_])
        else:
            owner.execute(
                "select statewave.set_profile(%s, %s, 'For a test.')", [profile, json.dumps(given_)]
            )
        kept.append((number, bundle(app, subject, profile, number)))
    app.execute("select statewave.erase(%s)", [other])
    for number, text in kept:
        assert bundle(app, subject, profile, number, json.loads(text)["as_of"]) == text


@SLOW
@given(turns=st.lists(TURN, min_size=1, max_size=6), others=st.lists(TURN, min_size=1, max_size=6))
def test_no_other_subject_changes_a_byte(
    app: Connection, turns: list[dict[str, Any]], others: list[dict[str, Any]]
) -> None:
    subject, other = new_subject(), new_subject()
    app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(turns)])
    app.execute("select statewave.compile(%s)", [subject])
    now = "2100-01-01T00:00:00Z"
    before = [bundle(app, subject, "default", asked, now) for asked in range(3)]
    app.execute("select statewave.record_batch(%s, %s)", [other, json.dumps(others)])
    app.execute("select statewave.compile(%s)", [other])
    assert [bundle(app, subject, "default", asked, now) for asked in range(3)] == before
    app.execute("select statewave.erase(%s)", [other])
    assert [bundle(app, subject, "default", asked, now) for asked in range(3)] == before


@SLOW
@given(
    turns=st.lists(TURN, min_size=2, max_size=12),
    budgets=st.lists(st.integers(16, 300), min_size=2, max_size=5, unique=True).map(sorted),
    asked=st.integers(0, 2),
)
def test_where_two_budgets_first_differ_the_larger_has_the_item(
    app: Connection, turns: list[dict[str, Any]], budgets: list[int], asked: int
) -> None:
    subject = new_subject()
    app.execute("select statewave.record_batch(%s, %s)", [subject, json.dumps(turns)])
    app.execute("select statewave.compile(%s)", [subject])
    packed = []
    for budget in budgets:
        row = app.execute(
            "select statewave.retrieve(%s, %s, %s)", [subject, QUESTIONS[asked], budget]
        ).fetchone()
        assert row
        packed.append({item["rank"] for item in row[0]["items"]})
    for smaller, larger in itertools.pairwise(packed):
        different = smaller ^ larger
        assert not different or min(different) in larger
