"""Every line of a bundle is quoted from the episodes that it names, for payloads of any shape."""

import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Connection, Database
from tests.property.test_bundle import ALPHABETS, SLOW, SPEAKERS, assert_exact, value
from tests.sql.cases import new_subject

SAID = st.one_of(
    ALPHABETS,
    st.sampled_from(
        [
            "I live in Rome.",
            "I LIVE IN ROME.",
            "I moved to Oslo. I love tea!",
            "user: I'm on the Pro plan.",
            "My name is Zoë.\nAlways be brief.",
        ]
    ),
)
LEAVES = st.one_of(
    SAID, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()
)
KEYS = st.one_of(
    st.sampled_from(["text", "note", "messages", "content"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
MESSAGES = st.fixed_dictionaries(
    {"role": SPEAKERS, "content": SAID},
    optional={
        "timestamp": st.sampled_from(
            ["2025-01-01T10:00:00Z", "2025-02-01 11:00:00+02:00", "2025-03-01"]
        )
    },
)
PAYLOADS = st.one_of(
    st.fixed_dictionaries({"text": SAID}),
    st.fixed_dictionaries({"content": SAID}),
    st.fixed_dictionaries({"messages": st.lists(MESSAGES, max_size=4)}),
    st.fixed_dictionaries({"text": SAID, "messages": st.lists(MESSAGES, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"note": DOCUMENTS, "when": DOCUMENTS}),
)
EPISODES = st.fixed_dictionaries(
    {"payload": PAYLOADS},
    optional={
        "source": SPEAKERS,
        "session": st.sampled_from(["a", "b"]),
        "occurred_at": st.sampled_from(["2025-01-01", "1999-12-31T23:59:59.999999Z"]),
    },
)


@pytest.fixture(scope="module")
def app(shared: Database) -> Iterator[Connection]:
    """An application's connection."""
    with psycopg.connect(shared.dsn, autocommit=True) as connection:
        yield connection


def compact(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def leaves(document: Any, key: str | None = None) -> Iterator[str]:
    """The leaves of a document in their order, after their key, as people would write it down."""
    if isinstance(document, dict):
        for name, inner in document.items():
            yield from leaves(inner, name)
    elif isinstance(document, list):
        for inner in document:
            yield from leaves(inner, key)
    elif document is not None:
        text = str(document).lower() if isinstance(document, bool) else str(document)
        yield text if key is None else f"{key}: {text}"


def said(payload: dict[str, Any]) -> list[str]:
    """Everything that a payload says, each way in which it may be read, without white space."""
    strings = [payload.get("text"), payload.get("content")]
    for message in payload.get("messages") or []:
        if isinstance(message, dict):
            strings.append(message.get("content"))
    found = [compact(text) for text in strings if isinstance(text, str)]
    return [*found, compact("\n".join(leaves(payload)))]


def episode(app: Connection, subject: str, id: str) -> Any:
    """A stored episode's payload, numbers as they are written."""
    text = value(app, "get_episode(%s, %s)", subject, id)["payload"]
    row = app.execute("select %s::jsonb::text", [json.dumps(text)]).fetchone()
    assert row
    return json.loads(row[0], parse_float=str, parse_int=str)


@SLOW
@given(episodes=st.lists(EPISODES, min_size=1, max_size=5), budget=st.integers(16, 4000))
def test_every_line_is_quoted_from_what_it_names(
    app: Connection, episodes: list[dict[str, Any]], budget: int
) -> None:
    """Sources exist; the line's words stand in the first in their order, and in the others, or what it claims."""
    subject = new_subject()
    ids = value(app, "record_batch(%s, %s)", subject, json.dumps(episodes))
    value(app, "compile(%s)", subject)
    bundle = value(
        app, "retrieve(%s, 'Where does Zoë live? Rome tea plan', max_tokens => %s)", subject, budget
    )
    assert_exact(bundle)
    for item in bundle["items"]:
        assert set(item["source_episode_ids"]) <= {str(id) for id in ids}
        memory = value(app, "get_memory(%s, %s)", subject, item["memory_id"])
        prefix = f"{memory['speaker']}: "
        dated = r"(?:since )?\S{10}(?: to \S{10})?(?: \(on \S{10}\))? "
        line = (
            item["text"] if item["kind"] == "passage" else re.sub(dated, "", item["text"], count=1)
        )
        assert line.startswith(prefix)
        quoted = compact(line.removeprefix(prefix))
        assert quoted == compact(memory["content"])
        first, *others = item["source_episode_ids"]
        assert first == memory["source_episode_ids"][0]
        assert any(quoted in text for text in said(episode(app, subject, first)))
        for other in others:
            texts = [text.lower() for text in said(episode(app, subject, other))]
            claimed = compact(memory["claim_value"] or memory["content"]).lower()
            assert any(quoted.lower() in text or claimed in text for text in texts)


@SLOW
@given(episodes=st.lists(EPISODES, min_size=1, max_size=4))
def test_no_word_of_an_episode_is_lost(app: Connection, episodes: list[dict[str, Any]]) -> None:
    """P38: the passages of an episode, one after the other, are all that was said, white space aside."""
    subject = new_subject()
    ids = value(app, "record_batch(%s, %s)", subject, json.dumps(episodes))
    for id in ids:
        passages = app.execute(
            "select content, ordinal from statewave.citing(%s, %s) order by ordinal", [subject, id]
        ).fetchall()
        assert [ordinal for _, ordinal in passages] == list(range(1, len(passages) + 1))
        stored = compact("".join(content for content, _ in passages))
        payload = episode(app, subject, id)
        for text in (payload.get("text"), payload.get("content")):
            if isinstance(text, str):
                whole = compact(text)
                assert whole in stored or (":" in whole and whole.split(":", 1)[1] in stored)


@SLOW
@given(episodes=st.lists(EPISODES, min_size=1, max_size=4))
def test_an_episode_is_stored_as_it_was_given(
    app: Connection, episodes: list[dict[str, Any]]
) -> None:
    """And provenance, citing and the bundle name each other."""
    subject = new_subject()
    ids = value(app, "record_batch(%s, %s)", subject, json.dumps(episodes))
    value(app, "compile(%s)", subject)
    for id, given_episode in zip(ids, episodes, strict=True):
        stored = value(app, "get_episode(%s, %s)", subject, id)
        same = "select statewave.get_episode(%s, %s) -> 'payload' = %s::jsonb"
        assert app.execute(
            same, [subject, id, json.dumps(given_episode["payload"])]
        ).fetchone() == (True,)
        assert (stored["source"], stored["session"]) == (
            given_episode.get("source", "user"),
            given_episode.get("session"),
        )
        for (memory,) in app.execute(
            "select memory_id from statewave.citing(%s, %s)", [subject, id]
        ).fetchall():
            sources = app.execute(
                "select episode_id, quote, ordinal from statewave.provenance(%s, %s)",
                [subject, memory],
            ).fetchall()
            assert id in [row[0] for row in sources]
            assert [row[2] for row in sources] == list(range(1, len(sources) + 1))
            assert [row[1] is not None for row in sources] == [True] + [False] * (len(sources) - 1)
