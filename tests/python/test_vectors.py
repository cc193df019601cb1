"""Vectors are wordllama's, scaled and rounded."""

import json
import math
from pathlib import Path
from typing import Any

import numpy
import pytest
import wordllama
from hypothesis import example, given
from hypothesis import strategies as st

SENTENCES = [
    "I moved to Lisbon last month.",
    "Where does she live now?",
    "  two  spaces\n\nand lines\t",
    "漢字とかな 한국어 हिन्दी العربية \U0001f600",
    "<s>special</s> <unk>",
    "a",
    "The quick brown fox jumps over the lazy dog, and then it rests. " * 40,
]


@pytest.fixture(scope="module")
def reference() -> Any:
    """wordllama's own model, from the files in its package."""
    folder = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(dim=256, cache_dir=folder, disable_download=True)


def cosine(one: Any, other: Any) -> float:
    return float(one @ other / (numpy.linalg.norm(one) * numpy.linalg.norm(other)))


def test_equal_the_stock_model_up_to_rounding(vectors: Any, reference: Any) -> None:
    ours = [numpy.array(json.loads(literal)) for literal in vectors(SENTENCES)]
    for one, theirs in zip(ours, reference.embed(SENTENCES), strict=True):
        scaled = theirs / numpy.linalg.norm(theirs) * 1024
        assert numpy.abs(one - scaled).max() <= 0.51


def test_a_text_without_tokens_has_no_vector(vectors: Any) -> None:
    assert vectors([""]) == [None]


def test_similar_texts_are_nearer(vectors: Any) -> None:
    one, near, far = (
        numpy.array(json.loads(literal))
        for literal in vectors(["my dog is ill", "the puppy feels sick", "quarterly tax report"])
    )
    assert cosine(one, near) > cosine(one, far) + 0.2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
@example("x" * 5000)
def test_any_text_gives_256_integers_of_one_length(vectors: Any, text: str) -> None:
    [literal] = vectors([text])
    numbers = json.loads(literal)
    assert len(numbers) == 256 and all(isinstance(number, int) for number in numbers)
    assert max(map(abs, numbers)) <= 2048, "a halfvec would round it"
    assert math.isclose(math.hypot(*numbers), 1024, abs_tol=10)


@given(st.lists(st.sampled_from(["a", "word", "<s>", " ", "  ", "\u2581", "\n", ">", "é", "漢"])))
def test_long_texts_encode_as_in_one_piece(vectors: Any, reference: Any, parts: list[str]) -> None:
    text = "".join(parts) + "lorem <s> ipsum \u2581 dolor  sit amet " * 30 + "".join(parts)
    theirs = reference.embed(text)[0]
    ours = numpy.array(json.loads(vectors([text])[0]))
    assert numpy.abs(ours - theirs / numpy.linalg.norm(theirs) * 1024).max() <= 0.51


def test_neighbours_in_a_batch_do_not_matter(vectors: Any) -> None:
    assert vectors(SENTENCES) == [vectors([text])[0] for text in SENTENCES]
