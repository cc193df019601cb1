"""How the value of a claim is read from the text behind the words that announce it."""

import datetime
import re
from collections.abc import Callable

from english.acts import NEEDED_OF_ACTS, OF_ACTS, TIMED
from english.anchors import Need
from english.days import day_in
from english.people import FORMS_OF_PEOPLE, NEEDED_OF_PEOPLE, OF_PEOPLE
from english.phrases import EDGES, OF_PHRASES, parts_of
from english.things import FORMS_OF_THINGS, NEEDED_OF_THINGS, OF_THINGS
from english.tools import NEEDED_OF_TOOLS, OF_TOOLS
from english.trades import NEEDED_OF_TRADES, OF_TRADES

Reader = Callable[[str, str], str | None]
READERS: dict[str, Reader] = OF_PHRASES | OF_PEOPLE | OF_TRADES | OF_THINGS | OF_TOOLS | OF_ACTS
FORMS = FORMS_OF_PEOPLE | FORMS_OF_THINGS

# Of these one may be told after the other: "Jira and Slack".
SERIES = frozenset(
    (
        "names",
        "proper names",
        "language",
        "liked",
        "preferred",
        "favourite",
        "goods",
        "bought",
        "owned",
        "tool",
        "known tool",
        "known goods",
        "ailment",
        "allergen",
        "condition",
        "drug",
        "any drug",
    )
)

WHOLE = frozenset(
    (
        "intro name",
        "bare role",
        "bare employer",
        "here name",
        "explained",
        "decided",
        "order",
        "order again",
        "tail order",
        "new order",
        "names",
    )
)

INTENT = frozenset((*TIMED, "decided", "undertaking", "refusal"))

ORDERS = frozenset(("order", "order again", "tail order", "new order", "nickname"))

UNDATED = frozenset((*INTENT, "date", "explained"))

# Values with a capital at their start, or without one where their sentence has none there.
CAPITALISED = frozenset(
    "name|names|proper names|only name|kin name|proper name|nickname|place|named place|origin|"
    "employer|firm|"
    "brand|goods|plan|tool".split("|")
)

COUNTED_ITEM = re.compile(
    r"(?:an? |\d|two |three |four |five |six |some |several |my |our )", re.IGNORECASE
)


# Words without which there is no value of a shape.
NEEDED: dict[str, list[Need]] = (
    NEEDED_OF_PEOPLE | NEEDED_OF_TRADES | NEEDED_OF_THINGS | NEEDED_OF_TOOLS | NEEDED_OF_ACTS
)

SIGNS = re.compile("[\\s\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+\\Z")  # at the end: emoji


def values_of(shape: str, rest: str, line: str, size: int, before: str) -> list[str]:
    """The values at the start of `rest`, read as its shape demands; one but for a series of them.

    `size`: where in `rest` the clause ends; only a series goes on behind it. `before`: what leads
    to the clause.
    """
    rest = rest.rstrip(" ?")
    if not rest.isascii():
        rest = SIGNS.sub("", rest)
    if shape not in SERIES:
        value = value_of(
            shape,
            rest if shape in WHOLE or shape == "address" else rest[: max(size, 0)],
            line,
            before,
        )
        return [] if value is None else [value]
    values = []
    for part in parts_of(rest):
        if values and shape in ("goods", "bought", "owned") and not COUNTED_ITEM.match(part):
            break
        value = value_of(shape, part, line, before)
        if value is None:
            break
        values.append(value)
    return values


def value_of(shape: str, rest: str, line: str, before: str) -> str | None:
    """The value at the start of `rest`, read as its shape demands; None when it is not there."""
    if shape in READERS:
        value = READERS[shape](rest, line)
    elif shape in TIMED:
        value = TIMED[shape](rest, line, before)
    else:
        found = FORMS[shape].match(rest)
        value = found[0].rstrip(" .!") if found else None
    if value is None or shape in ("nothing", "pet name"):
        return value
    value = value.strip(EDGES)
    return value if any(map(str.isalnum, value)) else None


def hedge_of(shape: str) -> str:
    """Which words take a claim of this shape back."""
    return "intent" if shape in INTENT else "order" if shape in ORDERS else "statement"


def due_in(shape: str, low: str, today: datetime.date) -> str | None:
    """The day of an event that a lower-case sentence names."""
    if shape not in TIMED:
        return None
    day = day_in(low, today, past=False)
    return day.isoformat() if day and day >= today else None
