"""What the built-in compiler finds in labelled samples: of what it finds, what is right, and of what
there is to find, what it finds."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from statewave import assets
from tests.compile.score import Found, sample, scores
from tests.conftest import TestServer
from tests.python.conftest import TextFunction, load

FLOORS = {  # precision and recall
    "development": (0.97, 0.92),
    "heldout": (0.95, 0.80),
}


Find = Callable[[dict[str, Any]], Iterable[Found]]


@pytest.fixture(scope="session")
def function() -> TextFunction:
    """claims(), with a cache of its own."""
    return load(assets.root() / "sql" / "python" / "claims.py")


@pytest.fixture(scope="session")
def find(server: TestServer, template: str, function: TextFunction) -> Find:
    """What the rules of a new database find in a line of a sample."""
    with server.connect(template) as admin:
        row = admin.execute("select statewave_private.rules_of_tenant('default')").fetchone()
    assert row

    def found(line: dict[str, Any]) -> list[Found]:
        who = [line["speaker"] == "assistant"]
        return [
            Found(key, value, retracts, since, json.loads(qualifiers).get("on"))
            for _, _, key, value, qualifiers, retracts, since, _ in function(
                [line["text"]], [line["at"][:10]], who, row[0]
            )
        ]

    return found


@pytest.mark.parametrize("name", FLOORS)
def test_of_a_sample_enough_is_found_and_found_right(find: Find, name: str) -> None:
    figures = scores(sample(name), find)
    for category, score in figures.items():
        print(
            f"{name:12} {category:13} precision {score.precision:.3f} recall {score.recall:.3f}"
            f" right {score.right} wrong {score.wrong} missed {score.missed}"
            f" dates {score.dates}/{score.dated}"
        )
    precision, recall = FLOORS[name]
    assert figures["all"].precision >= precision
    assert figures["all"].recall >= recall


@pytest.mark.parametrize("name", FLOORS)
def test_a_rule_that_no_word_tells_would_find_nothing(
    function: TextFunction, find: Find, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """With every rule tried on every sentence, the same is found."""
    lines = sample(name)
    told = [[*find(line)] for line in lines]
    body = function.func.__globals__  # type: ignore[attr-defined]
    monkeypatch.setitem(body, "worth_trying", lambda *given: (1 << len(given[-1].rules)) - 1)
    assert [[*find(line)] for line in lines] == told


@pytest.mark.parametrize("name", FLOORS)
def test_days_are_read_where_they_are_said(find: Find, name: str) -> None:
    score = scores(sample(name), find)["all"]
    assert score.dates >= 0.9 * score.dated
