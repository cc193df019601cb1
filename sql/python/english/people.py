"""Names, places, trades and whatever else tells who somebody is, read from the start of a text."""

import re

from english.anchors import CAPITAL, NAMED, either
from english.lexicon import COUNTRIES, LANGUAGES, NATIONALITIES, NO_NAMES, TIERS, TOOLS
from english.phrases import TAIL, UNCLEAR
from english.sentences import DONE, KEEPS

TITLES = frozenset("dr. dr prof. prof mr. mrs. ms. mx. st. sir mr mrs ms".split())

LINKS = frozenset(
    "of de da do los las dos das des du del di la le el van von der den bin al y & the upon on "
    "und".split()
)

NO_PLACES = re.compile(
    r",? (?:plan|tier|subscription|package|membership|team|department|group|project|account|mode|"
    r"version|app|format|time|standards?)\b",
    re.IGNORECASE,
)

COUNTRY = re.compile(rf",? (?:{COUNTRIES})(?=[,.;!?)]|\Z| )", re.IGNORECASE)

NATIONS = re.compile(rf"(?:{LANGUAGES}|{NATIONALITIES})s?\b", re.IGNORECASE)

MONTH_NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?"

DATE = re.compile(
    rf"(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH_NAME}|{MONTH_NAME} (?:the "
    rf")?\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\b)(?:,? (?:in )?\d{{4}})?|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|(?:new year's "
    rf"(?:day|eve)|christmas (?:day|eve)|"
    r"halloween|valentine's day|boxing day|leap day)",
    re.IGNORECASE,
)

TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"

ONES = "one|two|three|four|five|six|seven|eight|nine"

YEARS = re.compile(
    rf"(?:\d{{2}}|10[0-9]|(?:{TENS})(?:[- ](?:{ONES}))?|eighteen|nineteen|sixteen|"
    rf"seventeen|fifteen|fourteen|thirteen)"
    r"(?= ?(?:years?|yrs?)[- ]old\b| ?y/?o\b|-years?-old\b|[,;.!)/](?!\d)|\Z| (?:now|and|"
    r"last|this|next|today|yesterday|on|"
    r"already|in (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|\d{4})|years (?:young|of age)|yrs|but|but still|with|so|soon|tomorrow|btw|"
    r"lol|i|we|live|living|single|married|female|male|(?:an? )?(?:[a-z]+ )?year)\b| -)",
    re.IGNORECASE,
)

STATUS = re.compile(
    r"(?:single|married|divorced|engaged|widowed|separated|in a (?:long[- ]distance |"
    r"committed |serious |long[- ]term )?relationship|newly single|a "
    r"(?:widow(?:er)?|divorcee|bachelor)|widow(?:er)?|remarried|(?:in )?(?:a )?civil "
    r"partnership|cohabiting)(?=[,;.!)]|\Z| (?:to|now|again|last|this|and|with|for|since|"
    r"but|"
    r"yesterday|in|on|any ?more|any longer|happily|twice|at|over|so|two|three|btw|my|lol|"
    r"\d+|as|these|about|a|an|earlier|soon|tomorrow)\b)(?! in (?!my |our |\d|a (?:small|"
    r"lovely|big)|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|the (?:spring|summer|autumn|fall)|"
    r"spring|summer|autumn|winter))",
    re.IGNORECASE,
)

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")

PHONE = re.compile(r"[+(]?\d[\d ().-]{5,20}\d")

ADDRESS = re.compile(
    r"(?:(?:flat|apt\.?|apartment|unit|suite|house|no\.?) [\w-]+, "
    r")?(?:\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?,? [A-Z0-9][^;!?\n()]{2,100}?"
    r"|(?:[A-Z][\w.'\u00c0-\u024f-]{1,30} (?:(?:de|dei|del|della|delle|di|da|do|dos|du|des|la|le|"
    r"van|von|der|den|het) ){0,2}){1,4}\d{1,4}[a-z]?\b(?:[^;!?\n():]{0,60}?)?)"
    r"(?=\.?\s*\Z|[;!?\n()]|\.\s| in [A-Z]|, (?:and|but|so|please|not|the|which|ring|"
    r"second|first|top|if|for|in case|just|where|thanks|by|since|instead|as)\b| (?:and|but|"
    r"so|now|since|for|please|because|where|if|not|which|instead|if|until|from|as|by|with|"
    r"these|thanks|before|starting)\b| - | \u2014)"
)

PRONOUNS = re.compile(
    r"(?:he|she|they|ze|xe|it|any|fae|ey)(?: ?/ ?[a-z]+){1,2}|any pronouns|(?:he|she|they)(?= "
    r"pronouns)",
    re.I,
)

LANGUAGE = re.compile(
    rf"(?:(?:brazilian|swiss|british|american|mexican|egyptian|levantine|european) "
    rf")?(?:{LANGUAGES})\b",
    re.I,
)

LEVEL = re.compile(
    r"(?:(?:fluent|native|decent|passable|good|basic|broken|rusty|conversational|a "
    r"(?:little|bit|tiny bit)(?: of)?|some|both|enough|"
    r"a few words of|near-native|also|mostly|only|terrible|bad|very|pretty|fairly|fluently|"
    r"my|bits of) )*",
    re.I,
)

NOBODY = frozenset(
    "anyone someone everyone nobody hi hello new nothing weather work same not still first "
    "hey is are the "
    "me vegan vegetarian longtime over down up right all from stuck what there sitting it".split()
)


def proper(rest: str) -> str | None:
    """The capitalised name at the start of `rest`: at most five words, "Rio de Janeiro"."""
    taken: list[str] = []
    for word in rest.split(" ")[:5]:
        core = word.rstrip(".,;:!?)\u2026")
        if word.lower() in TITLES and word[:1].isupper():
            taken.append(word)
            continue
        plain = core.lower().removesuffix("'s")
        if (core[:1].isupper() and plain not in NO_NAMES) or (
            taken and core.isdigit() and len(core) < 2
        ):
            taken.append(word)
            if core.endswith("'s") and not following_name(rest, word):
                break
        elif core == word and core in LINKS and (taken or core != "on"):
            taken.append(word)
            continue
        else:
            break
        if core != word and word.lower() not in TITLES and len(core) > 1:
            break
    while taken and (taken[-1] in LINKS or taken[-1].isdigit()):
        taken.pop()
    value = " ".join(taken).rstrip(",;:!?)\u2026").removesuffix("'s")
    stripped = value.rstrip(".")
    last = stripped.rpartition(" ")[2]
    value = value if "." in last else stripped
    return value if any(word[:1].isupper() for word in taken) else None


def following_name(rest: str, word: str) -> bool:
    """Whether a possessive goes on as a name: "Queen's College"."""
    after = rest.partition(word + " ")[2]
    return after[:1].isupper()


def is_lower(line: str) -> bool:
    """Whether a line is written without capitals at its start, as in a chat."""
    first = next((c for c in line if c.isalpha()), "A")
    return first.islower()


LOWER_END = re.compile(
    r"[,;.!?()]| -|[\u2600-\u27bf\U0001f300-\U0001faff]| (?:and|but|so|now|with|where|"
    r"because|for|since|btw|lol|in|on|at|is|was|are|as|these|last|this|these|if|rn|atm|"
    r"which|"
    r"my|i|we|who|can|will|has|says?|wants?|needs?|loves?|hates?|likes?|lives?|works?|"
    r"comes?|always|again|pls|please|thx|tho|haha|and|or|from|to|about|today|yesterday|two|"
    r"three|a|an|the|until|till|by|full|part)\b"
)


def lower_name(rest: str, line: str) -> str | None:
    """A name of one or two words, in a line written without capitals."""
    if not is_lower(line):
        return None
    stop = LOWER_END.search(rest)
    value = TAIL.sub("", rest[: stop.start() if stop else len(rest)].rstrip(" .,;!"))
    if not value.replace(" ", "").replace("-", "").isalpha() or UNCLEAR.match(value):
        return None
    fit = len(value) > 2 and value.count(" ") < 3 and not NO_LOWER.search(value)
    known = value in TIERS or value.split(" ")[0] in NO_NAME_WORDS
    return value if fit and not known else None


NO_LOWER = re.compile(r"(?<!m)(?<!fr)(?<!ar)(?<!fre)(?:[a-z]{3}ed|[a-z]{3}ing)\Z")
PLAIN_WORDS = (
    "not here there home wrong missing okay fine good back abroad a an the in on at so "
    "very just nights days school work "
    "still really always never going trying doing having being sorry happy sad tired sick "
    "busy late fear hope peace denial "
    "town bed church mind love debt pain shock doubt trouble pairs limbo bliss squalor "
    "hiding exile sin luxury harmony limbo shifts remote remotely "
    "what when where which one my your his her their our it that this these those life "
    "some someone him them me you us free myself "
    "asleep away sleeping older younger coming turning getting moving visiting driving me "
    "was has had will can also even usually sometimes often "
    "and or but with without too only already allergic vegan married single pregnant "
    "retired new old big little dear late"
)

NO_NAME_WORDS = frozenset(PLAIN_WORDS.split())


def name(rest: str, line: str) -> str | None:
    """A person's name, or what else is written with capitals."""
    return proper(rest) or lower_name(rest, line)


def is_nation(value: str) -> bool:
    """Whether a word with a capital tells a nation, and is nobody's name."""
    return bool(NATIONS.fullmatch(value)) and value not in (
        "Finn",
        "Sami",
        "Dane",
        "Kiwi",
        "Scot",
        "German",
        "Chilean",
        "Paris",
    )


NO_KIN = re.compile(
    rf"(?:{DONE}|{KEEPS}|[a-z]+(?:s|ed|ing|ly)|is|who|that|went|did|got|made|gave|took|came|"
    rf"said|told|thinks|can|would|could|will|has|had|school|name|side|house|birthday|car|"
    rf"diabetic|asthmatic|epileptic|autistic|vegan|vegetarian|deaf|blind|pregnant|bless|"
    rf"shower|bump|monitor|jokes?|flat|tongue|company)\b"
)


def kin_name(rest: str, line: str) -> str | None:
    """The name of a relative; without a capital, only before a verb or at an end."""
    value = proper(rest)
    if value:
        return None if is_nation(value) else value
    value = lower_name(rest, line)
    after = rest[len(value) :] if value else ""
    fit = re.match(
        r"[,.!?)]|\Z| (?:btw|by the way|lol|haha|tho|and|is|was|has|can|will|lives?|works?|"
        r"says?|wants?|needs?|loves?|"
        r"hates?|comes?)\b",
        after,
    )
    return value if value and fit and " " not in value and not NO_KIN.match(value) else None


ENDINGS = (
    "",
    "please",
    "instead",
    "here",
    "now",
    "from now on",
    "thanks",
    "okay",
    "everywhere",
    "pls",
    "btw",
    "ok",
    "lol",
)


def only_name(rest: str, line: str) -> str | None:
    """A name behind which nothing more is said of it."""
    value = name(rest, line)
    if (
        value is None
        or NATIONS.fullmatch(value)
        or (value.isupper() and len(value) > 2)
        or value.lower() in NO_NAMES
    ):
        return None
    tail = rest[len(value) :]
    word = tail.strip(" .!)").lower()
    done = word in ENDINGS or tail.startswith(
        (",", ".", "!", " and ", " -", ";", " (", " for ", " \u2014", " from ", ":")
    )
    done = done or word.startswith(
        (
            "at work",
            "in chats",
            "online",
            "or ",
            "not ",
            "rather",
            "btw",
            "here",
            "again",
            "pls",
            "please",
            "everyone",
            "it's",
            "everybody",
            "so ",
        )
    )
    done = done or (bool(word) and not word[0].isalnum())
    return value if value and done else None


def nickname(rest: str, line: str) -> str | None:
    """What somebody wants to be called."""
    value = only_name(rest, line)
    bad = value and re.match(
        r"(?:back|when|if|at|on|crazy|old|later|again|tomorrow|today|asap|before|after|weird|"
        r"paranoid|lazy|cynical|dumb|stupid|picky|naive|maybe|anytime|now|first)\b",
        value,
        re.I,
    )
    return None if bad else value


def self_name(rest: str, line: str) -> str | None:
    """The name with which somebody introduces themselves: "I'm Ana, from accounting"."""
    value = only_name(rest, line) if rest[:1].isupper() else None
    first = value.split(" ")[0].lower() if value else ""
    return (
        value
        if value and value[:1].isupper() and not line.isupper() and first not in NO_SELF
        else None
    )


NO_SELF = frozenset("team gen type not the in on at dr so very just from".split())


def proper_name(rest: str, line: str) -> str | None:
    """A name with a capital, and no nation's or day's."""
    value = proper(rest)
    return None if value is None or is_nation(value) or value.lower() in NOBODY else value


def pet_name(rest: str, line: str) -> str | None:
    """The name of an animal that is gone, or nothing."""
    return proper(rest.strip(" ,")) or ""


def named_place(rest: str, line: str) -> str | None:
    """A place that was named before."""
    value = place(rest, line)
    return value if value and len(value) == len(rest.strip()) else None


def place(rest: str, line: str) -> str | None:
    """The name of a town, a country or a school, with its country."""
    value = name(rest, line)
    if value is None or NO_PLACES.match(rest, len(value)) or value.lower() in NO_NAME_WORDS:
        return None
    if re.match(
        r"(?:sales|management|marketing|finance|people|tech|product|it|hr|production|"
        r"engineering|retail|nursing|medicine|law)\b",
        value,
        re.I,
    ):
        return None
    if (
        value.split(" ")[0].lower() in TOOLS
        and value[:1].isupper()
        and value.split(" ")[0] not in ("Chrome",)
    ):
        return None
    country = COUNTRY.match(rest, len(value))
    return value + country[0] if country and country[0].startswith(",") else value


def language(rest: str, line: str) -> str | None:
    """A language that people speak."""
    level = LEVEL.match(rest)
    found = LANGUAGE.match(rest, level.end() if level else 0)
    return found[0] if found else None


OF_PEOPLE = {
    "names": kin_name,
    "proper name": proper_name,
    "proper names": proper_name,
    "named place": named_place,
    "name": name,
    "only name": only_name,
    "nickname": nickname,
    "kin name": kin_name,
    "self name": self_name,
    "pet name": pet_name,
    "place": place,
    "origin": place,
    "language": language,
}
FORMS_OF_PEOPLE = {
    "address": ADDRESS,
    "date": DATE,
    "email": EMAIL,
    "phone": PHONE,
    "pronouns": PRONOUNS,
    "status": STATUS,
    "years": YEARS,
}
NEEDED_OF_PEOPLE = {
    "address": [frozenset("#")],
    "date": [frozenset("# christ* hallow* valent* boxing leap year's".split())],
    "email": [frozenset("@")],
    "kin name": [NAMED],
    "language": [either(LANGUAGES)],
    "name": [NAMED],
    "named place": [NAMED],
    "names": [NAMED],
    "nickname": [NAMED],
    "only name": [NAMED],
    "origin": [NAMED],
    "phone": [frozenset("#")],
    "place": [NAMED],
    "pronouns": [frozenset(("/", "pronouns"))],
    "proper name": [CAPITAL],
    "proper names": [CAPITAL],
    "self name": [CAPITAL],
    "status": [either(STATUS.pattern)],
    "years": [either(rf"{TENS}|[a-z]+teen") | {"#"}],
}
