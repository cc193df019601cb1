"""Benchmarks on the user's own machine and data."""

import itertools
import json as jsonlib
import re
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from statewave import Bundle, Client
from statewave.cli import files, show
from statewave.cli.memory import connected

app = typer.Typer(help="Measure on your own machine and data.", no_args_is_help=True)

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


@dataclass
class Tally:
    """What was measured at one budget."""

    recall: list[float] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    over: int = 0


def recalled(bundle: Bundle, evidence: dict[str, str], ids: dict[str, str]) -> float:
    """Share of the evidence episodes that the bundle cites and quotes.

    Args:
        evidence: text by the file's episode id.
        ids: the database's episode id by the file's.
    """
    shown: dict[str, set[Any]] = {}
    for item in bundle.items:
        quoted = pairs(item.text) | set(WORD.findall(item.text.lower()))
        for episode in item.source_episode_ids:
            shown.setdefault(str(episode), set()).update(quoted)
    hits = 0
    for name, text in evidence.items():
        need = pairs(text)
        hits += len(need & shown.get(ids[name], set())) >= SHOWN * min(len(need), LONG)
    return hits / len(evidence)


def measure(client: Client, entry: dict[str, Any], tallies: dict[int, Tally]) -> None:
    """Record a subject, ask its questions at each budget, and erase it again."""
    subject = f"bench recall {entry['subject']}"
    client.erase(subject)
    turns = entry["episodes"]
    ids: list[str] = []
    for start in range(0, len(turns), files.BATCH):
        batch = [files.of_turn(turn) for turn in turns[start : start + files.BATCH]]
        ids += map(str, client.record_batch(subject, batch))
    client.compile(subject)
    by_name = dict(zip((turn["id"] for turn in turns), ids, strict=True))
    texts = {turn["id"]: turn["text"] for turn in turns}
    for question in entry["questions"]:
        evidence = {name: texts[name] for name in question["evidence"]}
        for budget, tally in tallies.items():
            start_at = time.perf_counter()
            bundle = client.retrieve(subject, question["q"], max_tokens=budget)
            tally.ms.append(1e3 * (time.perf_counter() - start_at))
            tally.recall.append(recalled(bundle, evidence, by_name))
            tally.used.append(bundle.token_count)
            tally.over += bundle.token_count > budget
    client.erase(subject)


@app.command(cls=show.FriendlyCommand)
def recall(
    file: Annotated[
        Path,
        typer.Argument(
            help="A subject a line, with episodes and questions.", exists=True, dir_okay=False
        ),
    ],
    budgets: Annotated[str, typer.Option(help="Token budgets, by commas.")] = "512,1024,2048,4096",
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """How much of the evidence for a file's questions is in the bundles.

    An episode counts when an item cites it and quotes at least 80 % of the pairs of its successive
    content words (of 40 of them, for a longer one).
    """
    tallies = {int(budget): Tally() for budget in budgets.split(",")}
    entries = [jsonlib.loads(line) for line in file.open(encoding="utf-8") if line.strip()]
    with connected(dsn, tenant) as client, Progress(console=show.err, transient=True) as bar:
        for entry in bar.track(entries, description="subjects"):
            measure(client, entry, tallies)
    rows = [
        (
            budget,
            statistics.mean(t.recall),
            statistics.mean(t.used),
            statistics.median(t.ms),
            statistics.quantiles(t.ms, n=20)[-1],
            t.over,
        )
        for budget, t in tallies.items()
        if len(t.recall) > 1
    ]
    names = ["budget", "recall", "tokens used", "p50 ms", "p95 ms", "over budget"]
    if json:
        show.print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        show.table(f"evidence recall, {len(entries)} subjects", names, rows)
