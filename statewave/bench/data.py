"""What benchmarks run on: conversations with questions and the episodes that answer them."""

import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# LoCoMo's own numbers of its kinds of question (Maharana et al., ACL 2024).
LOCOMO = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop", 5: "adversarial"}


@dataclass(frozen=True)
class Turn:
    """An episode as it is recorded."""

    id: str
    session: str
    occurred_at: str
    speaker: str
    text: str

    def episode(self) -> dict[str, Any]:
        """record()'s parameters: the speaker is the source and begins the text."""
        return {
            "payload": {"text": f"{self.speaker}: {self.text}"},
            "source": self.speaker.lower(),
            "session": self.session,
            "occurred_at": self.occurred_at,
        }


@dataclass(frozen=True)
class Question:
    """A question with the ids of the turns that answer it."""

    text: str
    evidence: tuple[str, ...]
    category: str


@dataclass(frozen=True)
class Conversation:
    """A subject's turns and questions about them."""

    subject: str
    turns: tuple[Turn, ...]
    questions: tuple[Question, ...]


def read(path: Path) -> list[Conversation]:
    """The conversations of a file: a subject a line, or LoCoMo's published ``locomo10.json``.

    A line is ``{"subject", "episodes": [{"id", "session", "occurred_at", "speaker", "text"}],
    "questions": [{"q", "evidence": [ids], "category"}]}``.

    Raises:
        ValueError: it is neither, or a question names no turn; says where.
    """
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        try:
            return [_of_locomo(entry) for entry in json.loads(text)]
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path} is no list of LoCoMo's samples: {error!r}") from error
    lines = enumerate(text.splitlines(), start=1)
    conversations = [_of_line(line, number) for number, line in lines if line.strip()]
    if not conversations:
        raise ValueError(f"{path} has no conversation")
    return conversations


def _of_line(line: str, number: int) -> Conversation:
    try:
        entry = json.loads(line)
        turns = tuple(
            Turn(e["id"], e["session"], e["occurred_at"], e["speaker"], e["text"])
            for e in entry["episodes"]
        )
        questions = tuple(
            Question(q["q"], tuple(q["evidence"]), str(q.get("category", "all")))
            for q in entry["questions"]
        )
        known = {turn.id for turn in turns}
        for question in questions:
            if not question.evidence or not known.issuperset(question.evidence):
                raise ValueError(f"no such evidence: {question.text}")
        return Conversation(entry["subject"], turns, questions)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"line {number} is no subject with episodes and questions: {error}"
        ) from error


def _of_locomo(entry: dict[str, Any]) -> Conversation:
    """A sample of LoCoMo; a shared image is told by its caption, a minute passes a turn."""
    told = entry["conversation"]
    turns = []
    for session in sorted((k for k in told if re.fullmatch(r"session_\d+", k)), key=_number):
        start = datetime.strptime(told[f"{session}_date_time"], "%I:%M %p on %d %B, %Y")
        for minute, turn in enumerate(told[session]):
            image = turn.get("blip_caption")
            turns.append(
                Turn(
                    turn["dia_id"],
                    session,
                    (start + timedelta(minutes=minute)).replace(tzinfo=UTC).isoformat(),
                    turn["speaker"],
                    turn["text"] + (f" [shares an image: {image}]" if image else ""),
                )
            )
    known = {turn.id for turn in turns}
    questions = []
    for asked in entry["qa"]:
        names = (f"D{int(a)}:{int(b)}" for e in asked["evidence"] for a, b in EVIDENCE.findall(e))
        evidence = tuple(dict.fromkeys(name for name in names if name in known))
        if evidence:
            questions.append(Question(asked["question"], evidence, LOCOMO[asked["category"]]))
    return Conversation(entry["sample_id"], tuple(turns), tuple(questions))


EVIDENCE = re.compile(r"D:?(\d+):(\d+)")


def _number(name: str) -> int:
    return int(name.rpartition("_")[2])


def invented(episodes: int, *, subject: str = "invented", seed: int = 1) -> Conversation:
    """A conversation of two people with sessions of 20 turns; a question about every 25th turn.

    The same for the same arguments. Each question is answered by one turn, told in other words
    than it asks, among many that speak of the same people and things.
    """
    return Conversation(subject, *_told(episodes, random.Random(seed)))


def _told(episodes: int, chance: random.Random) -> tuple[tuple[Turn, ...], tuple[Question, ...]]:
    turns, questions = [], []
    start = datetime(2024, 1, 1, 9, tzinfo=UTC)
    for number in range(episodes):
        speaker = SPEAKERS[number % 2]
        person, thing, place = chance.choice(PEOPLE), chance.choice(THINGS), chance.choice(PLACES)
        mark = f"{chance.choice(COLOURS)} {chance.choice(MATERIALS)}"
        said, asked = chance.choice(FORMS)
        slots = {"person": person, "thing": thing, "place": place, "mark": mark}
        at = start + timedelta(hours=number // 20 * 7, minutes=number % 20)
        text = f"{said.format(**slots)} {chance.choice(REMARKS)}"
        turns.append(Turn(f"t{number}", f"s{number // 20}", at.isoformat(), speaker, text))
        if number % 25 == 12:
            questions.append(Question(asked.format(**slots), (f"t{number}",), "invented"))
    return tuple(turns), tuple(questions)


SPEAKERS = ("Ada", "Ben")
PEOPLE = [
    f"{first} {last}"
    for first in "Amir Bela Chiara Dario Elif Femke Goran Hanna Ivo Jana Kofi Lena".split()
    for last in "Novak Okafor Petrov Quist Rossi Sato Tanaka Ubeda Vogel Weber Yilmaz Zeman".split()
]
THINGS = """
    bicycle kettle lantern piano telescope violin carpet mirror suitcase typewriter umbrella
    wardrobe anchor barometer compass drum easel flute globe hammock ladder medal notebook
    oar pendulum quilt rug saddle tripod vase
""".split()
PLACES = """
    Aarhus Bergen Cadiz Debrecen Essen Faro Ghent Haarlem Innsbruck Jena Kaunas Lucerne Malaga
    Nantes Odense Porto Rennes Siena Tartu Uppsala Verona Wroclaw York Zadar
""".split()
COLOURS = "amber black blue crimson golden green grey ivory purple red silver white".split()
MATERIALS = "brass clay copper glass iron leather linen oak paper silk steel wool".split()
FORMS = [
    ("{person} sold me a {mark} {thing} in {place}.", "What did {person} sell in {place}?"),
    ("I lent my {thing}, the {mark} one, to {person}.", "To whom did I lend the {mark} {thing}?"),
    ("{person} is moving to {place} with a {mark} {thing}.", "Where is {person} moving?"),
    ("We saw a {mark} {thing} at the market of {place}.", "What was at the market in {place}?"),
    ("{person} repaired the {mark} {thing} again.", "Who repaired the {mark} {thing}?"),
]
REMARKS = [
    "It took the whole afternoon.",
    "You would have laughed.",
    "How was your week?",
    "I still think about it.",
    "Remind me to tell you more.",
    "Nobody expected that.",
]


def episodes_of(turns: Iterable[Turn], size: int = 500) -> Iterator[list[dict[str, Any]]]:
    """The turns as batches for record_batch."""
    batch: list[dict[str, Any]] = []
    for turn in turns:
        batch.append(turn.episode())
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def halves(conversations: list[Conversation]) -> tuple[list[Conversation], list[Conversation]]:
    """One half to fit on, one to report on: every other conversation, or question of one."""
    if len(conversations) > 1:
        return conversations[::2], conversations[1::2]
    (only,) = conversations
    return (
        [replace(only, questions=only.questions[::2])],
        [replace(only, questions=only.questions[1::2])],
    )
