"""What people work as and for whom, and how they introduce themselves by it."""

import re

from english.anchors import CAPITAL, NAMED, either
from english.lexicon import NO_NAMES, OCCUPATIONS, TOOLS
from english.people import COUNTRY, NATIONS, NOBODY, is_lower, lower_name, proper
from english.phrases import NO_TOOLS, UNCLEAR, thing

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
    r"(?:one|two|three|four|five|six|\d+) (?:days?|weeks?|months?|years?) ago|"
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

# "CEO of fixing printers": nobody's profession, where "of marketing" is.
NO_OFFICE = re.compile(
    r"\A[a-z]+ of (?:fix|break|los|forgett|burn|mak|do|be|gett|kill|eat|sleep|say|ruin|"
    r"overthink|procrastinat|spill|drop|find|clean|carry|wait|worry|bring|keep)ing\b",
    re.IGNORECASE,
)

# A "taxi driver for my kids" is none; a carer is one also at home.
AT_HOME = re.compile(
    r" (?:for|to) (?:my|our|the) (?:kids|children|family|wife|husband|cats?|"
    r"dogs?|mum|mom|dad|son|daughter)\b"
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


def intro_name(rest: str, line: str) -> str | None:
    """The name with which a line about somebody begins: "Maite Etxeberria, 38, nurse"."""
    value = proper(rest)
    after = rest[len(value) :] if value else ""
    told = re.match(
        r",? (?:\d\d\b(?!:)|(?:she|he|they)/|from [A-Z][\w -]*(?: here)?(?:,|\Z)|here\b(?!')|born "
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
    "they it this that these those from until was were had has have is are fired sacked "
    "laid made let hired promoted diagnosed".split()
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
    if (
        found is None
        or NO_OCCUPATION.search(found[0])
        or NO_OFFICE.search(rest)
        or (AT_HOME.match(rest, found.end()) and "care" not in found[0].lower())
    ):
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
        or value.startswith("to ")
        or re.search(
            r"\b(?:stress|bor|hard|demand|going|great|killing|tough|fun|remote|exhaust|interest|"
            r"getting|at (?=[A-Z])|at risk|safe|full-time|part-time|fine|not|on hold|team|"
            r"unit|up in)",
            value,
            re.I,
        )
    ):
        return None
    return re.split(r" and (?=i |my |we )", WHERE.split(value)[0])[0] if not known else value


OF_TRADES = {
    "bare employer": bare_employer,
    "intro name": intro_name,
    "firm": firm,
    "bare role": bare_role,
    "here name": here_name,
    "employer": employer,
    "employer of": employer_of,
    "occupation": occupation,
    "trade": trade,
    "role": role,
}
KNOWN_TRADES = either(OCCUPATIONS, TRADE_ENDS)
NEEDED_OF_TRADES = {
    "bare employer": [CAPITAL, KNOWN_TRADES],
    "bare role": [KNOWN_TRADES],
    "employer": [NAMED],
    "employer of": [CAPITAL, either("at|for|with|of")],
    "firm": [CAPITAL],
    "intro name": [
        KNOWN_TRADES | {"#", "/", "from", "here", "born"},
        CAPITAL | {",", "#", "/", "here", "born"},
    ],
    "occupation": [KNOWN_TRADES],
    "trade": [
        KNOWN_TRADES | {"by", "at", "for"},
        KNOWN_TRADES | CAPITAL | {"trade", "profession", "day", "training", "living"},
    ],
}
