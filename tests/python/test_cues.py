"""Cues: whose words a question asks for, and from what time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

TODAY = "2024-07-10"  # a Wednesday

WHOSE = [
    ("What did you recommend me for dinner?", "assistant"),
    ("What were the restaurants you suggested?", "assistant"),
    ("You gave me a recipe last week, what was in it?", "assistant"),
    ("Can you remind me of your advice on sleep?", "assistant"),
    ("Which book was recommended to me?", "assistant"),
    ("What did the assistant say about taxes?", "assistant"),
    ("What did we discuss about the garden?", "both"),
    ("Summarise our project so far", "both"),
    ("In what order did I visit the museums?", "both"),
    ("Where do I live?", None),
    ("Can you recommend a restaurant?", None),
    ("Could you tell me where I work?", None),
    ("What did my assistant send to the bank?", None),
    ("", None),
]
TIMES = [
    ("What happened on 2023-05-08?", [("2023-05-07", "2023-05-09")]),
    ("on 5 July, 2023", [("2023-07-04", "2023-07-06")]),
    ("on July 5th", [("2022-07-04", "2022-07-06"), ("2023-07-04", "2023-07-06")]),
    ("the trip in June 2023", [("2023-06-01", "2023-06-30")]),
    ("in december", [("2022-12-01", "2022-12-31"), ("2023-12-01", "2023-12-31")]),
    ("What did I do last week?", [("2024-07-01", "2024-07-07")]),
    ("this month", [("2024-07-01", "2024-07-31")]),
    ("What happened yesterday?", [("2024-07-09", "2024-07-09")]),
    ("Whom did I meet last Wednesday?", [("2024-07-03", "2024-07-03")]),
    ("three weeks ago", [("2024-06-16", "2024-06-22")]),
    ("in the past two months", [("2024-05-11", "2024-07-10")]),
    ("last summer", [("2023-06-01", "2023-08-31")]),
    ("over the past summer", [("2023-06-01", "2023-08-31")]),
    ("this may in Rome", [("2022-05-01", "2022-05-31"), ("2023-05-01", "2023-05-31")]),
    ("This may sound odd", []),
    ("Which of the top 10 may surprise me?", []),
    ("2023-00-10 and 2023-05-00", []),
    ("summer of 2022", [("2022-06-01", "2022-08-31")]),
    ("Which jobs did I have in 2023?", [("2023-01-01", "2023-12-31")]),
    ("31 June 2023", []),
    ("May I march in?", []),
    ("What is my name?", []),
]


PAST = [
    "Where did she live before Paris?",
    "What was my old phone number?",
    "Which plan did we have in 2021?",
    "Who was his former employer?",
    "Where did Ana work?",
    "What did I use to drive in June 2022?",
    "Has her address changed over time?",
]
PRESENT = [
    "Where does she live?",
    "What is my phone number?",
    "Which plan do we have?",
    "Who is his employer now?",
    "What did she say about the garden?",
    "Where should I go tomorrow?",
    "",
]


@pytest.mark.parametrize(
    ("question", "past"), [(q, True) for q in PAST] + [(q, False) for q in PRESENT]
)
def test_whether_the_past_is_asked_for(cues: Any, question: str, past: bool) -> None:
    assert cues([question], TODAY, 2020, 2024)[0][5] is past


@pytest.mark.parametrize(("question", "whose"), WHOSE)
def test_whose_words_are_asked_for(cues: Any, question: str, whose: str | None) -> None:
    assert cues([question], TODAY, 2022, 2023)[0][1] == whose


@pytest.mark.parametrize(("question", "periods"), TIMES)
def test_the_periods_that_a_question_names(
    cues: Any, question: str, periods: list[tuple[str, str]]
) -> None:
    [(_, _, starts, stops, weights, _)] = cues([question], TODAY, 2022, 2023)
    assert list(zip(starts, stops, strict=True)) == periods
    assert all(0 < weight <= 1 for weight in weights)


def test_a_day_counts_more_than_a_year(cues: Any) -> None:
    day, year = (cues([text], TODAY, 2022, 2023)[0][4][0] for text in ("2023-05-08", "in 2023"))
    assert day > year


@pytest.mark.parametrize("today", ["4713-01-01 BC", "0001-01-01", "9999-12-31", "294276-01-01"])
def test_a_day_that_python_cannot_hold_is_no_fault(cues: Any, today: str) -> None:
    text = "yesterday, last week, last summer, in march, 99 years ago, last monday"
    [(number, _, starts, stops, weights, _)] = cues([text], today, -4712, 294276)
    assert number == 1 and len(starts) == len(stops) == len(weights)


@given(st.text(max_size=200), st.integers(1, 9999), st.integers(1, 9999))
def test_any_question_gives_periods_that_begin_before_they_end(
    cues: Any, text: str, first: int, last: int
) -> None:
    [(_, _, starts, stops, _, _)] = cues([text], TODAY, first, last)
    assert len(starts) <= 50
    assert all(start <= stop for start, stop in zip(starts, stops, strict=True))
