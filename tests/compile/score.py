"""How well found claims fit labelled ones."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent
SAME = 2 / 3  # of the words, F1, from which two values are one


class Found(NamedTuple):
    """A claim: ``on`` and ``since`` are ISO days, or None."""

    key: str
    value: str
    retracts: bool = False
    since: str | None = None
    on: str | None = None


class Score(NamedTuple):
    """Counts of claims: found and right, found and wrong, missed; dates right, of so many."""

    right: int
    wrong: int
    missed: int
    dates: int
    dated: int

    @property
    def precision(self) -> float:
        """Of what was found, the right part."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of what there is to find, the part that was found."""
        return self.right / max(self.right + self.missed, 1)


def sample(name: str) -> list[dict[str, Any]]:
    """The lines of a sample, ``development`` or ``heldout``."""
    text = (FOLDER / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def labelled(line: dict[str, Any]) -> list[Found]:
    """The claims of a line as its author has them."""
    return [
        Found(c["key"], c["value"], c.get("retracts", False), c.get("from"), c.get("on"))
        for c in line["claims"]
    ]


def same(found: Found, meant: Found) -> bool:
    """Whether a found claim is the one that was meant: its key, and most words of its value."""
    if (found.key, found.retracts) != (meant.key, meant.retracts):
        return False
    ours, theirs = words(found.value), words(meant.value)
    if not theirs or not ours:  # the end of whichever it was
        return meant.retracts
    both = sum((ours & theirs).values())
    return 2 * both / (ours.total() + theirs.total()) >= SAME


def words(value: str) -> Counter[str]:
    """The words of a value, without marks and articles."""
    plain = "".join(c if c.isalnum() or c in "'@+/" else " " for c in value.lower())
    return Counter(word for word in plain.split() if word not in ("a", "an", "the", "my", "our"))


def scores(
    lines: list[dict[str, Any]], find: Callable[[dict[str, Any]], Iterable[Found]]
) -> dict[str, Score]:
    """By category, and of ``all``."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for line in lines:
        left = labelled(line)
        for found in find(line):
            meant = next((m for m in left if same(found, m)), None)
            if meant:
                left.remove(meant)
            dated = bool(meant and (meant.since or meant.on))
            exact = bool(meant and meant.since in (None, found.since) and meant.on == found.on)
            for name in ("all", line["category"]):
                add(counts[name], bool(meant), not meant, False, dated and exact, dated)
        for name in ("all", line["category"]):
            counts[name][2] += len(left)
    return {name: Score(*numbers) for name, numbers in sorted(counts.items())}


def add(counts: list[int], *more: bool) -> None:
    """Count what is true."""
    for place, one in enumerate(more):
        counts[place] += one
