"""The words that a regular expression needs: where one is missing, it cannot fit."""

import importlib
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tests.python.conftest  # noqa: F401  makes english importable

anchors = importlib.import_module("english.anchors")

NEEDED = [
    ("i live in ", ["i", "live", "in"]),
    ("(?:my|our) dogs?", ["my our", "dog*"]),
    (r"(?:cat|horse)s? here\b", ["cat* horse*", "here"]),
    ("(?:really )?love ", ["love"]),
    ("(?:now |still )*(?!never )(?=happy)", ["happy*"]),
    (r"\d+ years old,", ["#", ",", "years", "old"]),
    ("e-?bikes ", ["*bikes"]),
    ("(?:big |[a-z]+ )house ", ["house"]),
    ("it's ", ["it's"]),
    ("(?i:love) ", []),
    ("[])] love ", []),
]
PATTERNS = [
    *(pattern for pattern, needs in NEEDED if needs),
    r"(?:i|i've|my (?:wife|husband) and i) (?:just )?(?:moved|relocated) to ",
    "(?:call|name)(?:s|ed)? me (?:a |the )?[a-z]{1,3}",
    r"i (?:have|own) (?:two|\d) (?:red|blue)?(?:cars|car park)\b",
]
BEHIND = ["", " ", " x", "s", "'s", ".", "y z"]


@pytest.mark.parametrize(("pattern", "needs"), NEEDED)
def test_a_pattern_needs_its_words(pattern: str, needs: list[str]) -> None:
    assert anchors.needs_of(pattern) == [frozenset(need.split()) for need in needs]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_whatever_a_pattern_fits_has_a_word_of_each_need(pattern: str, data: st.DataObject) -> None:
    fit = data.draw(st.from_regex(rf"\A{pattern}", alphabet=st.characters(max_codepoint=0x17F)))
    text = fit.lower() + data.draw(st.sampled_from(BEHIND))
    assume(re.match(pattern, text))
    words = {form for word in anchors.SPELT.findall(text) for form in anchors.forms_of(word)}
    signs = {sign for sign in ",@/" if sign in text} | {"#" for c in text if c.isdigit()}
    for need in anchors.needs_of(pattern):
        assert need & (words | signs)
