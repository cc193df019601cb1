"""Passages are verbatim, whole, in order, at sentence bounds, and small."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
WORDS = st.sampled_from(
    ["I", "moved", "to", "St.", "Louis.", "Really?", "3.5", "e.g.", '"Yes!"', "she", "said.", "...",
     "\n", "\n\n", "- item", "```\n", "x = 1;", "https://a.b/c?d=e", "我住在北京。", "है।", "كيف؟",
     "antidisestablishmentarianism", "A" * 60, "  "]
)  # fmt: skip
SCRIPTS = (
    (0x61, 0x7A), (0x41, 0x5A), (0x21, 0x7E), (0x100, 0x24F), (0x370, 0x3FF), (0x410, 0x44F),
    (0x5D0, 0x5EA), (0x620, 0x64A), (0x905, 0x939), (0xE01, 0xE2E), (0x3041, 0x30FA),
    (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1F64F), (0x20000, 0x2A6DF),
)  # fmt: skip
LIMIT = 160  # real tokens, which the estimate may not exceed


def cut(passages: Any, text: str) -> list[str]:
    rows = passages([text])
    assert [row[:2] for row in rows] == [(1, ordinal) for ordinal in range(1, len(rows) + 1)]
    return [row[2] for row in rows]


def check(passages: Any, tokens: Any, text: str) -> None:
    pieces = cut(passages, text)
    at = 0
    for piece in pieces:
        assert piece and piece == piece.strip()
        found = text.index(piece, at)
        assert not text[at:found].strip(), "something was left out"
        at = found + len(piece)
    assert not text[at:].strip(), "the end was left out"
    assert all(count <= LIMIT for count in tokens(pieces))


@given(ANY)
def test_any_text_is_kept_in_small_pieces(passages: Any, tokens: Any, text: str) -> None:
    check(passages, tokens, text)


@given(st.lists(WORDS, min_size=1, max_size=400).map(" ".join))
def test_any_prose_is_kept_in_small_pieces(passages: Any, tokens: Any, text: str) -> None:
    check(passages, tokens, text)


@given(st.sampled_from(SCRIPTS), st.integers(0, 10**9))
def test_random_letters_of_any_script_stay_small(
    passages: Any, tokens: Any, script: tuple[int, int], seed: int
) -> None:
    random = Random(seed)
    letters = "".join(chr(random.randint(*script)) for _ in range(1000))
    check(passages, tokens, letters)
    check(passages, tokens, " ".join(letters[at : at + 7] for at in range(0, 1000, 7)))


def test_a_short_text_is_one_passage(passages: Any) -> None:
    text = "Hey Mel! Good to see you. How have you been?"
    assert cut(passages, f"\n {text}  ") == [text]


def test_space_alone_is_no_passage(passages: Any) -> None:
    assert passages(["", " \n\t\u3000"]) == []


def test_rows_tell_their_text(passages: Any) -> None:
    assert passages(["one", "", "three"]) == [(1, 1, "one"), (3, 1, "three")]


SENTENCES = [
    "Dr. Smith paid $3.50 at example.com for J. K. Rowling's first book on Jan. 5 this year.",
    '"Really?" she asked, and nobody in the whole long room had an answer for her this time.',
    "He said it was fine... or so it seemed to all of us who listened to the story that night.",
    "Version 2.0.1 of the U.S. report (see p. 12) is at https://example.com/a.b/report.pdf now!",
    "1. Buy milk, bread, butter, eggs, cheese and all the other things that are on our list.",
]


@pytest.mark.parametrize("space", [" ", "\n", "\n\n", "  "])
def test_passages_end_where_sentences_do(passages: Any, space: str) -> None:
    text = space.join(SENTENCES * 5)
    pieces = cut(passages, text)
    assert len(pieces) > 3
    for piece in pieces:
        rest = piece
        while rest:
            sentence = next(one for one in SENTENCES if rest.startswith(one))
            rest = rest.removeprefix(sentence).lstrip()


@pytest.mark.parametrize(
    "sentence",
    [
        "我住在北京\uff0c每天都坐地铁上班。",
        "متى ستصل إلى القاهرة؟ ",
        "मैं दिल्ली में रहता हूँ। ",
    ],
)
def test_other_scripts_end_their_sentences(passages: Any, sentence: str) -> None:
    pieces = cut(passages, sentence * 40)
    assert len(pieces) > 3
    assert all(piece.endswith(sentence.strip()[-1]) for piece in pieces)


def test_code_is_cut_at_lines(passages: Any) -> None:
    line = "    value = compute(first. second. third, 'a b. c') + 12.5  # x. Y"
    text = "Look:\n```python\n" + "\n".join([line] * 60) + "\n```\nDone."
    for piece in cut(passages, text)[1:-1]:
        assert piece.endswith("# x. Y") and piece.startswith("value")


def test_a_long_sentence_is_cut_at_a_clause(passages: Any) -> None:
    text = ", ".join(["and then we went to another town that nobody knew"] * 60)
    pieces = cut(passages, text)
    assert all(piece.endswith(",") for piece in pieces[:-1])


def test_prose_fills_its_passages(passages: Any, tokens: Any) -> None:
    text = " ".join(["We walked along the river and talked about the plans for next year."] * 100)
    counts = tokens(cut(passages, text))
    assert min(counts[:-1]) >= 80 and max(counts) <= 130
