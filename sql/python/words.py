"""A text as plain lower-case words, so that PostgreSQL's parser sees the same word everywhere."""

import re
import unicodedata

QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07`\u00b4", "'"))
# Of "doesn't", "we've" and "Ann's" PostgreSQL would index "doesn", "ve" and "s": the English stop
# words lack most such pieces.
IRREGULAR = re.compile(r"\b(?:wo|ca|sha|ai)n't\b")
IRREGULARS = {"won't": "will", "can't": "can", "shan't": "shall", "ain't": "is"}
SUFFIX = re.compile(r"(?<=\w)(?:n't|'(?:s|m|d|ll|ve|re))\b")

PLAIN = re.compile("[^a-z0-9]+")
# Letters and digits match \w, so among letters, marks, digits and spaces this is a mark. No script
# writes 30 marks on one letter, and putting n of them in order takes n * n steps.
MARKS = re.compile(r"([^\w ]{30})[^\w ]+")
# Han, Kana, Hangul, Thai, Lao, Myanmar and Khmer: no spaces, or words glued to their particles;
# each character is a word, with its marks.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u318f\u31a0-\u31ff"
    "\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
    r"[^\w ]*"
)
KNOWN = 20_000  # characters kept before the table starts anew


class Characters(dict):  # type: ignore[type-arg]
    """What stands for each character (str.translate), worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        """The character's compatible letters, marks and digits, folded; a space for the rest."""
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        result = self[code] = "".join(
            part if unicodedata.category(part)[0] in "LMN" else " " for part in folded
        )
        return result


def words(texts: list[str], models: dict[str, object]) -> list[str]:
    """The words of each text in lower case with single spaces between, for to_tsvector.

    A word is a run of letters, marks and digits in normal form KC. `models` keeps what is known
    of the characters met so far.
    """
    known = models.get("characters")
    if known is None or len(known) > KNOWN:
        known = models["characters"] = Characters()
    result = []
    for text in texts:
        line = text.translate(QUOTES).lower()
        if "'" in line:
            line = SUFFIX.sub("", IRREGULAR.sub(lambda found: IRREGULARS[found[0]], line))
        if line.isascii():
            result.append(PLAIN.sub(" ", line).strip())
            continue
        line = unicodedata.normalize("NFC", MARKS.sub(r"\1", line.translate(known)))
        result.append(" ".join(UNSPACED.sub(r" \g<0> ", line).split()))
    return result
