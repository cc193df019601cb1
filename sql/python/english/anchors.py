"""Words without which a regular expression cannot fit: most expressions need not be tried."""

import re
from collections.abc import Callable

PIECE = re.compile(
    r"\(\?(?:P<\w+>|<?[=!:])|\(|\)|\||\[(?:\\.|[^\]\\])+\]|[*+?]\??|\{\d*,?\d*\}\??|\\u....|\\.|"
    r"[.^$]|[^\\()\[\]{}|*+?.^$]+(?![*+?{])|[^\\()\[\]{}|*+?.^$]"
)
SPELT = re.compile("[^\\W_]+(?:'[^\\W_]+)*")
OPTIONAL = re.compile(r"[*?]|\{0?,")
QUANTIFIER = re.compile(r"[*+?{]")
SPECIAL = re.compile(r"[\[(.^$\\]")
# In nearly every sentence: a choice of words without these tells more.
EVERYWHERE = frozenset(
    "i i'm i've i'll my our we me is are was will have had not no a an the to in on at of for with "
    "and that it as you can do be by from am would can't might used more been being this".split()
)
Need = frozenset[str] | None  # None: no word is needed


Weight = Callable[[frozenset[str]], int]


def lighter(one: Need, other: Need, weight: Weight) -> Need:
    """Whichever of two needs weighs less."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=weight)


def frequency(need: frozenset[str]) -> int:
    """How often a need is met, roughly."""
    return sum(
        2000 if word.rstrip("*") in EVERYWHERE else 50 if len(word) < 4 else 1 for word in need
    )


def words_needed(pattern: str, weight: Weight = frequency) -> Need:
    """Words of which whatever a lower-case pattern fits has one: "abcd*" for any that begins so,
    "#" for a digit. Of several such choices the lightest."""
    return choice(PIECE.findall(pattern), 0, (True, False), weight)[0]


def choice(
    pieces: list[str], at: int, edges: tuple[bool, bool], weight: Weight
) -> tuple[Need, bool, int]:
    """What the alternatives from a place on need, whether a word begins behind them wherever they
    end, and where they end. `edges`: whether a word begins at them, and that none goes on behind
    them."""
    need: Need = frozenset()
    ends_fresh = True
    while True:
        one, here, at = row(pieces, at, edges, weight)
        need = None if need is None or one is None else need | one
        ends_fresh = ends_fresh and here
        if at >= len(pieces) or pieces[at] == ")":
            return need, ends_fresh, at
        at += 1


def row(
    pieces: list[str], at: int, edges: tuple[bool, bool], weight: Weight
) -> tuple[Need, bool, int]:
    """The same of one alternative."""
    need: Need = None
    fresh, shut = edges
    while at < len(pieces) and pieces[at] not in ("|", ")"):
        piece = pieces[at]
        if piece[0] == "(":
            inner = piece != "(?=" and is_shut(pieces, end_of(pieces, at), shut)
            one, after, at = choice(pieces, at + 1, (fresh, inner), weight)
            if piece in ("(?!", "(?<!", "(?<="):
                one = None
            if piece in ("(?!", "(?<!", "(?<=", "(?="):
                after = fresh
        elif SPECIAL.match(piece):
            one = frozenset("#") if piece == r"\d" else None
            after = fresh if piece == r"\Z" else piece in (r"\b", r"\s") or is_between(piece)
        else:
            one = spelt(piece, (fresh, is_shut(pieces, at, shut)), weight)
            after = not (piece[-1].isalnum() or piece[-1] == "'")
        at += 1
        if at < len(pieces) and QUANTIFIER.match(pieces[at]):
            if OPTIONAL.match(pieces[at]):
                one, after = None, after and fresh
            at += 1
        need, fresh = lighter(need, one, weight), after
    return need, fresh, at


def end_of(pieces: list[str], at: int) -> int:
    """Where the group ends that begins at a place."""
    depth = 0
    while at < len(pieces):
        depth += (pieces[at][0] == "(") - (pieces[at] == ")")
        if depth == 0:
            break
        at += 1
    return at


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


def spelt(text: str, edges: tuple[bool, bool], weight: Weight) -> Need:
    """What a text without special marks needs."""
    need: Need = None
    fresh, shut = edges
    for word in SPELT.finditer(text):
        if (word.start() == 0 and not fresh) or text[word.start() - 1 : word.start()] == "'":
            continue
        if shut or (word.end() < len(text) and text[word.end()] != "'"):
            need = lighter(need, frozenset((word[0],)), weight)
        elif len(word[0]) > 1:
            need = lighter(need, frozenset((word[0][:4] + "*",)), weight)
    return need


def forms_of(word: str) -> tuple[str, ...]:
    """How a word may be written among the needed ones: whole, how it begins, how it ends."""
    return (word, word[:2] + "*", word[:3] + "*", word[:4] + "*", "*" + word[-4:])


def either(words: str, ends: str = "") -> frozenset[str]:
    """Words of which one is needed, and how another may end that does as well."""
    needed = words_needed(rf"(?:{words})\b")
    if needed is None:
        raise ValueError("something needs no word")
    return needed | {"*" + end[-4:] for end in ends.split("|") if end}
