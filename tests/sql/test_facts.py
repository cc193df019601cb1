"""Facts have a life: what payloads bring, direct work on memory, pins, times to live, the past."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database
from tests.sql.cases import new_subject


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def own(conn: Connection) -> Connection:
    """A connection to a database of the test's own, for what holds for a tenant."""
    return conn


def value(app: Connection, query: str, *arguments: Any) -> Any:
    """The one value of a query."""
    row = app.execute(query.encode(), arguments).fetchone()
    assert row
    return row[0]


def say(app: Connection, subject: str, text: str, at: str | None = None, who: str = "user") -> None:
    """Record a text and compile it."""
    app.execute(
        "select statewave.record(%s, %s, source => %s, occurred_at => %s)",
        [subject, json.dumps({"text": text}), who, at],
    )
    app.execute("select statewave.compile(%s)", [subject])


def bring(app: Connection, subject: str, **stated: Any) -> None:
    """Record a payload that brings its memories."""
    app.execute("select statewave.record(%s, %s)", [subject, json.dumps({"statewave": stated})])


def history(app: Connection, subject: str, key: str) -> list[tuple[Any, ...]]:
    """(value, from, to, status) of each version of a fact, in order."""
    return app.execute(
        "select value, valid_from::date::text, valid_to::date::text, status from statewave.history(%s, %s)",
        [subject, key],
    ).fetchall()


def known(app: Connection, subject: str, key: str) -> list[tuple[Any, ...]]:
    """The same without what was known otherwise once."""
    return [row for row in history(app, subject, key) if row[3] != "corrected"]


def text(app: Connection, subject: str, task: str, **options: Any) -> str:
    """A bundle's text."""
    named = "".join(f", {name} => %s" for name in options)
    return str(
        value(
            app,
            f"select statewave.retrieve(%s, %s{named}) ->> 'text'",
            subject,
            task,
            *options.values(),
        )
    )


def counts(app: Connection, subject: str) -> list[tuple[Any, ...]]:
    """How much of each entry there is."""
    return app.execute(
        "select entry, kind, count(*) from statewave.timeline(%s, page => 1000) group by 1, 2 order by 1, 2",
        [subject],
    ).fetchall()


# What payloads bring ------------------------------------------------------------------------------


def test_a_payload_brings_exactly_its_memories(app: Connection) -> None:
    subject = new_subject()
    bring(
        app,
        subject,
        memory_candidates=[
            {
                "kind": "profile_fact",
                "text": "Lives in Bergen.",
                "claim": {"key": "location.home", "value": "Bergen"},
                "confidence": 0.9,
            },
            {"kind": "procedure", "text": "To pay, open Billing.", "metadata": {"page": 3}},
            {"kind": "episode_summary", "text": "They moved."},
        ],
    )
    assert "Lives in Bergen." in text(app, subject, "Where?"), "what is recorded is found at once"
    app.execute("select statewave.compile(%s)", [subject])
    found = app.execute(
        "select kind, content, detail ->> 'claim_key' from statewave.timeline(%s) where entry = 'memory' order by kind",
        [subject],
    ).fetchall()
    assert found == [
        ("fact", "Lives in Bergen.", "location.home"),
        ("procedure", "To pay, open Billing.", None),
        ("summary", "They moved.", None),
    ]


def test_no_rule_reads_a_payload_that_brings_its_memories(app: Connection) -> None:
    subject = new_subject()
    payload = {
        "text": "I live in Rome.",
        "statewave": {"memory_candidates": [{"kind": "fact", "text": "Likes rain."}]},
    }
    app.execute("select statewave.record(%s, %s)", [subject, json.dumps(payload)])
    app.execute("select statewave.compile(%s)", [subject])
    assert history(app, subject, "location.home") == []
    assert "Rome" not in text(app, subject, "Where do they live?")


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({"memory_candidates": {}}, "memory_candidates that are no array"),
        ({"memory_candidates": [{"kind": "fact", "text": " "}]}, "number 1: it has no text"),
        (
            {"memory_candidates": [{"kind": "fact", "text": "a"}, {"kind": "rumour", "text": "b"}]},
            "number 2: it has no kind",
        ),
        ({"memory_candidates": [{"kind": "fact", "text": "a", "colour": 1}]}, "other keys"),
        (
            {
                "memory_candidates": [
                    {"kind": "fact", "text": "a", "claim": {"key": "location.home"}}
                ]
            },
            "without key and value",
        ),
        (
            {
                "memory_candidates": [
                    {"kind": "fact", "text": "a", "claim": {"key": "no.such", "value": "x"}}
                ]
            },
            "'no.such' is not known",
        ),
        (
            {"memory_candidates": [{"kind": "fact", "text": "a", "valid_from": "soon"}]},
            "valid_from that is no ISO 8601",
        ),
        (
            {
                "memory_candidates": [
                    {
                        "kind": "fact",
                        "text": "a",
                        "valid_from": "2024-02-01",
                        "valid_to": "2024-01-01",
                    }
                ]
            },
            "ends before",
        ),
        ({"memory_candidates": [{"kind": "fact", "text": "a" * 10001}]}, "more than 10,000"),
        ({"retractions": [{"holder": "user"}]}, "has no key"),
        ({"pins": [{"key": "location.home"}]}, "whether pinned"),
        ({"memory_candidates": [], "more": []}, "other keys than memory_candidates"),
    ],
)
def test_what_a_payload_brings_is_all_valid_or_refused(
    app: Connection, stated: dict[str, Any], says: str
) -> None:
    subject = new_subject()
    with pytest.raises(psycopg.Error) as raised:
        bring(app, subject, **stated)
    assert raised.value.sqlstate == "SW400"
    assert says in str(raised.value)
    assert raised.value.diag.message_hint
    assert counts(app, subject) == []


# Distinct facts and true repeats --------------------------------------------------------------------


def test_a_hundred_facts_of_one_template_stay_a_hundred(app: Connection) -> None:
    subject = new_subject()
    app.execute(
        "select statewave.record_batch(%s, (select jsonb_agg(jsonb_build_object('payload', jsonb_build_object('statewave',"
        " jsonb_build_object('memory_candidates', jsonb_build_array(jsonb_build_object('kind', 'fact', 'text', format('Order %%s shipped', n)))))))"
        " from generate_series(1, 100) n))",
        [subject],
    )
    for n in range(100):
        app.execute(
            "select statewave.record(%s, %s)",
            [subject, json.dumps({"text": f"I own a Makita drill {n}."})],
        )
    app.execute("select statewave.compile(%s)", [subject])
    rows = app.execute(
        "select content from statewave.timeline(%s, page => 1000) where entry = 'memory'", [subject]
    ).fetchall()
    contents = [content for (content,) in rows]
    for template in ("Order ", "I own a "):
        assert len({c for c in contents if c.startswith(template)}) == 100
    assert len(contents) == 200


def test_true_repeats_are_one_memory_with_several_sources(app: Connection) -> None:
    subject = new_subject()
    for _ in range(3):
        bring(app, subject, memory_candidates=[{"kind": "fact", "text": "Has a boat."}])
        bring(
            app,
            subject,
            memory_candidates=[
                {
                    "kind": "fact",
                    "text": "Uses Emacs.",
                    "claim": {"key": "tool.used", "value": "Emacs"},
                }
            ],
        )
    app.execute("select statewave.compile(%s)", [subject])
    rows = app.execute(
        "select id, content from statewave.timeline(%s) where entry = 'memory' order by content",
        [subject],
    ).fetchall()
    assert [content for _, content in rows] == ["Has a boat.", "Uses Emacs."]
    for id, _ in rows:
        assert value(app, "select count(*) from statewave.provenance(%s, %s)", subject, id) == 3


# The life of a fact -----------------------------------------------------------------------------------


def test_history_says_what_replaced_what_and_why(app: Connection) -> None:
    subject = new_subject()
    say(app, subject, "I live in Rome.", at="2020-01-01")
    say(app, subject, "I moved to Oslo.", at="2022-05-01")
    say(app, subject, "I live in Lima.", at="2021-03-01")
    assert known(app, subject, "location.home") == [
        ("Rome", "2020-01-01", "2021-03-01", "past"),
        ("Lima", "2021-03-01", "2022-05-01", "past"),
        ("Oslo", "2022-05-01", None, "current"),
    ]
    rows = app.execute(
        "select value, rule, score, threshold, superseded_by is not null, ended_by is not null, run_id is not null"
        " from statewave.history(%s, 'location.home') where status = 'past' order by valid_from",
        [subject],
    ).fetchall()
    assert rows == [
        ("Rome", "newer_value", 0.0, 1.0, True, True, True),
        ("Lima", "older_value", 0.0, 1.0, True, True, True),
    ]


def test_history_works_through_as_of(app: Connection) -> None:
    subject = new_subject()
    say(app, subject, "I live in Rome.", at="2020-01-01")
    before = value(
        app,
        "select last_recorded_at from (select max(recorded_at) as last_recorded_at from statewave.memory where subject = %s) m",
        subject,
    )
    say(app, subject, "I moved to Oslo.", at="2022-05-01")
    rows = app.execute(
        "select value, valid_to, superseded_by from statewave.history(%s, 'location.home', as_of => %s)",
        [subject, before],
    ).fetchall()
    assert rows == [("Rome", None, None)]


def test_a_retraction_ends_without_replacing(app: Connection) -> None:
    subject = new_subject()
    say(app, subject, "I use Slack.", at="2024-01-01")
    say(app, subject, "I use Linear.", at="2024-01-02")
    say(app, subject, "I no longer use Slack.", at="2024-06-01")
    assert known(app, subject, "tool.used") == [
        ("Slack", "2024-01-01", "2024-06-01", "past"),
        ("Linear", "2024-01-02", None, "current"),
    ]


def test_the_past_is_given_where_it_is_asked_for(app: Connection) -> None:
    subject = new_subject()
    say(app, subject, "I live in Rome.", at="2020-01-01")
    say(app, subject, "I moved to Oslo.", at="2022-05-01")
    old, new = (
        "2020-01-01 to 2022-05-01 user: I live in Rome.",
        "since 2022-05-01 user: I moved to Oslo.",
    )
    now = text(app, subject, "Where do they live?")
    assert new in now and old not in now
    for question in ("Where did they live before Oslo?", "Where did they live in 2021?"):
        then = text(app, subject, question)
        assert old in then and new in then, question
    assert (
        value(
            app,
            "select count(*) from statewave.search(%s, 'Where did they live before?', 20, array['fact'])",
            subject,
        )
        == 2
    )


# Direct work on memory ----------------------------------------------------------------------------------


def remember(app: Connection, subject: str, content: str, **options: Any) -> Any:
    """Remember a fact; returns its id."""
    named = "".join(f", {name} => %s" for name in options)
    return value(
        app,
        f"select statewave.remember(%s, 'fact', %s{named})",
        subject,
        content,
        *options.values(),
    )


def audited(app: Connection, subject: str) -> list[str]:
    """The actions of the subject's audit, which is sound."""
    assert {
        status
        for (status,) in app.execute("select status from statewave.audit_verify(%s)", [subject])
    } == {"sound"}
    return [
        action for (action,) in app.execute("select action from statewave.audit(%s)", [subject])
    ]


def test_remember_has_a_source_and_an_audit_entry_of_its_own(app: Connection) -> None:
    subject = new_subject()
    id = remember(
        app,
        subject,
        "Lives in Rome.",
        claim='{"key": "location.home", "value": "Rome"}',
        valid_from="2023-01-01",
    )
    assert history(app, subject, "location.home") == [("Rome", "2023-01-01", None, "current")]
    assert value(app, "select type from statewave.provenance(%s, %s)", subject, id) == "remember"
    assert audited(app, subject) == ["record", "remember"]
    app.execute("select statewave.compile(%s)", [subject])
    assert history(app, subject, "location.home") == [("Rome", "2023-01-01", None, "current")], (
        "compiling does not double it"
    )


def test_remember_again_adds_a_source_and_with_its_key_changes_nothing(app: Connection) -> None:
    subject = new_subject()
    first = remember(app, subject, "Has a boat.", idempotency_key="k")
    before = counts(app, subject)
    assert remember(app, subject, "Has a boat.", idempotency_key="k") == first
    assert counts(app, subject) == before and audited(app, subject) == ["record", "remember"]
    assert remember(app, subject, "Has a boat.") == first
    assert value(app, "select count(*) from statewave.provenance(%s, %s)", subject, first) == 2


def test_correct_says_what_should_have_been_said(app: Connection) -> None:
    subject = new_subject()
    id = remember(
        app,
        subject,
        "The cat is Momo.",
        claim='{"key": "pet.cat", "value": "Momo"}',
        valid_from="2023-01-01",
    )
    new = value(
        app,
        "select statewave.correct(%s, %s, 'The cat is Nomo.', 'Nomo', 'misheard', idempotency_key => 'c')",
        subject,
        id,
    )
    assert history(app, subject, "pet.cat") == [
        ("Momo", "2023-01-01", None, "corrected"),
        ("Nomo", "2023-01-01", None, "current"),
    ]
    row = app.execute(
        "select superseded_by, rule, reason from statewave.history(%s, 'pet.cat') where value = 'Momo'",
        [subject],
    ).fetchone()
    assert row == (new, "correction", "misheard")
    again = value(
        app,
        "select statewave.correct(%s, %s, 'The cat is Nomo.', 'Nomo', 'misheard', idempotency_key => 'c')",
        subject,
        id,
    )
    assert again == new
    assert "Momo" not in text(app, subject, "What is the cat's name?", kinds=["fact"])
    app.execute("select statewave.compile(%s)", [subject])
    assert history(app, subject, "pet.cat")[-1] == ("Nomo", "2023-01-01", None, "current")


def test_retract_ends_a_memory_at_a_time_or_from_its_beginning(app: Connection) -> None:
    subject = new_subject()
    boat = remember(app, subject, "Has a boat.", valid_from="2023-01-01")
    past = value(app, "select statewave.retract(%s, %s, '2024-01-01', 'sold')", subject, boat)
    assert value(
        app, "select statewave.get_memory(%s, %s) ->> 'valid_to'", subject, past
    ).startswith("2024-01-01")
    car = remember(app, subject, "Has a car.", valid_from="2023-01-01")
    assert value(app, "select statewave.retract(%s, %s, '2023-01-01')", subject, car) is None
    assert text(app, subject, "What do they have?", kinds=["fact"]) == ""
    assert "Has a boat" in text(app, subject, "What did they have in 2023?", kinds=["fact"])
    assert audited(app, subject).count("retract") == 2


def test_a_pinned_memory_comes_first(app: Connection) -> None:
    subject = new_subject()
    for n in range(30):
        app.execute(
            "select statewave.record(%s, %s)",
            [subject, json.dumps({"text": f"The red garden gate number {n} squeaks."})],
        )
    id = remember(app, subject, "Is hard of hearing.")
    first = (
        "select statewave.retrieve(%s, 'Which garden gate squeaks?', 64) -> 'items' -> 0 ->> 'text'"
    )
    assert "hearing" not in value(app, first, subject)
    pinned = value(app, "select statewave.pin(%s, %s)", subject, id)
    assert "hearing" in value(app, first, subject)
    component = "select contribution from statewave.explain(%s, 'Which gate?') where component = 'pinned' and rank = 1"
    assert value(app, component, subject) == 100
    value(app, "select statewave.pin(%s, %s, false)", subject, pinned)
    assert "hearing" not in value(app, first, subject)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("statewave.correct(%(subject)s, %(closed)s, 'x', 'y')", "SW409"),
        ("statewave.retract(%(subject)s, %(closed)s)", "SW409"),
        ("statewave.pin(%(subject)s, %(closed)s)", "SW409"),
        ("statewave.pin(%(subject)s, gen_random_uuid())", "SW404"),
        ("statewave.retract(%(subject)s, %(passage)s)", "SW400"),
        ("statewave.correct(%(subject)s, %(claim)s, 'x')", "SW400"),
        ("statewave.correct(%(subject)s, %(plain)s, 'x', 'y')", "SW400"),
        ("statewave.retract(%(subject)s, %(plain)s, '1999-01-01')", "SW400"),
        ("statewave.pin(%(subject)s, %(plain)s, null)", "SW400"),
        ("statewave.remember(%(subject)s, 'rumour', 'x')", "SW400"),
        ("statewave.remember(%(subject)s, 'fact', '')", "SW400"),
        (
            'statewave.remember(%(subject)s, \'fact\', \'x\', \'{"key": "a.b", "value": "c"}\')',
            "SW400",
        ),
        ("statewave.remember('', 'fact', 'x')", "SW400"),
        ("statewave.history(%(subject)s, '')", "SW400"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    app: Connection, call: str, code: str
) -> None:
    subject = new_subject()
    closed = remember(
        app, subject, "Lives in Rome.", claim='{"key": "location.home", "value": "Rome"}'
    )
    claim = value(
        app, "select statewave.correct(%s, %s, 'Lives in Oslo.', 'Oslo')", subject, closed
    )
    plain = remember(app, subject, "Has a boat.", valid_from="2023-01-01")
    passage = value(
        app,
        "select id from statewave.memory where subject = %s and kind = 'passage' limit 1",
        subject,
    )
    before = counts(app, subject), audited(app, subject)
    with pytest.raises(psycopg.Error) as raised:
        app.execute(
            f"select {call}".encode(),
            {
                "subject": subject,
                "closed": closed,
                "claim": claim,
                "plain": plain,
                "passage": passage,
            },
        )
    assert raised.value.sqlstate == code
    assert raised.value.diag.message_hint
    assert (counts(app, subject), audited(app, subject)) == before


def test_direct_work_is_told_by_its_episodes_and_survives_a_merge(app: Connection) -> None:
    one, other = new_subject(), new_subject()
    id = remember(
        app,
        one,
        "The cat is Momo.",
        claim='{"key": "pet.cat", "value": "Momo"}',
        valid_from="2023-01-01",
    )
    id = value(app, "select statewave.correct(%s, %s, 'The cat is Nomo.', 'Nomo')", one, id)
    boat = remember(app, one, "Has a boat.", valid_from="2023-01-01")
    value(app, "select statewave.retract(%s, %s, '2024-01-01')", one, boat)
    say(app, other, "I live in Rome.")
    value(app, "select statewave.merge_subjects(%s, %s)", one, other)
    assert history(app, other, "pet.cat")[-1] == ("Nomo", "2023-01-01", None, "current")
    assert "Has a boat" not in text(app, other, "What do they have?", kinds=["fact"])


# Times to live, keys, rules, compiling what is pending ---------------------------------------------------


def test_a_kind_with_a_time_to_live_is_past_after_it(own: Connection) -> None:
    own.execute("select statewave.set_ttl('summary', '30 days')")
    own.execute("select statewave.set_claim_key('mood.today', 'fact', true, '1 day', 'mood feels')")
    subject, long_ago = new_subject(), datetime.now(UTC) - timedelta(days=40)
    value(
        own,
        "select statewave.remember(%s, 'summary', 'An old talk.', valid_from => %s)",
        subject,
        long_ago,
    )
    value(own, "select statewave.remember(%s, 'summary', 'A new talk.')", subject)
    remember(own, subject, "Feels fine.", claim='{"key": "mood.today", "value": "fine"}')
    found = text(own, subject, "What was the talk and the mood?", kinds=["fact", "summary"])
    assert "A new talk." in found and "Feels fine." in found
    now = text(own, subject, "talk and mood", kinds=["fact", "summary"])
    assert "An old talk." not in now and "A new talk." in now
    later = value(
        own, "select valid_to - valid_from from statewave.history(%s, 'mood.today')", subject
    )
    assert later == timedelta(days=1)
    assert own.execute("select kind, ttl from statewave.ttls()").fetchall() == [
        ("summary", timedelta(days=30))
    ]
    active = {
        row[0]
        for row in own.execute(
            "select content from statewave.timeline(%s, status => 'active') where entry = 'memory'",
            [subject],
        )
    }
    assert active == {"A new talk.", "Feels fine."}


def test_a_tenant_has_keys_and_rules_of_its_own(own: Connection) -> None:
    own.execute(
        "select statewave.set_claim_key('garden.tool', 'fact', false, null, 'garden tools')"
    )
    version = value(
        own,
        "select statewave.set_compiler_rule('garden.tool.rake', 'garden.tool', 'i rake with ', 'thing', '{\"I rake with a Wolf rake.\": \"Wolf rake\"}')",
    )
    assert version == 1
    subject = new_subject()
    say(own, subject, "I rake with a Wolf rake.")
    assert [row[0] for row in history(own, subject, "garden.tool")] == ["Wolf rake"]
    assert (
        value(own, "select rule from statewave.compiler_rules() where is_own") == "garden.tool.rake"
    )
    name = value(
        own,
        "select rule from statewave.compiler_rules() where claim_key = 'location.home' order by rule limit 1",
    )
    assert value(own, "select statewave.set_compiler_rule(%s, 'location.home', '')", name) == 1


@pytest.mark.parametrize(
    "call",
    [
        "statewave.set_claim_key('Not A Key')",
        "statewave.set_claim_key('fact')",
        "statewave.set_claim_key('a.b', 'passage')",
        "statewave.set_claim_key('a.b', ttl => '1 second')",
        "statewave.set_ttl('episode', '1 day')",
        "statewave.set_ttl('fact', '1 second')",
        "statewave.set_compiler_rule('a', 'no.such', 'i ')",
        "statewave.set_compiler_rule('a', 'location.home', 'i (', 'place', '{\"I dwell.\": null}')",
        "statewave.set_compiler_rule('a', 'location.home', 'i dwell in ', 'no shape', '{\"I dwell in Rome.\": \"Rome\"}')",
        "statewave.set_compiler_rule('a', 'location.home', 'i {nothing} ', 'place', '{\"I dwell.\": null}')",
        "statewave.set_compiler_rule('a', 'location.home', 'i dwell in ', 'place')",
        "statewave.set_compiler_rule('a', 'location.home', 'i dwell in ', 'place', '{\"I dwell in Rome.\": \"Oslo\"}')",
        "statewave.set_compiler_rule('a', 'location.home', 'i dwell in ', 'place', '{\"I dwell in Rome.\": null}')",
        "statewave.compile_pending(0)",
        "statewave.compile_pending(1, 0)",
    ],
)
def test_a_key_rule_or_time_that_is_none_is_refused(app: Connection, call: str) -> None:
    with pytest.raises(psycopg.Error) as raised:
        app.execute(f"select {call}".encode())
    assert raised.value.sqlstate == "SW400"
    assert raised.value.diag.message_hint


def test_a_key_with_memories_keeps_its_meaning(own: Connection) -> None:
    remember(own, new_subject(), "Uses Emacs.", claim='{"key": "tool.used", "value": "Emacs"}')
    with pytest.raises(psycopg.Error) as raised:
        own.execute("select statewave.set_claim_key('tool.used', 'fact', true)")
    assert raised.value.sqlstate == "SW409"


def test_what_is_pending_is_compiled_without_a_worker(own: Connection) -> None:
    for n in range(7):
        own.execute(
            "select statewave.record(%s, %s)",
            [f"pending {n}", json.dumps({"text": "I live in Rome."})],
        )
    done = [own.execute("select * from statewave.compile_pending(5)").fetchone() for _ in range(3)]
    assert done == [(5, 5, 5, 0, False), (2, 2, 2, 0, True), (0, 0, 0, 0, True)]


PLANNED = '{"key": "plan.event", "value": "dinner", "qualifiers": {"on": "2026-0%d-01"}}'


@pytest.mark.parametrize("how", ["retract", "correct", "pin"])
def test_direct_work_is_on_the_memory_that_is_named_alone(app: Connection, how: str) -> None:
    subject = new_subject()
    for month in (1, 2):
        remember(
            app, subject, f"Dinner {month}.", claim=PLANNED % month, valid_from=f"2024-0{month}-01"
        )
    [id] = [
        id
        for id, qualifiers in app.execute(
            "select memory_id, qualifiers from statewave.history(%s, 'plan.event')", [subject]
        ).fetchall()
        if qualifiers == {"on": "2026-02-01"}
    ]
    more = {"retract": "", "correct": ", 'Lunch 2.', 'lunch'", "pin": ""}[how]
    app.execute(f"select statewave.{how}(%s, %s{more})".encode(), [subject, id])
    assert [
        (content, status)
        for content, status in app.execute(
            "select content, status from statewave.history(%s, 'plan.event')", [subject]
        ).fetchall()
        if content == "Dinner 1."
    ] == [("Dinner 1.", "current")]


@pytest.mark.parametrize("how", ["retract", "correct"])
def test_direct_work_is_on_all_that_was_stated_of_a_memory(app: Connection, how: str) -> None:
    subject = new_subject()
    for month in (1, 6):
        say(app, subject, "I live in Lisbno.", f"2024-0{month}-01")
    id = value(app, "select memory_id from statewave.history(%s, 'location.home')", subject)
    if how == "retract":
        gone = "select statewave.retract(%s, %s, at => '2024-01-01Z')"
        assert value(app, gone, subject, id) is None
        assert known(app, subject, "location.home") == []
    else:
        right = "select statewave.correct(%s, %s, 'I live in Lisbon.', 'Lisbon')"
        value(app, right, subject, id)
        assert known(app, subject, "location.home") == [("Lisbon", "2024-01-01", None, "current")]


def test_a_correction_of_what_is_pinned_is_pinned(app: Connection) -> None:
    subject = new_subject()
    id = remember(app, subject, "Has a cat.", valid_from="2023-01-01")
    id = value(app, "select statewave.pin(%s, %s)", subject, id)
    id = value(app, "select statewave.correct(%s, %s, 'Has a dog.')", subject, id)
    pinned = "select statewave.get_memory(%s, %s) -> 'pinned'"
    assert value(app, pinned, subject, id) is True


def test_what_does_not_hold_yet_is_not_pinned_in_silence(app: Connection) -> None:
    subject = new_subject()
    id = remember(app, subject, "Will live in Rome.", valid_from="9000-01-01")
    with pytest.raises(psycopg.Error, match="does not hold yet"):
        app.execute("select statewave.pin(%s, %s)", [subject, id])


def test_a_past_history_stays_as_it_was(app: Connection) -> None:
    subject = new_subject()
    id = remember(app, subject, "Rome.", claim='{"key": "location.home", "value": "Rome"}')
    then = value(app, "select clock_timestamp()")
    past = "select h::text from statewave.history(%s, 'location.home', as_of => %s) h"
    before = value(app, past, subject, then)
    app.execute("select statewave.correct(%s, %s, 'Roma.', 'Roma')", [subject, id])
    assert value(app, past, subject, then) == before


def test_what_is_forgotten_is_not_kept_by_what_refers_to_it(app: Connection) -> None:
    """A correction, a retraction and a pin name a memory by a digest of its value."""
    for how in ("correct", "retract", "pin"):
        subject = new_subject()
        say(app, subject, "I live in Lisbno.")
        (episode, memory) = app.execute(
            "select source_episode_id, id from statewave.memory where subject = %s and kind = 'fact'",
            [subject],
        ).fetchone() or (None, None)
        more = ", 'Lives in Lisbon.', 'Lisbon'" if how == "correct" else ""
        value(app, f"select statewave.{how}(%s, %s{more})", subject, memory)
        value(app, "select statewave.forget(%s, array[%s])", subject, episode)
        document = value(app, "select statewave.export_subject(%s)::text", subject)
        assert "lisbno" not in document.lower(), how


def test_a_claims_kind_is_that_of_its_key(app: Connection) -> None:
    subject = new_subject()
    bring(
        app,
        subject,
        memory_candidates=[
            {
                "kind": "fact",
                "text": "Loves tea.",
                "claim": {"key": "preference.like", "value": "tea"},
            }
        ],
    )
    app.execute("select statewave.compile(%s)", [subject])
    found = app.execute(
        "select kind from statewave.memory where subject = %s and kind <> 'passage'", [subject]
    )
    assert found.fetchall() == [("preference",)]


def test_a_holder_is_one_whatever_letters_its_name_has(app: Connection) -> None:
    subject = new_subject()
    say(app, subject, "I live in Rome.", at="2020-01-01", who="Ünal")
    say(app, subject, "I live in Oslo.", at="2021-01-01", who="Ünal")
    held = [row[:1] + row[3:] for row in known(app, subject, "location.home")]
    assert held == [("Rome", "past"), ("Oslo", "current")]


def test_a_retraction_of_one_value_leaves_those_with_its_words(app: Connection) -> None:
    """Where there is none of just that value, those with its words are meant."""
    subject = new_subject()
    for said in ("nuts", "pine nuts", "cow milk"):
        say(app, subject, f"I am allergic to {said}.", "2025-01-01")
    for said in ("nuts", "milk"):
        say(app, subject, f"I'm no longer allergic to {said}.", "2025-02-01")
    current = [row[0] for row in history(app, subject, "health.allergy") if row[3] == "current"]
    assert current == ["pine nuts"]


@pytest.mark.parametrize("how", ["correct", "retract"])
def test_what_was_taken_back_is_not_stated_by_what_was_said_before(
    app: Connection, how: str
) -> None:
    """A statement recorded before, and compiled after, of the same time or a later one; it may be
    said again."""
    subject = new_subject()
    say(app, subject, "I live in Oslo.", "2025-01-05")
    for at in ("2025-01-05", "2025-03-05"):
        app.execute(
            "select statewave.record(%s, %s, occurred_at => %s)",
            [subject, json.dumps({"text": f"I live in Oslo. It is {at}."}), at],
        )
    wrong = value(app, "select memory_id from statewave.history(%s, 'location.home')", subject)
    if how == "correct":
        app.execute("select statewave.correct(%s, %s, 'In Porto.', 'Porto')", [subject, wrong])
    else:
        app.execute("select statewave.retract(%s, %s, '2025-01-05')", [subject, wrong])
    app.execute("select statewave.compile(%s)", [subject])
    left = [("Porto", "2025-01-05", None, "current")] if how == "correct" else []
    assert known(app, subject, "location.home") == left
    say(app, subject, "I live in Oslo.", "2025-05-05")
    assert ("Oslo", "2025-05-05", None, "current") in known(app, subject, "location.home")


def test_a_long_value_is_refused_or_stored(app: Connection) -> None:
    """No value that is taken is too long for an index later, in compiling."""
    chance = random.Random(1)

    def letters(count: int) -> str:
        return "".join(chr(chance.randrange(0x4E00, 0x9F00)) for _ in range(count))

    subject = new_subject()
    bring(app, subject, retractions=[{"key": "location.home", "value": letters(9000)}])
    claim = {"key": "possession", "value": letters(260), "entity": letters(128), "qualifiers": {"q": letters(120)}}  # fmt: skip
    for number in range(60):
        more = claim | {"value": letters(260)}
        bring(
            app, subject, memory_candidates=[{"kind": "fact", "text": f"{number}", "claim": more}]
        )
    app.execute("select statewave.compile(%s)", [subject])
    assert len(history(app, subject, "possession")) == 60
    with pytest.raises(psycopg.Error, match="more than 800 bytes") as raised:
        bring(app, subject, memory_candidates=[{"kind": "fact", "text": "x", "claim": claim | {"value": letters(270)}}])  # fmt: skip
    assert raised.value.sqlstate == "SW400"


def test_the_same_words_in_another_order_are_another_value(app: Connection) -> None:
    subject = new_subject()
    for name, at in (("Li Wei", "2025-01-01"), ("Wei Li", "2025-02-01")):
        say(app, subject, f"My name is {name}.", at)
    reasons = "select value, rule, reason is not null from statewave.history(%s, 'identity.name')"
    rows = app.execute(reasons.encode(), [subject]).fetchall()
    assert ("Li Wei", "newer_value", True) in rows


@pytest.mark.parametrize("key", ["family.*", "family.Größe", "pet.", "location"])
def test_a_key_that_is_none_is_not_taken_for_one_of_a_group(app: Connection, key: str) -> None:
    with pytest.raises(psycopg.Error) as raised:
        remember(app, new_subject(), "x", claim=json.dumps({"key": key, "value": "y"}))
    assert raised.value.sqlstate == "SW400"


def test_a_key_of_a_group_with_memories_keeps_its_meaning(own: Connection) -> None:
    for name in ("Anna", "Berta"):
        claim = json.dumps({"key": "family.sister", "value": name})
        remember(own, "s", f"Sister {name}.", claim=claim)
    for key in ("family.sister", "family.*"):
        with pytest.raises(psycopg.Error) as raised:
            own.execute("select statewave.set_claim_key(%s, 'fact', true)", [key])
        assert raised.value.sqlstate == "SW409"


def test_direct_work_repeated_returns_what_it_returned(app: Connection) -> None:
    """Whatever became of the memory since."""
    subject = new_subject()
    first = "select statewave.remember(%s, 'fact', 'f', idempotency_key => 'r')"
    made = value(app, first, subject)
    change = "select statewave.correct(%s, %s, 'f2', idempotency_key => 'c')"
    changed = value(app, change, subject, made)
    pin = "select statewave.pin(%s, %s, idempotency_key => 'p')"
    pinned = value(app, pin, subject, changed)
    app.execute("select statewave.correct(%s, %s, 'f3')", [subject, pinned])
    assert value(app, first, subject) == made
    assert value(app, change, subject, made) == changed
    assert value(app, pin, subject, changed) == pinned


def test_what_is_told_later_of_the_present_holds_whenever_it_began(app: Connection) -> None:
    """A sentence that dates itself back is no history of what was stated before it was said."""
    subject = new_subject()
    say(app, subject, "I live in Oslo.", "2025-01-14T10:00:00Z")
    say(app, subject, "I moved to Bergen yesterday.", "2025-01-14T10:05:00Z")
    assert known(app, subject, "location.home") == [
        ("Oslo", "2025-01-14", "2025-01-14", "past"),
        ("Bergen", "2025-01-14", None, "current"),
    ]
    say(app, subject, "I live in Lima.", "2025-06-01")
    say(app, subject, "I moved to Rome two weeks ago.", "2025-07-01")
    assert known(app, subject, "location.home")[-1] == ("Rome", "2025-06-17", None, "current")


def test_what_ends_leaves_nothing_of_it_in_what_goes_on(app: Connection) -> None:
    """Two facts of one sentence have a part of it each."""
    subject = new_subject()
    say(app, subject, "I live in Gothenburg and I'm on the Basic plan.", "2025-01-01")
    say(app, subject, "I moved to Malmö.", "2025-02-01")
    facts = text(app, subject, "Where does she live, and on which plan?", kinds=["fact"])
    assert "Malmö" in facts and "Basic" in facts and "Gothenburg" not in facts
