"""Names, places, trades and whatever else tells who somebody is, read from the start of a text."""

import re

from english.lexicon import COUNTRIES, LANGUAGES, NATIONALITIES, NO_NAMES, OCCUPATIONS, TIERS, TOOLS
from english.phrases import NO_TOOLS, TAIL, UNCLEAR, thing
from english.sentences import DONE, KEEPS

TITLES = frozenset("dr. dr prof. prof mr. mrs. ms. mx. st. sir mr mrs ms".split())

LINKS = frozenset("of de da do del di la le el van von der den bin al y & the upon on und".split())

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
    r"|(?:[A-Z][\w.'\u00c0-\u024f-]{1,30} ){1,4}\d{1,4}[a-z]?\b(?:[^;!?\n():]{0,60}?)?)"
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

TRADE_ENDS = (
    "ologist|ographer|ician|wright|smith|monger|woman|keeper|maker|grapher|therapist|nomist|"
    "metrist|worker"
)

OCCUPATION = re.compile(
    rf"(?:(?!the |my |your |his |her |that |this |and |at |for |in |of )[a-z0-9/'&-]+ "
    rf"){{0,4}}?(?:{OCCUPATIONS}|[a-z]{{2,}}(?:{TRADE_ENDS}))"
    rf"(?: (?:{OCCUPATIONS}))?(?: of [a-z]+(?: and [a-z]+)?)?"
    r"(?=[,;:.!)]|\Z| -| \u2014| (?:any ?more|any longer|at|for|with|in|from|and|by|based|"
    r"working|who|here|but|now|these|on|of|"
    r"speciali[sz]ing|so|since|again|if|as|too|over|myself|turned|living|there|again|last|"
    r"this|btw|lol|tho|though|"
    r"nowadays|full-time|part-time|then|because|near|to|under|during|i|my|we|you|it|not|"
    r"[a-z]+ly|always|never|currently|where|which|that|when|after|before|nights|days|can|"
    r"have|am|pls|please|yesterday|today|tomorrow|every|tonight|next|earlier)\b)",
    re.IGNORECASE,
)

NO_OCCUPATION = re.compile(
    r"\b(?:big|huge|lousy|terrible|bad|good|better|great|natural|born|slow|fast|careful|"
    r"quick|decent|"
    r"control|partner in|aspiring|wannabe|former|failed|armchair|keen|amateur|hobby|"
    r"hobbyist|poor|worst|worse|best|"
    r"fussy|picky|nervous|light|heavy|hard|team player|happy|proud|real|total|sole|"
    r"(?<!-)home|pet|house|car|dog|cat|would-be|not|"
    r"homeowner|silent|equal|domestic|life|sleeping|sparring|tough|slight|perfect|sure|bit|lot)\b",
    re.IGNORECASE,
)

EMPLOYER = re.compile(r"(?:[A-Za-z0-9/&'-]+ ){1,7}?(?:at|for|with|of) (?:the )?(?=[A-Z])")

WHERE = re.compile(" (?:at|for|with|in|by|from|on|of|to|near) ")

HERE_FROM = re.compile(r"(?P<value>[a-z'-]{3,14}) here (?:from|again)\b(?! (?:in|the)\b)")

HERE = re.compile(
    r"(?P<value>[A-Z][\w'\u00c0-\u024f-]+(?: (?:Mc|O'|de |van "
    r")?[A-Z][\w'\u00c0-\u024f-]+)?) (?:from [A-Z][\w-]+ )?(?:here|"
    r"speaking)(?=[,.!:;)\u2014\u2013 -]|\Z)(?! "
    r"(?:is|are|was|in the|has|at \d))"
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
    rf"said|told|thinks|can|would|could|will|has|had|school|name|side|house|birthday|car)\b"
)


def kin_name(rest: str, line: str) -> str | None:
    """The name of a relative; without a capital, only before a verb or at an end."""
    value = proper(rest)
    if value:
        return None if is_nation(value) else value
    value = lower_name(rest, line)
    after = rest[len(value) :] if value else ""
    fit = re.match(
        r"[,.!?)]|\Z| (?:btw|by the way|lol|haha|tho|and|is|was|has|can|will|lives?|works?|says?|wants?|needs?|loves?|"
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


def intro_name(rest: str, line: str) -> str | None:
    """The name with which a line about somebody begins: "Maite Etxeberria, 38, nurse"."""
    value = proper(rest)
    after = rest[len(value) :] if value else ""
    told = re.match(
        r",? (?:\d\d\b(?!:)|(?:she|he|they)/|from [A-Z][\w -]*(?: here)?(?:,|\Z)|here\b|born "
        r"(?:on |in )?\d)",
        after,
    ) or (after.startswith(", ") and bare_role(after[2:], line))
    return (
        value
        if value
        and told
        and not set(value.lower().split()) & (NOBODY | NO_NAMES | NO_FIRST)
        and not NATIONS.fullmatch(value)
        and not OCCUPATION.match(value + ",")
        else None
    )


NO_FIRST = frozenset(
    "at on in as for by after before since with when while originally born recently "
    "currently now just still also married single divorced retired "
    "vegan vegetarian pescatarian coeliac celiac working living moved based allergic "
    "gluten-free both about from over under until aged age turning turned "
    "greetings postcards news message straight fresh back escaped people kids regards cheers "
    "thanks hello hi hey yes no ok okay well so but and or the a an my our we i you he she "
    "they it this that these those from until was were had has have is are fired sacked laid made let hired promoted diagnosed".split()
)


def bare_role(rest: str, line: str) -> str | None:
    """An occupation that stands alone: "Nurse here", "cardiologist at St Luke's"."""
    value = occupation(rest, line)
    after = rest[len(value) :] if value else ""
    words = set(value.lower().split()) if value else set()
    if words & NO_ROLE_WORDS:
        return None
    return (
        value
        if value
        and re.match(
            r"(?: here\b|,|\.?\Z| at [A-Z]| for [A-Z]| by (?:trade|day|profession)|;| -)", after
        )
        else None
    )


NO_ROLE_WORDS = frozenset(
    "don't dont let's is our my your the say i'm just no not who to and he she they it his "
    "her their an this that was be as or if never".split()
)


def bare_employer(rest: str, line: str) -> str | None:
    """The firm behind an occupation that stands alone: "cardiologist at St Luke's"."""
    return employer_of(rest, line) if bare_role(rest, line) else None


def proper_name(rest: str, line: str) -> str | None:
    """A name with a capital, and no nation's or day's."""
    value = proper(rest)
    return None if value is None or is_nation(value) or value.lower() in NOBODY else value


def firm(rest: str, line: str) -> str | None:
    """The name of a firm, with capitals."""
    value = employer(rest, line)
    return (
        value
        if value
        and value[:1].isupper()
        and not re.match(r"(?:Frau|Herr|Mrs?|Ms|Dr|Madame?|Uncle|Aunt|Grandma|Mum|Dad)\b", value)
        else None
    )


def pet_name(rest: str, line: str) -> str | None:
    """The name of an animal that is gone, or nothing."""
    return proper(rest.strip(" ,")) or ""


def named_place(rest: str, line: str) -> str | None:
    """A place that was named before."""
    value = place(rest, line)
    return value if value and len(value) == len(rest.strip()) else None


def here_name(rest: str, line: str) -> str | None:
    """Who signs on: "Tom Baker here"."""
    found = HERE.match(rest) or (HERE_FROM.match(rest) if is_lower(line) else None)
    value = found["value"] if found else ""
    role_here = (
        OCCUPATION.match(value + ",") and not re.search(" [A-Z]", value)
    ) or NATIONS.fullmatch(value)
    return (
        value
        if value and not role_here and not set(value.lower().split()) & (NOBODY | NO_NAMES)
        else None
    )


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


def employer(rest: str, line: str) -> str | None:
    """The name of a firm."""
    called = re.match(r"(?:an? |the )?(?:[a-z-]+ ){1,4}(?:called|named) ", rest)
    rest = rest[called.end() :] if called else rest
    city = re.match(
        r"(?:the )?(?:city|town|university|ministry|department|county|state|bank|royal [a-z]+) "
        r"of (?=[A-Z])",
        rest,
        re.I,
    )
    value = proper(rest[city.end() :] if city else rest)
    if value and city:
        return city[0] + value
    if value is None:
        value = lower_name(rest, line)
    if value and re.match("the [a-z]", value):
        return None
    return (
        None
        if value is None
        or NO_TOOLS.match(value)
        or (value.split(" ")[0].lower() in TOOLS - GIANTS)
        or NATIONS.fullmatch(value)
        or NO_FIRM.match(value)
        else value
    )


GIANTS = frozenset(
    "google slack github gitlab spotify stripe shopify zoom oracle sap salesforce hubspot "
    "notion figma dropbox netlify vercel cloudflare revolut paypal duolingo strava garmin "
    "asana canva zendesk intercom sage datadog mailchimp deezer etsy".split()
)

NO_FIRM = re.compile(
    r"(?:myself|home|night|school|a |an |my |mr|mrs|ms|kids|children|people|him|her|them|"
    r"you|two|three|clients|several|various|local|small|big|retail|remote|minimum|"
    r"peanuts|free|fun|money|tips|charity|cash|commission|work|university|college|uni|"
    r"weekends?|different|other|another|it|someone|hospital|nothing|christmas|life|good|"
    r"years|this|that|least|first|dawn|noon|sea|least|heart|height|animals|cars|wood|clay|"
    r"data)\b",
    re.I,
)


def employer_of(rest: str, line: str) -> str | None:
    """The company behind an occupation: "nurse at Mercy Hospital"."""
    found = EMPLOYER.match(rest)
    if not found:
        return None
    value = employer(rest[found.end() :], line)
    title = rest[: found.start() + len(found[0])]
    link = title.rstrip().rpartition(" ")[0].rstrip()
    occupied = OCCUPATION.match(rest) or (
        re.search(r" at(?: the)? \Z", title)
        and not re.search(r"\A[a-z]+ing\b|(?:ed|ing) at(?: the)? \Z", title)
    )
    person = NO_OCCUPATION.search(title) or re.search(
        r"\b(?:fan|lover|customer|member|student|subscriber|user|resident|citizen|native|"
        r"looking|waiting|parent|friend|sophomore|freshman|fresher|undergrad\w*|postgrad\w*|"
        r"alum\w*|graduate|grad|phd|year|pupil)\b",
        title,
    )
    about = re.search(r" (?:of|with)(?: the)? \Z", title) and value and COUNTRY.match(", " + value)
    return value if occupied and link and not person and not about else None


def occupation(rest: str, line: str) -> str | None:
    """What somebody is by profession."""
    found = OCCUPATION.match(rest)
    if found is None or NO_OCCUPATION.search(found[0]):
        return None
    value = re.split(r",? (?:at|for|and|with|in) | of (?=[A-Z])", found[0])[0]
    value = re.sub(r"\A\d+[- ]?(?:years?[- ]old|y/?o|something|yr old) ", "", value)
    if re.match(
        r"(?:lead|head|partner|reader|fellow|model|guide|keeper|owner|major|printer|server|"
        r"driver|worker|guard|judge|cook|coach|agent|minister|student|operator|planner|chair|"
        r"controller|tester|turner|cooper|mason|miner|pm|em|ta|ra|hr|ux|qa)\Z",
        value,
        re.I,
    ):
        return (
            value
            if re.match(
                r"(?:,? (?:at|for|with|in|by)\b|[.!,:]|\Z| and| (?:now|but|so|myself|here|any "
                r"?more|any longer)\b)",
                rest[len(value) :],
            )
            else None
        )
    return value


def trade(rest: str, line: str) -> str | None:
    """What somebody is by trade, whatever it is, where that is said or where they work for it."""
    known = occupation(rest, line)
    if known:
        return known
    found = re.match(
        r"(?P<value>(?:(?!and |who |that |with |in |at |for )[a-z'/&-]+ "
        r"){0,4}?[a-z'/&-]+)(?= (?:by (?:trade|profession|day|training)|at [A-Z]|for "
        r"(?:the )?[A-Z]|for a living))",
        rest,
    )
    return (
        found["value"]
        if found
        and not NO_OCCUPATION.search(found["value"])
        and not NO_TRADE.search(found["value"])
        else None
    )


NO_TRADE = re.compile(
    r"\b(?:fan|lover|customer|member|subscriber|user|resident|citizen|native|looking|waiting|"
    r"parent|friend|believer|regular|person|guest|mess|bit|lot|fool|beginner|newbie|little|"
    r"long|patient|visitor|kid|child|man|woman|guy|girl|mother|father|mum|mom|dad|junior|"
    r"senior|sophomore|freshman|undergrad|undergraduate|graduate|alum\w*|grad|hero|heroine|"
    r"owner|year)\b",
    re.I,
)


def role(rest: str, line: str) -> str | None:
    """What somebody works as, without where."""
    known = OCCUPATION.match(rest)
    value = known[0] if known else thing(rest, line)
    if (
        value is None
        or UNCLEAR.match(value)
        or re.search(
            r"\b(?:stress|bor|hard|demand|going|great|killing|tough|fun|remote|exhaust|interest|"
            r"getting|at (?=[A-Z])|at risk|safe|full-time|part-time|fine|not|on hold|team|unit|up in)",
            value,
            re.I,
        )
    ):
        return None
    return re.split(r" and (?=i |my |we )", WHERE.split(value)[0])[0] if not known else value


def language(rest: str, line: str) -> str | None:
    """A language that people speak."""
    level = LEVEL.match(rest)
    found = LANGUAGE.match(rest, level.end() if level else 0)
    return found[0] if found else None


OF_PEOPLE = {
    "names": kin_name,
    "proper name": proper_name,
    "bare employer": bare_employer,
    "named place": named_place,
    "intro name": intro_name,
    "firm": firm,
    "bare role": bare_role,
    "name": name,
    "only name": only_name,
    "nickname": nickname,
    "kin name": kin_name,
    "self name": self_name,
    "pet name": pet_name,
    "here name": here_name,
    "place": place,
    "origin": place,
    "employer": employer,
    "employer of": employer_of,
    "occupation": occupation,
    "trade": trade,
    "role": role,
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
