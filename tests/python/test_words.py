"""Words are what PostgreSQL's parser and stemmer are given."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World!", "hello world"),
        ("3.5 on 2023-05-08", "3 5 on 2023 05 08"),
        ("I don't, she doesn\u2019t, we WON'T, you can't", "i do she does we will you can"),
        ("Caroline's I'm we've they'll you're I'd", "caroline i we they you i"),
        ("O'Brien rock'n'roll", "o brien rock n roll"),
        ("STRASSE Stra\u00dfe \ufb01ne", "strasse strasse fine"),
        ("caf\u00e9 cafe\u0301", "caf\u00e9 caf\u00e9"),
        ("\u6211\u559c\u6b22iPhone\u624b\u673a\u3002", "\u6211 \u559c \u6b22 iphone \u624b \u673a"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940"),
        ("snake_case me@x.com", "snake case me x com"),
        ("\U0001f389 !!!", ""),
        ("", ""),
    ],
)
def test_words_of(words: Any, text: str, expected: str) -> None:
    assert words([text]) == [expected]


@given(ANY)
def test_words_are_letters_marks_digits_and_single_spaces(words: Any, text: str) -> None:
    [line] = words([text])
    assert line == line.strip() and "  " not in line
    assert all(
        unicodedata.category(character)[0] in "LMN" for character in line if character != " "
    )


@given(ANY)
def test_a_composed_text_has_the_same_words(words: Any, text: str) -> None:
    if "'" not in text:
        assert words([text]) == words([unicodedata.normalize("NFC", text)])


@given(st.lists(ANY, max_size=4))
def test_every_text_has_a_line(words: Any, texts: list[str]) -> None:
    assert words(texts) == [words([text])[0] for text in texts]


def test_no_letter_or_digit_is_lost(words: Any) -> None:
    text = "Zürich 東京 Москва القاهرة 12 दिल्ली Ελλάδα"
    kept = words([text])[0].replace(" ", "")
    folded = unicodedata.normalize("NFC", text.casefold())
    assert kept == "".join(c for c in folded if unicodedata.category(c)[0] in "LMN")
