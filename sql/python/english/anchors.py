"""Words without which a regular expression cannot fit: most expressions need not be tried."""

import re
from collections.abc import Callable
from typing import NamedTuple

PIECE = re.compile(
    r"\(\?(?:P<\w+>|<?[=!:])|\(|\)|\||\[(?:\\.|[^\]\\])+\]|[*+?]\??|\{\d*,?\d*\}\??|\\u....|\\.|"
    r"[.^$]|[^\\()\[\]{}|*+?.^$]+(?![*+?{])|[^\\()\[\]{}|*+?.^$]"
)
OTHER_GROUP = re.compile(r"\(\?(?!P<\w+>|<?[=!]|:)")
SPELT = re.compile("[^\\W_]+(?:'[^\\W_]+)*")
OPTIONAL = re.compile(r"[*?]|\{0?,")
QUANTIFIER = re.compile(r"[*+?{]")
SPECIAL = re.compile(r"[\[(.^$\\]")
AROUND = ("(?!", "(?<!", "(?<=", "(?=")  # groups that take no text

Need = frozenset[str]  # one of these words
Weight = Callable[[Need], int]
LETTERS = 6  # that tell how a word begins or ends: "allerg*", "*opathy"
# Signs stand among the words of a need: "#" for a digit, "@", "/", "," and "\n" for themselves.
CAPITAL = frozenset("A")  # a capital behind the first letter of the sentence
NAMED = frozenset("Aa")  # that, or no capital at its start
SPEAKING = frozenset("S")  # that somebody may speak of themselves, with or without a word for it
SIGN_OF = {r"\d": "#", r"[\r\n]": "\n"}
# In nearly every sentence: a choice of words without these tells more.
EVERYWHERE = (
    "i've i'll my our we me is are was will have had not no a an the to in on at of for with and "
    "that it as you can do be by from am would can't might used more been being this it's that's "
    "there there's what so just like one all get got go going when how out up about here if or but "
    "he she they his her their them some really good great now know A"
)
# How often a word is met, roughly. The last ones may be left out: they tell least.
OFTEN = (
    dict.fromkeys(EVERYWHERE.split(), 2_000)
    | {",": 4_000}
    | dict.fromkeys(("i", "i'm", *SPEAKING), 50_000)
)


class Read(NamedTuple):
    """A regular expression in pieces, and for each that opens a group, where the group ends."""

    pieces: list[str]
    ends: dict[int, int]
    weights: tuple[Weight, ...]


def frequency(need: Need) -> int:
    """How often a need is met, roughly."""
    return sum(OFTEN.get(word.strip("*"), 50 if len(word) < 4 else 1) for word in need)


def needs_of(pattern: str, *weights: Weight) -> list[Need]:
    """Choices of words; whatever a lower-case pattern fits has a word of each: "abcd*" for any that
    begins so, "#" for a digit. Of alternatives, the choices that are lightest by each weight."""
    pieces = PIECE.findall(pattern)
    if "".join(pieces) != pattern or OTHER_GROUP.search(pattern):
        return []  # nothing is known of it
    opened: list[int] = []
    ends: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if piece[0] == "(":
            opened.append(at)
        elif piece == ")":
            ends[opened.pop()] = at
    return choice(Read(pieces, ends, weights or (frequency,)), 0, (True, False))[0]


def choice(read: Read, at: int, edges: tuple[bool, bool]) -> tuple[list[Need], bool, int]:
    """What the alternatives from a place on need, whether a word begins behind them wherever they
    end, and where they end. `edges`: whether a word begins at them, and that none goes on behind
    them."""
    rows: list[list[Need]] = []
    ends_fresh = True
    while True:
        needs, here, at = row(read, at, edges)
        rows.append(needs)
        ends_fresh = ends_fresh and here
        if at >= len(read.pieces) or read.pieces[at] == ")":
            break
        at += 1
    if len(rows) > 1:
        needs = [lightest(rows, weight) for weight in read.weights] if all(rows) else []
    return needs, ends_fresh, at


def lightest(rows: list[list[Need]], weight: Weight) -> Need:
    """The lightest need of each alternative in one."""
    return frozenset().union(*(min(needs, key=weight) for needs in rows))


def row(read: Read, at: int, edges: tuple[bool, bool]) -> tuple[list[Need], bool, int]:
    """The same of one alternative."""
    pieces = read.pieces
    found: list[Need] = []
    fresh, shut = edges
    while at < len(pieces) and pieces[at] not in ("|", ")"):
        piece = pieces[at]
        if piece[0] == "(":
            needs, after, at = group(read, at, (fresh, shut))
        elif SPECIAL.match(piece):
            needs = [frozenset(SIGN_OF[piece])] if piece in SIGN_OF else []
            after = fresh if piece == r"\Z" else piece in (r"\b", r"\s") or is_between(piece)
        else:
            needs = spelt(piece, (fresh, is_shut(pieces, at, shut))) if read.weights else []
            after = not (piece[-1].isalnum() or piece[-1] == "'")
        at += 1
        if at < len(pieces) and QUANTIFIER.match(pieces[at]):
            if OPTIONAL.match(pieces[at]):
                needs, after = [], after and fresh
            at += 1
        found += needs
        fresh = after
    return found, fresh, at


def group(read: Read, at: int, edges: tuple[bool, bool]) -> tuple[list[Need], bool, int]:
    """The same of a group."""
    pieces, kind = read.pieces, read.pieces[at]
    fresh, shut = edges
    end = read.ends[at]
    if kind in AROUND and kind != "(?=":
        return [], fresh, end
    if end + 1 < len(pieces) and OPTIONAL.match(pieces[end + 1]):
        read = read._replace(weights=())  # nothing in it is needed
    inner = kind != "(?=" and is_shut(pieces, end, shut)
    needs, after, end = choice(read, at + 1, (fresh, inner))
    return needs, fresh if kind == "(?=" else after, end


def is_shut(pieces: list[str], at: int, shut: bool) -> bool:
    """Whether no word goes on behind a piece."""
    after = pieces[at + 1] if at + 1 < len(pieces) else ")"
    if after in ("|", ")"):
        return shut
    if at + 2 < len(pieces) and OPTIONAL.match(pieces[at + 2]):
        return False
    return after == r"\b" or not (
        SPECIAL.match(after) or QUANTIFIER.match(after) or after[0] == "'" or after[0].isalnum()
    )


def is_between(piece: str) -> bool:
    """Whether a class of characters has none of a word."""
    return piece[0] == "[" and piece[1] != "^" and not any(map(str.isalnum, piece))


def spelt(text: str, edges: tuple[bool, bool]) -> list[Need]:
    """What a text without special marks needs."""
    needs: list[Need] = [frozenset(",")] if "," in text else []
    fresh, shut = edges
    for word in SPELT.finditer(text):
        if text[word.start() - 1 : word.start()] == "'":
            continue
        whole = shut or (word.end() < len(text) and text[word.end()] != "'")
        if word.start() == 0 and not fresh:
            if whole and len(word[0]) > 1:
                needs.append(frozenset(("*" + word[0][-LETTERS:],)))
        elif whole:
            needs.append(frozenset((word[0],)))
        elif len(word[0]) > 1:
            needs.append(frozenset((word[0][:LETTERS] + "*",)))
    return needs


def forms_of(word: str) -> tuple[str, ...]:
    """How a word may be written among the needed ones: whole, how it begins, how it ends, and what
    stands before and behind its apostrophe."""
    begun = [word[:size] + "*" for size in range(2, LETTERS + 1)]
    ended = ["*" + word[-size:] for size in range(2, LETTERS + 1)]
    before, mark, behind = word.rpartition("'")
    return (word, *begun, *ended, *((mark + behind, *forms_of(before)) if mark else ()))


def either(words: str, ends: str = "") -> Need:
    """Words of which one is needed, and how another may end that does as well."""
    needs = needs_of(rf"(?:{words})\b")
    if not needs:
        raise ValueError("something needs no word")
    return min(needs, key=frequency) | {"*" + end[-LETTERS:] for end in ends.split("|") if end}
