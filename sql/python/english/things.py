"""What people have, use, take and like, read from the start of a text."""

import re

from english.anchors import CAPITAL, either
from english.lexicon import CONDITIONS, DRUG_ENDS, DRUG_WORDS, GOODS_WORDS, ILLNESS_ENDS, NO_NAMES
from english.people import NATIONS
from english.phrases import ARTICLE, EVENT_NOUNS, STOP, UNCLEAR, counted, thing

NO_DRUGS = frozenset(
    "magazine gasoline valentine routine discipline medicine evening clementine cyclone ozone "
    "phone margarine limousine baseline headline deadline pipeline online alone none stone "
    "clone zone everyone anyone someone prone throne scone tangerine adrenaline".split()
)

NO_PERSON = frozenset(
    "good bad nice busy private shy quiet kind very different happy lazy honest religious old "
    "new sick grown normal positive terrible better changed curious patient single the "
    "only first last same right wrong other young "
    "creative visual practical social spiritual emotional sensitive impatient anxious tidy "
    "messy organised organized strong simple disabled trans".split()
)

PRONOUN = re.compile(r"\b(?:it|this|that|them|him|her|you|your|there|u)\b", re.IGNORECASE)
DIET = re.compile(
    r"(?:(?:lacto-|ovo-)*vegan|(?:lacto-|ovo-)*vegetarian|veggie|pescatarian|pescetarian|"
    r"flexitarian|(?:gluten|dairy|lactose|sugar|nut|meat|grain|egg|soy)[- ]free|"
    r"keto(?:genic)?|paleo|(?:whole[- ]food )?plant[- ]based|low[- ](?:carb|fodmap|sodium|"
    r"salt|fat|gi|sugar|calorie|histamine)|high[- ]protein|halal|kosher|whole30|"
    r"mediterranean|carnivore|raw food(?:ist)?|raw vegan|intermittent fasting|macrobiotic|"
    r"dash|fodmap|jain|atkins)(?: diet)?"
    r"(?=[,;.!)&]|\Z| -| (?:now|since|for|and|because|so|diet|food|again|anymore|any more|"
    r"any longer|these|at|btw|lol|tho|though|too|of|one|myself|ourselves|household|"
    r"home|but|last|this|in|with|meals?|only|by|as|about|after|or|when|if|which|except|on|"
    r"until|who|here|from|to|i|we|two|three|four|\d+|a|due|pls|please|mostly|all|the|"
    r"family|couple|person|kitchen)\b)",
    re.IGNORECASE,
)

GOODS = re.compile(rf"\b(?:{GOODS_WORDS})s?\b", re.IGNORECASE)

NO_GOODS = re.compile(
    r"\b(?:viewing|inspection|visit|whole|soul|mess|wreck|joke|disaster|nightmare|question|"
    r"problem|issue|idea|feeling|look|chance|time|moment|point|plan|ticket|"
    r"coffee|beer|pizza|drink|meal|lunch|dinner|gift|present|"
    r"membership|subscription|round|bottle|cake|sandwich|reply|message|email|mail|call|job|"
    r"promotion|raise|offer|headache|cold|flu|fever|fine|degree|"
    r"meeting|appointment|interview|exam|flight|reservation|discount|refund|code|error|bug|"
    r"deal|hand|lift|ride|break|day|night|week|year|lot|bit|few|couple|ton|bunch|"
    r"kids?|child|children|sons?|daughters?|brothers?|sisters?|sibling|husband|wife|"
    r"partner|friend|boyfriend|girlfriend|cousin|uncle|aunt|dogs?|cats?|puppy|kitten|"
    r"rabbit|hamster|parrot|baby|twins?|"
    r"allergy|allergies|condition|diabetes|asthma|history|habit|hunch|doubt|choice|reason|"
    r"clue|say|word|thing|stuff|way|sense|visa|blood|sore|bad|tickets?|hour|minutes?|"
    r"suggestion|request|favou?r|complaint|concern|theory|crush|fear|passion|weakness|"
    r"thing|soft spot|sweet tooth|phd|master's|nap|shower|haircut|letter|parcel|package|"
    r"invoice|bill|delivery|deadline|blast|laugh|quick|weird|hard|busy|long|account|"
    r"version|file|draft|team|class|course|shift|bone|cat nap|role|position|bachelor's|"
    r"diploma|mba|certificate|place in|card number|number|new one|reminder|notification|"
    r"warning|virus|quote|estimate|tan|pregnant|mortgage|loan|budget|newborn|phone call|"
    r"recipe|answer)\b",
    re.IGNORECASE,
)

DRUGS = re.compile(rf"(?:{DRUG_WORDS}|[a-z]{{3,}}(?:{DRUG_ENDS}))\b", re.IGNORECASE)

DOSE = re.compile(
    r"(?:\d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu|g)(?: of)? )?(?P<value>[a-z][a-z-]+(?: [a-z]+)??)"
    r"(?=,? \d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu)\b)|\d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|"
    r"iu|g) (?:of )?"
    r"(?P<other>[a-z]+)",
    re.IGNORECASE,
)

DEGREE = (
    r"(?:(?:severe|severely|mild|mildly|chronic|chronically|moderate|terrible|awful|bad|"
    r"really bad|pretty bad|late-onset|very|slightly|quite|mostly|totally|"
    r"gestational|adult|adult-onset|stage \w+|a touch of|a bit of|bit of a|a case of|some|"
    r"early|early-stage|occasional|exercise-induced|recurring|frequent|bad case of|a mild|"
    r"a severe|a bad|fairly|completely) )*"
)

CONDITION = re.compile(
    rf"{DEGREE}(?P<value>{CONDITIONS}|[a-z]{{3,}}(?:{ILLNESS_ENDS}))(?![\w-])", re.IGNORECASE
)

ALLERGY = re.compile(
    r"(?:(?:severe|mild|bad|serious|terrible|life-threatening|an?|the|nasty|really|very|"
    r"quite|pretty|strong|real|deadly|horrible|deathly) )*"
    r"(?P<value>[a-z][a-z -]{1,30}?) allerg(?:y|ies)\b",
    re.I,
)

NO_ALLERGY = re.compile(
    r"\b(?:meetings?|mornings?|mondays?|work(?:ing)?|people|drama|nonsense|bull\w*|small "
    r"talk|commit\w*|exercise|effort|housework|cleaning|maths?|"
    r"stupid\w*|fun|emails?|spreadsheets?|deadlines?|bureaucracy|paperwork|rules|authority|"
    r"(?:in-?laws?|boss(?:es)?|managers?|ex|exes|husband|wife|family|relatives|neighbou?rs?|"
    r"colleagues?|cowork\w+|mother|father|mum|mom|dad|brother|sister|roommates?|flatmates?|kids|"
    r"children|teenagers|jobs?|office|gym|cardio|homework|school|taxes|politic\w*|cooking|"
    r"marriage|romance|winter|summer|mess|failure|losers?|liars?|men|women|hipsters|capitalism)\Z|"
    r"responsib\w*|bad|poor|cheap|boring|lazy|loud|fake|dumb|ugly|slow|being|change|losing|"
    r"getting|queues?|hype|"
    r"jargon|idiots?|bad code|java\w*|php|excel|powerpoint|alarm clocks?|early|excuses|the "
    r"idea|something|food|foods|anything|any|none|nothing|it|that|this|you|him|her|them|"
    r"everything|all|what)\b",
    re.I,
)

PERSON = re.compile(
    r"(?P<value>[a-z-]+(?: [a-z-]+)??) (?:person|kind of (?:person|guy|girl|gal)|guy|girl|"
    r"gal)\b",
    re.I,
)

BRAND_WORDS = (
    r"toyota|honda|ford|bmw|audi|volvo|volkswagen|vw|skoda|\u0161koda|seat|fiat|renault|"
    r"peugeot|citro[e\u00eb]n|opel|vauxhall|dacia|nissan|mazda|subaru|suzuki|mitsubishi|"
    r"hyundai|kia|tesla|porsche|jaguar|land rover|range rover|mini cooper|jeep|chevrolet|"
    r"chevy|dodge|cadillac|buick|lexus|acura|infiniti|saab|alfa romeo|lancia|rivian|"
    r"polestar|mercedes|"
    r"vespa|piaggio|ducati|yamaha|kawasaki|triumph|harley|ktm|brompton|canyon|trek|"
    r"specialized|giant|cannondale|bianchi|"
    r"fender|gibson|ibanez|martin|taylor|steinway|bechstein|roland|korg|moog|casio|"
    r"nikon|canon|leica|fujifilm|fuji|olympus|pentax|hasselblad|gopro|polaroid|sony|"
    r"macbook|imac|ipad|iphone|thinkpad|dell|lenovo|asus|acer|hp|surface|pixel|galaxy|"
    r"samsung|fairphone|oneplus|nokia|motorola|xiaomi|huawei|"
    r"kindle|kobo|playstation|ps[345]|xbox|nintendo|switch|steam deck|roomba|dyson|miele|"
    r"bosch|siemens|kitchenaid|smeg|breville|delonghi|gaggia|thermomix|"
    r"bernina|pfaff|singer|husqvarna|stihl|rolex|omega|seiko|casio|apple watch|garmin|"
    r"fitbit|john deere|massey ferguson|fendt|weber|traeger|peloton|sonos|bose"
)
BRANDS = re.compile(rf"(?:{BRAND_WORDS})\b(?-i: [A-Z0-9][\w-]*){{0,3}}", re.IGNORECASE)


def brand(rest: str, line: str) -> str | None:
    """Something that its owner calls by its maker's name."""
    found = BRANDS.match(rest)
    if (
        found is None
        or not any(map(str.isupper, found[0]))
        or re.match(
            r" (?:account|password|card|employer|job|colleagues?|boss|contract|dealer|app|login|"
            r"team)\b",
            rest[found.end() :],
        )
    ):
        return None
    return found[0]


TO_TASTE = re.compile(
    r"my (?:coffee|tea|steaks?|eggs?|toast|currys?|curries|food|burgers?|pizza|beer|wine|"
    r"whisky|martini|"
    r"bacon|pasta|showers?|music|baths?|mornings|evenings|weekends|holidays|books|films|chocolate|"
    r"privacy|sleep|fish|meat|vegetables|salads?|sandwich(?:es)?|noodles|rice|bread|chips) [a-z]+",
    re.IGNORECASE,
)
LATELY = re.compile(
    r"(?: (?:these days|nowadays|lately|recently|right now|now|at the moment|currently|atm|"
    r"rn|btw|lol|"
    r"too|as well|again|a lot|so much|very much|tbh|though|tho|at present|this year|this month))+\Z"
)


THOSE_WHO = re.compile(
    r"(?:people|those|drivers|men|women|anyone|everyone|folks|guests|cyclists|colleagues|kids) "
    r"who [^,;.!?()\u2014]{3,60}(?=[,;.!?()\u2014]|\Z)",
    re.IGNORECASE,
)


def liked(rest: str, line: str) -> str | None:
    """What is liked or disliked; nothing where only the talk before tells what it is."""
    whoever = THOSE_WHO.match(rest)
    if whoever:
        return LATELY.sub("", whoever[0].strip())
    value = thing(rest, line) if TO_TASTE.match(rest) or not UNCLEAR.match(rest) else None
    if value and " " not in value and value.endswith("ing"):
        stop = STOP.search(rest)  # not "working" for "working at night"
        value = LATELY.sub("", rest[: stop.start() if stop else len(rest)].strip(" .!"))
    if (
        value is None
        or PRONOUN.search(value)
        or value.lower()
        in ("way", "much", "lot", "most", "more", "best", "sound", "least", "look", "rest")
    ):
        return None
    return value.removeprefix("to ")


def preferred(rest: str, line: str) -> str | None:
    """What is preferred, without what it is preferred to."""
    cut = re.search(r" (?:to|over|rather than|instead of|more than|than|any day) ", rest)
    return liked(rest[: cut.start()] if cut and cut.start() > 1 else rest, line)


def kind_of_person(rest: str, line: str) -> str | None:
    """What somebody is a person of: "a morning person"."""
    found = PERSON.match(rest)
    value = found["value"] if found else ""
    return value if value and not NO_PERSON & set(value.lower().split()) else None


def named_before(rest: str, line: str) -> str | None:
    """What was named before the words that say what it is to somebody."""
    value = ARTICLE.sub("", rest, count=1) if ARTICLE.match(rest) else rest
    first = value.partition(" ")[0].lower()
    unclear = (
        UNCLEAR.match(value)
        or PRONOUN.search(value)
        or first
        in (
            "he",
            "she",
            "they",
            "i",
            "which",
            "who",
            "we",
            "but",
            "and",
            "oh",
            "great",
            "because",
            "you",
            "so",
        )
    )
    return None if unclear or value.count(" ") > 5 or "," in value else value


ON_STAGE = re.compile(
    r" (?:on (?:tv|stage|screen|television)|in (?:a|the|our) (?:play|film|"
    r"show))\b",
    re.I,
)


def owned(rest: str, line: str) -> str | None:
    """What somebody has."""
    value = counted(rest, line)
    bad = value and (
        ON_STAGE.search(rest)
        or UNCLEAR.match(value)
        or NO_GOODS.search(value)
        or re.search(
            r"\b(?:company|business|taxi|bus|lorry|cab|uber|copyright|shop|restaurant|"
            r"bakery|mistake|domain|agency|hard "
            r"bargain|role|part|game|lot|attention|fool|toll|point|for good|mad|crazy|nuts|insane|"
            r"wild|up the wall|bonkers)\b",
            value,
        )
    )
    return None if bad else value


RENTED = re.compile(
    r"(?!(?:holiday|summer|second|beach) )[\w -]*(?:flat|apartment|house|room|place) in [A-Z]"
)


def known_goods(rest: str, line: str) -> str | None:
    """Several lasting things of a usual kind: "solar panels"."""
    value = counted(rest, line)
    known = GOODS.search(value) if value else None
    plural = value is not None and known is not None and value.endswith("s")
    return value if plural and known and known.end() == len(value or "") else None


def goods(rest: str, line: str) -> str | None:
    """Something lasting: of a usual kind, or called by its maker's name."""
    value = counted(rest, line)
    if value is None or UNCLEAR.match(value) or RENTED.match(value):
        return None
    words = value.split(" ")
    branded = (
        any(
            w[:1].isupper() and w.lower() not in NO_NAMES and not NATIONS.fullmatch(w)
            for w in words
        )
        and not line.isupper()
    )
    known = GOODS.search(value)
    if re.search(r"\b(?:called|named)\b", value) or (
        NO_GOODS.search(value) and not (known and known.end() == len(value))
    ):
        return None
    return (
        value
        if known or BRANDS.match(value) or (branded and not EVENT_NOUNS.search(value))
        else None
    )


def bought(rest: str, line: str) -> str | None:
    """What somebody bought to keep."""
    value = counted(rest, line)
    if (
        value is None
        or UNCLEAR.match(value)
        or RENTED.match(value)
        or (NO_GOODS.search(value) and not GOODS.search(value))
    ):
        return None
    return value


def ailment(rest: str, line: str) -> str | None:
    """What somebody is allergic to, or was diagnosed with."""
    value = thing(rest, line)
    if value is None or UNCLEAR.match(value):
        return None
    known = CONDITION.match(value)
    return known["value"] if known and len(known[0]) == len(value) else value


def allergen(rest: str, line: str) -> str | None:
    """What somebody is allergic to."""
    value = thing(rest, line)
    value = re.split(r" (?:is|are|has|was|makes|means|gets?|acts?)\b", value)[0] if value else None
    return None if value is None or NO_ALLERGY.match(value) or NO_ALLERGY.search(value) else value


def allergy(rest: str, line: str) -> str | None:
    """What causes the allergy that is named behind it."""
    found = ALLERGY.match(rest)
    value = found["value"] if found else ""
    return (
        value
        if value
        and value.split(" ")[-1]
        not in ("my", "the", "severe", "bad", "food", "of", "an", "no", "any", "seasonal")
        else None
    )


# "Blind without my glasses", "OCD about my desk".
FIGURE = re.compile(
    r"(?:blind|deaf|ocd|bipolar|autistic|schizophrenic|anorexic) (?:to|about|without|when|"
    r"with (?:rage|love|anger))\b",
    re.IGNORECASE,
)


def condition(rest: str, line: str) -> str | None:
    """An illness or a condition that has a name."""
    rest = re.sub(r"\A(?:an? |the )", "", rest)
    found = CONDITION.match(rest)
    return found["value"] if found and not FIGURE.match(rest) else None


def drug(rest: str, line: str) -> str | None:
    """A medicine: one with a known name or ending, or whatever has a dose."""
    article = re.match(
        r"(?:(?:my|the|daily|a|an|low|dose|low-dose|of|some|regular|oral|nightly|weekly|high|"
        r"two|puffs|tablets?) )+",
        rest,
    )
    rest = rest[article.end() :] if article else rest
    dosed = DOSE.match(rest)
    if dosed:
        return dosed["value"] or dosed["other"]
    found = DRUGS.match(rest)
    allergic = found and rest.startswith(" allerg", found.end())
    return found[0] if found and not allergic and found[0].lower() not in NO_DRUGS else None


def any_drug(rest: str, line: str) -> str | None:
    """A medicine, where only a medicine can stand."""
    known = drug(rest, line)
    found = re.match(
        r"(?:an? |the |my )?(?P<value>[A-Za-z][a-z-]{3,}(?:ine|ol|in|am|an|ide|ate|one|il|ab|"
        r"ex|or|ax|ic)\b)",
        rest,
    )
    return known or (found["value"] if found and found["value"].lower() not in NO_DRUGS else None)


OF_THINGS = {
    "brand": brand,
    "liked": liked,
    "preferred": preferred,
    "favourite": liked,
    "kind of person": kind_of_person,
    "named before": named_before,
    "owned": owned,
    "goods": goods,
    "known goods": known_goods,
    "bought": bought,
    "ailment": ailment,
    "allergen": allergen,
    "allergy": allergy,
    "condition": condition,
    "drug": drug,
    "any drug": any_drug,
}
FORMS_OF_THINGS = {
    "diet": DIET,
}
KNOWN_GOODS = either(rf"(?:{GOODS_WORDS})s?")
KNOWN_BRANDS = either(BRAND_WORDS)
NEEDED_OF_THINGS = {
    "allergy": [frozenset(("allerg*",))],
    "brand": [KNOWN_BRANDS, CAPITAL],
    "condition": [either(CONDITIONS, ILLNESS_ENDS)],
    "diet": [either(DIET.pattern)],
    "drug": [either(DRUG_WORDS + "|mg|mcg|ml|units?|iu", DRUG_ENDS) | {"#"}],
    "goods": [KNOWN_GOODS | KNOWN_BRANDS | CAPITAL],
    "kind of person": [either("person|kind|guy|girl|gal")],
    "known goods": [KNOWN_GOODS],
}
