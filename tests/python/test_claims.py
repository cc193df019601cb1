"""Claims: what a person plainly states about themselves, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statewave import assets
from tests.conftest import TestServer
from tests.python.conftest import load

STATED = [
    ("My name is Ana Silva.", "identity.name", "Ana Silva"),
    ("Hi! I'm Ana, nice to meet you.", "identity.name", "Ana"),
    ("I live in St. Louis now.", "location.home", "St. Louis"),
    ("I moved to Lisbon last month.", "location.home", "Lisbon"),
    ("I'm on the Pro plan.", "plan.subscription", "Pro"),
    ("Please switch me to the Family plan.", "plan.subscription", "Family"),
    ("I upgraded to Premium yesterday.", "plan.subscription", "Premium"),
    (
        "I just downgraded to the Basic plan because it was too expensive.",
        "plan.subscription",
        "Basic",
    ),
    ("My email is ana@example.com.", "contact.email", "ana@example.com"),
    ("My new phone number is +351 912 345 678.", "contact.phone", "+351 912 345 678"),
    ("I'm allergic to peanuts.", "health.allergy", "peanuts"),
    ("I'm a vegetarian now.", "health.diet", "vegetarian"),
    ("My dog's name is Rex.", "pet.dog", "Rex"),
    ("My wife is called Maria.", "family.wife", "Maria"),
    ("I have two kids and no time.", "family.children", "two"),
    ("I have a dog named Biscuit.", "pet.dog", "Biscuit"),
    ("I really love hiking in the mountains!", "preference.like", "hiking in the mountains"),
    ("I can't stand cilantro.", "preference.dislike", "cilantro"),
    ("I don't like phone calls.", "preference.dislike", "phone calls"),
    ("I prefer tea over coffee.", "preference.like", "tea"),
    ("I prefer aisle seats to window seats.", "preference.like", "aisle seats"),
    ("My favorite color is green.", "preference.like", "green"),
    ("Always reply in French.", "instruction.always", "reply in French"),
    ("Please don't ever call me before 9am.", "instruction.never", "call me before 9am"),
    (
        "From now on, send invoices to my work address.",
        "instruction.from_now_on",
        "send invoices to my work address",
    ),
    ("Call me Bob.", "instruction.call_me", "Bob"),
    (
        "Never share my email with third parties.",
        "instruction.never",
        "share my email with third parties",
    ),
    ("i live in lisbon", "location.home", "lisbon"),
    ("my name is sam", "identity.name", "sam"),
    ("I was born on May 5, 1990.", "identity.birthday", "May 5, 1990"),
    ("I got married last year.", "identity.relationship", "married"),
    ("I'm 34 years old.", "identity.age", "34"),
    ("- I work for the BBC.", "work.employer", "the BBC"),
    ("By the way, I've moved to Rio de Janeiro in March.", "location.home", "Rio de Janeiro"),
    ("I drive a Honda Civic.", "possession", "Honda Civic"),
    ("I speak Spanish.", "language.spoken", "Spanish"),
    ("I'm from Portugal.", "location.origin", "Portugal"),
    ("I was promoted to senior manager.", "work.role", "senior manager"),
    (
        "My address is 12 Main Street, Springfield.",
        "location.address",
        "12 Main Street, Springfield",
    ),
    ("I started a new job at Globex last week.", "work.employer", "Globex"),
]
SEVERAL = [
    (
        "Hello, I\u2019m Tom Baker and I work at Acme Corp.",
        [("identity.name", "Tom Baker"), ("work.employer", "Acme Corp")],
    ),
    (
        "I'm allergic to peanuts and shellfish.",
        [("health.allergy", "peanuts"), ("health.allergy", "shellfish")],
    ),
    (
        "Can you find a nut-free place in Graz for me and my wife Ana, since I'm vegan?",
        [("family.wife", "Ana"), ("health.diet", "vegan")],
    ),
    (
        "We recently moved to New York, and I work as a nurse at Mercy Hospital.",
        [
            ("location.home", "New York"),
            ("work.employer", "Mercy Hospital"),
            ("work.role", "nurse"),
        ],
    ),
    (
        "I'm a software engineer at Google.",
        [("work.employer", "Google"), ("work.role", "software engineer")],
    ),
    (
        "We live in Berlin and my job title is data analyst.",
        [("location.home", "Berlin"), ("work.role", "data analyst")],
    ),
]
NOT_STATED = [
    "I don't live in Paris.",
    "Do I live in Paris?",
    "If I lived in Paris I would be happy.",
    "I wish I lived in Rome.",
    "I might move to Rome.",
    "My brother lives in Paris.",
    'She said, "I live in Paris."',
    '"I live in Rome. I love it here." That is what he wrote.',
    "I used to live in Paris.",
    "I'm going to move to Madrid.",
    "I live in fear.",
    "I never lived in Rome.",
    "Never mind.",
    "Never give up!",
    "Always a pleasure.",
    "I love it!",
    "I love how you do that.",
    "I like that.",
    "I'm a big believer.",
    "I'm on the wrong plan.",
    "Can you switch me to the Family plan?",
    "I'd love to go there.",
    "My name is not important.",
    "I moved to the sales team.",
    "I'm engaged in politics.",
    "Maybe I prefer tea.",
    "My sister is a nurse at Mercy Hospital.",
    "I have a question about my bill.",
    "Vivo en Madrid y me gusta el caf\u00e9.",
    "Ich wohne in Berlin.",
    "I always eat breakfast.",
    "They always remind me of that day.",
    "I'm thinking of moving to Oslo.",
    "I think I live in a simulation.",
    "> I live in Rome.",
    "You said I live in Rome.",
    "I'm not on the Pro plan.",
    "When I was a kid, I loved trains.",
    "My doctor works at Acme.",
    "I hate to say this.",
    "Imagine I live in Tokyo.",
    "call me back",
    "Call me Monday.",
    "I'm happy.",
    "I'm Catholic.",
]


ENDED = [
    ("I no longer work at Acme.", "work.employer", "Acme"),
    ("I don't live in Paris any more.", "location.home", "Paris"),
    ("I stopped taking metformin.", "health.medication", "metformin"),
    ("I'm not vegan anymore.", "health.diet", "vegan"),
    ("We're no longer going with Kafka.", "decision", "going with Kafka"),
]


def found(claims: Any, text: str) -> list[tuple[str, str]]:
    return [(row[2], row[3]) for row in claims([text])]


@pytest.mark.parametrize(("text", "key", "value"), STATED)
def test_a_plain_statement_is_a_claim(claims: Any, text: str, key: str, value: str) -> None:
    [(number, rule, claim_key, claim_value, qualifiers, retracts, _, content)] = claims([text])
    assert (number, claim_key, claim_value) == (1, key, value)
    assert rule.startswith(key.split(".")[0]) and qualifiers == "{}" and not retracts
    assert content == text.removeprefix("- ")


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_a_sentence_may_state_several(
    claims: Any, text: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(found(claims, text)) == sorted(expected)
    contents = [(row[2], row[7]) for row in claims([text])]
    assert len(set(contents)) == len(contents), "two claims of a key share their content"


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_is_not_stated_is_no_claim(claims: Any, text: str) -> None:
    assert claims([text]) == []


@pytest.mark.parametrize(("text", "key", "value"), ENDED)
def test_what_holds_no_more_is_retracted(claims: Any, text: str, key: str, value: str) -> None:
    assert [(row[2], row[3], row[5]) for row in claims([text])] == [(key, value, True)]


def test_every_rule_finds_what_its_examples_say(server: TestServer, template: str) -> None:
    """Each rule alone, with each of its sentences: the value, or nothing."""
    function = load(assets.root() / "sql" / "python" / "claims.py").func  # type: ignore[attr-defined]
    with server.connect(template) as admin:
        rows = admin.execute(
            "select rule, speaker, examples, r from statewave_private.compiler_rule"
            " cross join lateral jsonb_array_elements("
            "statewave_private.rules_of_tenant('default')::jsonb) r"
            " where r ->> 'rule' = rule and recorded_to is null"
        ).fetchall()
    assert len(rows) > 200
    for rule, speaker, examples, row in rows:
        assert any(value is not None for value in examples.values()), f"{rule} has no example"
        for text, value in examples.items():
            said = function([text], ["2026-03-10"], [speaker == "assistant"], json.dumps([row]), {})
            values = [claim[3] for claim in said]
            assert value in values if value is not None else values == [], (rule, text, values)


def test_the_sentence_is_quoted_as_it_was_written(claims: Any) -> None:
    text = "Thanks!  I\u2019m on the Pro plan now.\nAnd I can\u2019t stand \u201cspam\u201d. Bye."
    assert [(row[2], row[3], row[7]) for row in claims([text])] == [
        ("plan.subscription", "Pro", "I\u2019m on the Pro plan now."),
        ("preference.dislike", "spam", "And I can\u2019t stand \u201cspam\u201d."),
    ]


def test_rows_tell_their_text(claims: Any) -> None:
    assert [row[0] for row in claims(["nothing", "I live in Rome.", "", "I live in Oslo."])] == [
        2,
        4,
    ]


def test_code_and_quoted_mail_are_nobody_s_statement(claims: Any) -> None:
    assert claims(["```\nI live in Rome.\n```\n> I live in Oslo.\n`I live in Bonn.`"]) == []


PIECES = st.sampled_from(
    ["I", "I'm", "I\u2019m", "my", "name", "is", "live", "in", "moved", "to", "Lisbon", "St.",
     "Pro", "plan", "a", "nurse", "at", "Acme", "love", "really", "hate", "not", "always", "never",
     "call", "me", "Bob", ",", ".", "!", "?", '"', "\u201c", "and", "but", "if", "please", "\n",
     "the", "hi",
     "dog", "named", "3", "on", "May", "5", "\u00e9", "\u6211", "-", "  ", "from now on", "use"]
)  # fmt: skip


ASIDE = (",", "-", "and", "but", "my")


@given(st.lists(PIECES, max_size=60).map(" ".join) | st.text())
def test_content_and_value_are_quoted(claims: Any, text: str) -> None:
    rows = claims([text])
    for number, _, key, value, qualifiers, retracts, _, content in rows:
        assert number == 1 and qualifiers == "{}" and isinstance(retracts, bool)
        assert content in text and value in content and (value.strip() or retracts)
        assert key == key.lower() and "{" not in key
    assert len({(row[2], row[7]) for row in rows}) == len(rows)


@given(st.lists(PIECES.filter(lambda piece: piece not in ASIDE), max_size=30).map(" ".join))
def test_a_question_states_nothing(claims: Any, text: str) -> None:
    """But what is said aside in it: before a pause, or in a name like "my dog Rex"."""
    plain = text.translate(str.maketrans('.!\n\u201c"', "     "))
    assert claims([plain.rstrip() + "?"]) == []
