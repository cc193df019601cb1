"""What the built-in compiler finds in labelled samples: of what it finds, what is right, and of what
there is to find, what it finds."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from statewave import assets
from tests.compile.score import Found, sample, scores
from tests.conftest import TestServer
from tests.python.conftest import load

FLOORS = {  # precision and recall
    "development": (0.97, 0.92),
    "heldout": (0.95, 0.80),
}


@pytest.fixture(scope="session")
def find(server: TestServer, template: str) -> Callable[[dict[str, Any]], Iterable[Found]]:
    """What the rules of a new database find in a line of a sample."""
    function = load(assets.root() / "sql" / "python" / "claims.py")
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
def test_of_a_sample_enough_is_found_and_found_right(
    find: Callable[[dict[str, Any]], Iterable[Found]], name: str
) -> None:
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
def test_days_are_read_where_they_are_said(
    find: Callable[[dict[str, Any]], Iterable[Found]], name: str
) -> None:
    score = scores(sample(name), find)["all"]
    assert score.dates >= 0.9 * score.dated
