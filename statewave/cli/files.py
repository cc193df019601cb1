"""Importing files of episodes."""

import hashlib
import itertools
import json as jsonlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.progress import Progress

from statewave.cli import show
from statewave.cli.memory import connected

BATCH = 500

Episode = dict[str, Any]


def episodes_of(line: str, number: int) -> Iterator[tuple[str, Episode]]:
    """The episodes of a line of JSONL, each with its subject.

    A line is an episode (``{"subject": …}`` and record()'s parameters, or ``"text"`` for short), or
    a whole subject: ``{"subject", "episodes": [{id, session, occurred_at, speaker, text}]}``. Each
    gets an idempotency key if it has none, so that importing the same file again adds nothing.

    Raises:
        ValueError: the line is neither.
    """
    entry = jsonlib.loads(line)
    if not isinstance(entry, dict) or not isinstance(entry.get("subject"), str):
        raise ValueError(f'line {number} is no object with a "subject"')
    subject = entry.pop("subject")
    if isinstance(entry.get("episodes"), list):
        for turn in entry["episodes"]:
            yield subject, of_turn(turn)
        return
    if "payload" not in entry and "text" in entry:
        entry["payload"] = {"text": entry.pop("text")}
    digest = hashlib.sha256(line.encode()).hexdigest()[:32]
    entry.setdefault("idempotency_key", f"import:{number}:{digest}")
    yield subject, entry


def of_turn(turn: dict[str, Any]) -> Episode:
    """A conversation's turn as an episode: the speaker is its source and begins its text."""
    episode = {
        "payload": {"text": f"{turn['speaker']}: {turn['text']}"},
        "source": turn["speaker"].lower(),
        "idempotency_key": f"import:{turn['id']}",
    }
    return episode | {k: turn[k] for k in ("session", "occurred_at") if turn.get(k) is not None}


def batches(
    episodes: Iterable[tuple[str, Episode]],
) -> Iterator[tuple[str, list[Episode]]]:
    """Episodes of one subject that follow each other, at most BATCH at a time."""
    for subject, group in itertools.groupby(episodes, key=lambda pair: pair[0]):
        turns = (episode for _, episode in group)
        while batch := list(itertools.islice(turns, BATCH)):
            yield subject, batch


def lines_of(file: TextIO) -> Iterator[tuple[str, Episode]]:
    """All episodes of an open JSONL file."""
    for number, line in enumerate(file, 1):
        if line.strip():
            yield from episodes_of(line, number)


def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            help="JSONL: an episode a line, or a subject a line.", exists=True, dir_okay=False
        ),
    ],
    compile: Annotated[bool, typer.Option(help="Compile each subject afterwards.")] = True,
    dsn: show.Dsn = None,
    tenant: show.Tenant = None,
    json: show.Json = False,
) -> None:
    """Import episodes from a JSONL file; run it again to go on where it stopped."""
    counts: dict[str, int] = {}
    with (
        connected(dsn, tenant) as client,
        Progress(console=show.err, transient=True) as bar,
        bar.open(file, "rt", encoding="utf-8", description="importing") as stream,
    ):
        for subject, batch in batches(lines_of(stream)):
            client.record_batch(subject, batch)
            counts[subject] = counts.get(subject, 0) + len(batch)
        if compile:
            for subject in bar.track(counts, description="compiling"):
                client.compile(subject)
    if json:
        show.print_json({"subjects": len(counts), "episodes": sum(counts.values())})
    else:
        show.out.print(f"{sum(counts.values())} episodes of {len(counts)} subjects")
