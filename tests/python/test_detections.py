"""Detections: what a text gives away."""

from typing import Any

import pytest

GIVEN_AWAY = [
    ("write to ann.b+lists@example.co.uk, please", {"email"}),
    ("ANN@EXAMPLE.COM", {"email"}),
    ("ann@example, or a@b", set()),
    ("call +46 70 123 45 67", {"phone"}),
    ("I'm at (555) 123-4567 all day", {"phone"}),
    ("070-123 45 67", {"phone"}),
    ("0046 70 1234567", {"phone"}),
    ("born on 1990-02-03, moved on 12.05.2024", set()),
    ("from 10:30 to 11:45, room 1204, 1,000,000.00 kr, 192.168.100.200, v1.2.3", set()),
    ("order 1234567890123", set()),
    ("my card is 4111 1111 1111 1111, until 12/26", {"card"}),
    ("4111111111111111 123", {"card"}),
    ("3782 822463 10005", {"card"}),
    ("4111-1111-1111-1112", set()),
    ("9111111111111111", set()),
    ("key sk-proj-abcdefghij1234567890KLMN", {"secret"}),
    ("ghp_" + "a1" * 18, {"secret"}),
    ("AKIAIOSFODNN7EXAMPLE", {"secret"}),
    ("-----BEGIN RSA PRIVATE KEY-----", {"secret"}),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijklmn", {"secret"}),
    ("the password is hunter2222", {"secret"}),
    ("the password is secret", set()),
    ("ann@example.com or +46 70 123 45 67", {"email", "phone"}),
    ("", set()),
]


@pytest.mark.parametrize(("text", "labels"), GIVEN_AWAY)
def test_what_a_text_gives_away(detections: Any, text: str, labels: set[str]) -> None:
    assert set(detections([text])) == {(1, label) for label in labels}


def test_a_number_says_which_text(detections: Any) -> None:
    assert detections(["", "ann@example.com", "x", "4111111111111111"]) == [
        (2, "email"),
        (4, "card"),
    ]


@pytest.mark.parametrize("length", range(13, 20))
def test_one_of_ten_numbers_passes_luhns_check(detections: Any, length: int) -> None:
    numbers = [f"{start}{digit}" for start in ["4" + "0" * (length - 2)] for digit in range(10)]
    assert len(detections(numbers)) == 1
