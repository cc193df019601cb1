"""How much of the evidence for questions is in the bundles, at token budgets."""

import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from statewave.bench.subject import Asked, Subject

BUDGETS = (512, 1024, 2048, 4096)

# Words that carry no content of their own; what is left must be shown for an episode to count.
FUNCTION_WORDS = """
    a about after all am an and any are as at be been being but by can could did do does
    doing for from had has have having he her here hers him his how i if in into is it its
    just me more my no not now of on or our out over s she so some t than that the their
    them then there these they this those to too up us very was we were what when where
    which who why will with would you your
"""
WITHOUT = frozenset(FUNCTION_WORDS.split())
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
SHOWN = 0.8  # share of an episode's word pairs that a bundle must quote
LONG = 40  # word pairs that are enough of a longer episode


def pairs(text: str) -> set[Any]:
    """The pairs of successive content words of a text; of a single word, the word."""
    words = [w for w in WORD.findall(text.lower()) if w not in WITHOUT]
    return set(itertools.pairwise(words)) or set(words)


def recalled(bundle: dict[str, Any], evidence: dict[str, str]) -> float:
    """Share of the evidence episodes that the bundle cites and quotes.

    Args:
        evidence: text by the database's episode id.
    """
    shown: dict[str, set[Any]] = {}
    for item in bundle["items"]:
        quoted = pairs(item["text"]) | set(WORD.findall(item["text"].lower()))
        for episode in item["source_episode_ids"]:
            shown.setdefault(episode, set()).update(quoted)
    hits = 0
    for episode, text in evidence.items():
        need = pairs(text)
        met = len(need & shown.get(episode, set()))
        hits += episode in shown and met >= SHOWN * min(len(need), LONG)
    return hits / len(evidence)


@dataclass
class Tally:
    """What was measured at one budget."""

    recall: list[float] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    by_category: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    over: int = 0

    def add(self, asked: Asked, found: float, category: str) -> None:
        """Count a bundle."""
        self.recall.append(found)
        self.by_category[category].append(found)
        self.used.append(asked.bundle["token_count"])
        self.ms.append(asked.ms)
        self.over += asked.bundle["token_count"] > asked.bundle["max_tokens"]

    def row(self) -> dict[str, Any]:
        """The figures, rounded."""
        return {
            "questions": len(self.recall),
            "recall": round(statistics.mean(self.recall), 4),
            "tokens used": round(statistics.mean(self.used)),
            "p50 ms": round(statistics.median(self.ms), 2),
            "over budget": self.over,
            "by category": {
                name: round(statistics.mean(found), 4)
                for name, found in sorted(self.by_category.items())
            },
        }


def measure(subject: Subject, tallies: dict[int, Tally], profile: str = "default") -> None:
    """Ask a subject all its questions at each budget."""
    texts = {turn.id: turn.text for turn in subject.conversation.turns}
    for question in subject.conversation.questions:
        evidence = {subject.ids[name]: texts[name] for name in question.evidence}
        for budget, tally in tallies.items():
            asked = subject.ask(question, budget, profile)
            tally.add(asked, recalled(asked.bundle, evidence), question.category)


def mean(subjects: Iterable[Subject], budgets: Iterable[int], profile: str = "default") -> float:
    """Mean recall over subjects' questions and budgets."""
    tallies = {budget: Tally() for budget in budgets}
    for subject in subjects:
        measure(subject, tallies, profile)
    return statistics.mean(itertools.chain.from_iterable(t.recall for t in tallies.values()))
