"""A text as verbatim passages at sentence bounds, each small enough for a line of a bundle."""

import bisect
import re

LIMIT = 110  # estimated tokens a passage; cl100k_base counts at most half as many again

LINE = re.compile("[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
FENCE = re.compile(r"\s*(?:```|~~~)")
END = re.compile(
    "(?P<mark>[.!?\u2026\u061f\u06d4\u0964\u0965]+)(?P<quote>[\"'\u201d\u2019\u00bb)\\]*_]*)"
    "|[\u3002\uff01\uff1f\uff61]+[\"'\u201d\u2019\u00bb)\\]\u300d\u300f\uff09\u3011]*"
)
SHORTENED = (
    "mr mrs ms dr prof rev hon st sr jr gen col sgt capt lt gov sen rep pres mt ft vs etc approx "
    "est dept inc ltd co corp bros e.g i.e cf al no nos vol fig eq sec ch pp ed eds trans p a.m "
    "p.m u.s u.k u.n ph.d jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu "
    "thurs fri"
)
ABBREVIATIONS = frozenset(SHORTENED.split())
OPENERS = "([\"'*_\u201c\u2018"
SHORT = 36  # characters of sentences that stay together: within the limit in any script
REACH = 40  # characters looked back for an abbreviation

CLAUSE = frozenset(",;:)\u2014\u2013\u060c\u061b\uff0c\uff1b\uff1a\u3001")

# What a text costs is estimated: a second copy of the encoding would take 26 MB a connection.
PIECE = re.compile(
    r"[A-Z]?[a-z]{1,40}|[A-Z]{1,40}|[0-9]{1,3}|[!-/:-@\[-`{-~]{1,20}|[ \t\r\n]{1,200}|.", re.DOTALL
)
FUNCTION_WORDS = (
    "a about all am an and are as at be been but by can did do for from get had has have he her "
    "his how i if in is it its just me my no not of on or our out she so some that the their them "
    "there they this to up us was we were what when which who will with would you your I The It "
    "You We They That This And But So He She In My What How"
)
ENGLISH = frozenset(FUNCTION_WORDS.split())
SHARE = 8  # one function word in so many pieces makes a sentence English
# The first code point behind each range, and the tokens of a character in it: about the count in
# running text, at least .7 of the count of characters at random.
WEIGHTS = (
    (0x180, 1.4),
    (0x250, 1.7),  # rare Latin letters
    (0x400, 1.4),
    (0x530, 1.1),  # Cyrillic
    (0x590, 1.4),
    (0x700, 1.25),  # Hebrew, Arabic
    (0xE00, 1.4),  # the scripts of India
    (0xE80, 1.35),  # Thai
    (0x2010, 2.1),
    (0x2027, 1.0),  # dashes, quotes, ellipsis
    (0x3000, 2.0),
    (0x3100, 1.25),  # Kana
    (0x4E00, 2.1),
    (0xA000, 1.9),  # Han
    (0x10000, 2.1),
    (0x110000, 2.8),
)
ENDS = [end for end, _ in WEIGHTS]


class Costs(dict):  # type: ignore[type-arg]
    """Estimated tokens of a piece, worked out when it is first met."""

    def __init__(self, letters: int) -> None:
        """`letters`: a word of at most so many counts as one token."""
        self.letters = letters

    def __missing__(self, piece: str) -> float:
        """The cost by the kind of its first character, kept for the next time."""
        first, size = piece[0], len(piece)
        if "a" <= first <= "z" or "A" <= first <= "Z":
            cost = 1.0 if size <= self.letters else (size + 0.4) / (2.0 if first < "a" else 2.4)
        elif "0" <= first <= "9":
            cost = 1.0
        elif first in " \t\r\n":
            cost = 0.0 if piece == " " else 0.6 + size / 4
        elif first <= "\x7f":
            cost = max(1.0, 0.7 * size)
        else:
            cost = WEIGHTS[bisect.bisect(ENDS, ord(first))][1]
        self[piece] = cost
        return cost


def costs_of(pieces: list[str], models: dict[str, object]) -> Costs:
    """How the pieces of one sentence are to be counted: English words are whole tokens."""
    if not models or any(len(costs) > 20_000 for costs in models.values()):
        models.update(english=Costs(14), other=Costs(2))
    known = sum(piece in ENGLISH for piece in pieces)
    return models["english" if known * SHARE >= len(pieces) else "other"]


def cost_of(text: str, models: dict[str, object]) -> float:
    """The estimated tokens of a text."""
    pieces = PIECE.findall(text)
    return sum(map(costs_of(pieces, models).__getitem__, pieces))


def ends_sentence(text: str, found: re.Match[str], start: int, stop: int) -> bool:
    """Whether this mark, of a line text[start:stop], is where its sentence ends."""
    mark, after = found["mark"], found.end()
    if mark is None or after == stop:
        return True  # full-width marks need no space
    if not text[after].isspace():
        return False  # 3.5, example.com, file.txt
    following = text[after + 1 : after + 2]
    if following.islower() and (mark[0] in ".\u2026" or found["quote"]):
        return False  # "Really?" she said
    if mark != ".":
        return True
    before = text[max(start, found.start() - REACH) : found.start()]
    word = before.split()[-1].lstrip(OPENERS) if before and not before[-1].isspace() else ""
    if word.isdigit():
        return bool(text[start : found.start() - len(word)].strip())  # not "1." of a list
    return word.lower() not in ABBREVIATIONS and not (len(word) == 1 and word.isupper())


def units_of(text: str) -> list[tuple[int, int]]:
    """Where each sentence, line of code or run of very short ones begins and ends."""
    spans, code = [], False
    for line in LINE.finditer(text):
        start, stop = line.span()
        if FENCE.match(text, start, stop):
            code = not code
        elif not code:
            for found in END.finditer(text, start, stop):
                if ends_sentence(text, found, start, stop):
                    spans.append((start, found.end()))
                    start = found.end()
        spans.append((start, stop))
    joined: list[tuple[int, int]] = []
    for start, stop in trimmed(text, spans):
        if joined and stop - joined[-1][0] <= SHORT:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def trimmed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without the space at their ends; those of space alone are left out."""
    result = []
    for start, stop in spans:
        body = text[start:stop].lstrip()
        if body:
            start = stop - len(body)
            result.append((start, start + len(body.rstrip())))
    return result


def cut(text: str, start: int, stop: int, models: dict[str, object]) -> list[tuple[int, int]]:
    """One over-long sentence as parts within the limit: after a clause, at a space, anywhere."""
    pieces = PIECE.findall(text, start, stop)
    costs = costs_of(pieces, models)
    parts: list[tuple[int, int]] = []
    used = 0.0
    first = start  # of the open part
    clause = space = None  # the last good places for its end, and the cost up to there
    for piece in pieces:
        cost = costs[piece]
        while used + cost > LIMIT and start > first:
            place = next((p for p in (clause, space) if p and p[1] * 3 >= LIMIT), (start, used))
            parts.append((first, place[0]))
            first, used = place[0], used - place[1]
            clause = (clause[0], clause[1] - place[1]) if clause and clause[0] > first else None
            space = (space[0], space[1] - place[1]) if space and space[0] > first else None
        start += len(piece)
        used += cost
        if piece.isspace():
            space = (start, used)
        elif piece[-1] in CLAUSE:
            clause = (start, used)
    parts.append((first, stop))
    return trimmed(text, parts)


def packed(text: str, models: dict[str, object]) -> list[tuple[int, int]]:
    """Where each passage of the text begins and ends: neighbours joined while they fit."""
    spans: list[tuple[int, int]] = []
    used = 0.0
    for unit in units_of(text):
        whole = cost_of(text[slice(*unit)], models)
        for start, stop in [unit] if whole <= LIMIT else cut(text, *unit, models):
            cost = whole if whole <= LIMIT else cost_of(text[start:stop], models)
            gap = cost_of(text[spans[-1][1] : start], models) if spans else 0.0
            if spans and used + gap + cost <= LIMIT:
                spans[-1] = (spans[-1][0], stop)
                used += gap + cost
            else:
                spans.append((start, stop))
                used = cost
    return spans


def passages(texts: list[str], models: dict[str, object]) -> list[tuple[int, int, str]]:
    """(text number, ordinal, passage), both from 1: the texts cut at sentence bounds.

    A passage is a piece of its text, word for word, without the space around it. Neighbouring
    sentences share one while it stays within some 110 tokens; nothing but space is left out.
    `models` keeps what is known of the words met so far.
    """
    rows = []
    for number, text in enumerate(texts, 1):
        for ordinal, (start, stop) in enumerate(packed(text, models), 1):
            rows.append((number, ordinal, text[start:stop]))
    return rows
