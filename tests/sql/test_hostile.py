"""P33: hostile values by the ten thousand. What is valid is stored and read, what is not has a documented code."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, Database
from tests.sql.cases import new_subject
from tests.sql.test_arguments import DOCUMENTED

PIECES = [
    "", " ", "\u202e", "\u202b", "👩\u200d👩\u200d👧🏽", "e\u0301\u0323", "漢字", "한국어", "हिन्दी", "\x01", "\x7f", "\ufeff", "\u2028", "\u0085", "\U0010fffd", "ﷺ", "ß", "İ",
    "'", '"', "\\", "$$", "%s", "{}", "\t", "\n", "\r\n", "http://a.b/?c=d", "1e999", "-0", "NaN", "<|endoftext|>", "user:", "[redacted]", "2025-02-30", "next week",
    "I live in Oslo.", "I moved to Rome.", "My name is Ann.", "Always answer in French!", "I like tea", "ann@example.com", "4111 1111 1111 1111", "```\ncode\n```", "?", "!", "...",
]  # fmt: skip
NAMES = [
    "user",
    "assistant",
    "ana",
    "José",
    "用户",
    "a" * 128,
    "x:y",
    "O'Hara",
    "\\",
    "%s",
    "null",
    "\U0001f600",
]
TIMES = [
    None,
    "2025-01-01",
    "2025-02-28T23:59:60Z",
    "1970-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
]
# One fault each: (parameter, value).
FAULTS: list[tuple[str, Any]] = [
    ("payload", []), ("payload", "x"), ("payload", None), ("payload", {"text": "\x00"}), ("payload", {"text": "\ud800"}),
    ("payload", {"messages": [{"role": " ", "content": "x"}]}), ("payload", {"messages": [{"content": "x", "timestamp": "never"}]}), ("payload", {"text": "x" * 2_200_000}),
    ("source", ""), ("source", " a"), ("source", "a\x01"), ("source", "a" * 257), ("source", 1), ("type", "\n"), ("type", {}), ("session", "\u2028 "), ("session", "s" * 513),
    ("occurred_at", "2025-02-30"), ("occurred_at", "infinity"), ("occurred_at", 1), ("occurred_at", "25:00"), ("metadata", []), ("metadata", "x"), ("provenance", 1),
    ("labels", "a"), ("labels", [1]), ("labels", [""]), ("labels", [None]), ("labels", ["a" * 129]), ("idempotency_key", ""), ("idempotency_key", "k" * 513),
    ("embedding", [1]), ("embedding", ["NaN"] * 256), ("embedding", [0] * 256), ("embedding", [1e9] * 256), ("embedding", {}), ("unknown", 1),
]  # fmt: skip


def text(chance: random.Random) -> str:
    """Some pieces, now and then very many."""
    count = chance.choices([1, 3, 10, 60, 600], [20, 45, 30, 5, 0.3])[0]
    return " ".join(chance.choices(PIECES, k=count))[:20_000]


def value(chance: random.Random, depth: int = 0) -> Any:
    """Any JSON."""
    kind = chance.randrange(8 if depth < 4 else 6)
    if kind >= 6:
        inner = [value(chance, depth + 1) for _ in range(chance.randrange(4))]
        return inner if kind == 6 else {text(chance)[:50]: v for v in inner}
    return [None, chance.random() < 0.5, chance.randint(-(2**70), 2**70), chance.uniform(-1e300, 1e300), text(chance), ""][kind]  # fmt: skip


def payload(chance: random.Random) -> dict[str, Any]:
    """A payload of any of the shapes that are read, and of those that are not."""
    if chance.random() < 0.6:
        return {chance.choice(["text", "content"]): text(chance)}
    if chance.random() < 0.5:
        said = [{"role": chance.choice(NAMES), "content": text(chance)} for _ in range(3)]
        return {"messages": said}
    return {text(chance)[:50]: value(chance) for _ in range(3)}


def episode(chance: random.Random) -> dict[str, Any]:
    """A valid one."""
    return {
        "payload": payload(chance),
        "source": chance.choice(NAMES),
        "type": chance.choice(NAMES),
        "session": chance.choice([None, *NAMES]),
        "occurred_at": chance.choice(TIMES),
        "metadata": {text(chance)[:20]: value(chance)},
        "provenance": {"p": value(chance)},
        "labels": chance.sample(NAMES, chance.randrange(3)),
    }


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


def code_of(app: Connection, query: str, *given: Any) -> str:
    """00000, or the documented code of the error."""
    try:
        app.execute(query.encode(), given).fetchall()
    except psycopg.Error as error:
        assert error.sqlstate in DOCUMENTED, f"{query} {str(given)[:200]}: {error!r}"
        return error.sqlstate
    return "00000"


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("cases", [100_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_hostile_values_are_stored_or_refused_by_a_documented_code(
    app: Connection, cases: int
) -> None:
    """Over half are valid and must be stored and found again; each other has one fault."""
    chance = random.Random(cases)
    codes: Counter[str] = Counter()
    while codes.total() < cases:
        subject = f"{chance.choice(NAMES)} {new_subject()}"
        batch = [episode(chance) for _ in range(260)]
        assert (
            code_of(app, "select statewave.record_batch(%s, %s)", subject, json.dumps(batch))
            == "00000"
        )
        codes["00000"] += len(batch)
        assert code_of(app, "select statewave.compile(%s)", subject) == "00000"
        for _ in range(236):
            name, wrong = chance.choice(FAULTS)
            broken = json.dumps([episode(chance) | {name: wrong}])
            code = code_of(app, "select statewave.record_batch(%s, %s)", subject, broken)
            assert code != "00000", broken[:500]
            codes[code] += 1
        for _ in range(4):
            asked = text(chance)
            given = [subject, asked, chance.choice([16, 100, 4000, 10**6]), chance.choice(NAMES)]
            query = "select statewave.retrieve(%s, %s, %s, session => %s)"
            code = code_of(app, query, *given)
            assert code == "00000" or not asked.strip(" \t\r\n"), asked
            codes[code] += 1
        app.execute("select statewave.erase(%s)", [subject])
    assert codes["00000"] > cases / 2
    assert set(codes) >= {"SW400", "SW413", "22P05", "22P02"}, codes


def test_nesting_without_end_is_refused(app: Connection) -> None:
    """By PostgreSQL itself, before any function runs."""
    with pytest.raises(psycopg.errors.StatementTooComplex):
        app.execute("select statewave.record('s', %s)", ["[" * 100_000 + "]" * 100_000])
