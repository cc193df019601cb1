"""Words without which a regular expression cannot fit: most expressions need not be tried."""

import re

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


def lighter(one: Need, other: Need) -> Need:
    """Whichever of two needs is met less often."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=frequency)


def frequency(need: frozenset[str]) -> int:
    """How often a need is met, roughly."""
    return sum(
        2000 if word.rstrip("*") in EVERYWHERE else 50 if len(word) < 4 else 1 for word in need
    )


def words_needed(pattern: str) -> Need:
    """Words of which whatever a lower-case pattern fits has one: "abcd*" for any that begins so,
    "#" for a digit."""
    return choice(PIECE.findall(pattern), 0, True, False)[0]


def choice(pieces: list[str], at: int, fresh: bool, shut: bool) -> tuple[Need, bool, int]:
    """What the alternatives from a place on need, whether a word begins behind them wherever they
    end, and where they end. `fresh`: a word begins at them; `shut`: none goes on behind them."""
    need: Need = frozenset()
    ends_fresh = True
    while True:
        one, here, at = row(pieces, at, fresh, shut)
        need = None if need is None or one is None else need | one
        ends_fresh = ends_fresh and here
        if at >= len(pieces) or pieces[at] == ")":
            return need, ends_fresh, at
        at += 1


def row(pieces: list[str], at: int, fresh: bool, shut: bool) -> tuple[Need, bool, int]:
    """The same of one alternative."""
    need: Need = None
    while at < len(pieces) and pieces[at] not in ("|", ")"):
        piece = pieces[at]
        if piece[0] == "(":
            inner = piece != "(?=" and is_shut(pieces, end_of(pieces, at), shut)
            one, after, at = choice(pieces, at + 1, fresh, inner)
            if piece in ("(?!", "(?<!", "(?<="):
                one = None
            if piece in ("(?!", "(?<!", "(?<=", "(?="):
                after = fresh
        elif SPECIAL.match(piece):
            one = frozenset("#") if piece == r"\d" else None
            after = fresh if piece == r"\Z" else piece in (r"\b", r"\s") or is_between(piece)
        else:
            one = spelt(piece, fresh, is_shut(pieces, at, shut))
            after = not (piece[-1].isalnum() or piece[-1] == "'")
        at += 1
        if at < len(pieces) and QUANTIFIER.match(pieces[at]):
            if OPTIONAL.match(pieces[at]):
                one, after = None, after and fresh
            at += 1
        need, fresh = lighter(need, one), after
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
    return after == r"\b" or not (SPECIAL.match(after) or QUANTIFIER.match(after) or after[0] == "'" or after[0].isalnum())


def is_between(piece: str) -> bool:
    """Whether a class of characters has none of a word."""
    return piece[0] == "[" and piece[1] != "^" and not any(map(str.isalnum, piece))


def spelt(text: str, fresh: bool, shut: bool) -> Need:
    """What a text without special marks needs."""
    need: Need = None
    for word in SPELT.finditer(text):
        if (word.start() == 0 and not fresh) or text[word.start() - 1 : word.start()] == "'":
            continue
        if shut or (word.end() < len(text) and text[word.end()] != "'"):
            need = lighter(need, frozenset((word[0],)))
        elif len(word[0]) > 1:
            need = lighter(need, frozenset((word[0][:4] + "*",)))
    return need


def forms_of(word: str) -> tuple[str, ...]:
    """How a word may be written among the needed ones: whole, how it begins, how it ends."""
    return (word, word[:2] + "*", word[:3] + "*", word[:4] + "*", "*" + word[-4:])
