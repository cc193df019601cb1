"""Words that make a thing: where it ends, what is told in a row, what only the talk tells."""

import re

from english.lexicon import DAY_WORDS, EVENT_WORDS, LANGUAGES
from english.sentences import DONE, KEEPS, QUOTE

EDGES = " \t,;:-\u2013\u2014*"

PLAN = re.compile(
    r"(?:the |your |our |my |an? )?(?P<value>[\w+-]+(?: [\w+-]+){0,2}?)"
    r" (?:plan|tier|subscription|package|membership|account|option|version|license|licence|one)\b",
    re.IGNORECASE,
)

STOP = re.compile(
    r"[,;:!?()\u2014\u2013\u2026]|\.(?=\s|\Z|\.)|-\s| (?:because|since|so|but|when|while|whenever|"
    r"(?:after|before|until)(?= i\b| we\b| you\b| he\b| she\b| they\b| it\b| the\b| my\b)|"
    r"although|though|which|that|who|as|if|where|even|than|over|rather|instead|"
    r"cause|coz|cos|i|we|it's|they|except|unless|especially|cuz|bc|pls|please|thanks|ngl|"
    r"imo|fwiw|tbf|whose|whom|whatever)\b|[\u2600-\u27bf\U0001f300-\U0001faff]",
    re.IGNORECASE,
)

TIMES = (
    r"now|anymore|any more|any longer|these days|nowadays|at the moment|currently|right now|for "
    r"now|too|as well|again|already|btw|lol|haha|tbh|though|tho|by the way|a lot|so much|"
    r"so so much|atm|rn|"
    r"very much|at all|the most|most of all|please|instead|yesterday|today|recently|"
    r"tonight|either|anyway|"
    r"sometimes|ever|lately|more than anything|like crazy|to bits|to death|with a passion|"
    r"over here|here|in the end|"
    r"every (?:single )?(?:day|morning|evening|night|week|month|year|time|weekend)|daily|"
    r"finally|myself|ourselves|"
    r"(?:once|twice) (?:a|per) (?:day|week|month)|all the time|all day|all year round|in general|"
    r"of all time|for (?:everything|work|that|ages|a living|fun|life|sure|real|good|years|"
    r"months|a while)|"
    r"(?:just )?(?:last|this|next|past) [a-z]+|back in \w+|(?:in|since|during|around|until|from|"
    r"on|by|at|as of) (?:early |late |mid-?|the )*(?:\d{4}|(?:january|february|march|april|"
    r"may|june|july|"
    r"august|september|october|november|december)(?: \d{4})?|spring|summer|autumn|fall|"
    r"winter|mondays?|"
    r"tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|then|mornings?|evenings?|"
    r"nights?|christmas|easter|weekends?|first|least|(?:\d{1,2}(?:st|nd|rd|th)? (?:of "
    r")?[a-z]+|[a-z]+ \d{1,2}(?:st|nd|rd|th)?)(?:,? \d{4})?)|"
    r"(?:about |around |some |over |almost |nearly |like )?(?:a|an|one|two|three|four|five|"
    r"six|seven|"
    r"eight|nine|ten|\d+|couple of|few) (?:couple of |few )?(?:days?|weeks?|months?|years?|"
    r"decades?) (?:ago|back|now)|for (?:about |around |over |almost |nearly |the (?:past|last) )?"
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: [a-z]+)? (?:years?|months?|"
    r"weeks?|days?|decades?)|since (?:i was [a-z0-9 ]+|childhood|birth|forever|last [a-z]+)|"
    r"after all|first thing|as of (?:today|now)|of course|to be honest|honestly|personally|"
    r"any day(?: of the week)?|yet|from me|in my life|as a result|altogether|completely|for good"
)

TAIL = re.compile(rf"(?:(?: |\A)(?:{TIMES}))+\Z", re.IGNORECASE)

UNCLEAR = re.compile(
    r"(?:i|it|that|this|these|those|you|u|your|ur|you're|him|her|his|their|its|them|how|"
    r"what|whatever|when|where|"
    r"why|the (?:idea|way|fact|thought|(?:sound|look)(?! of (?!it|that|this|these|your|the\b))|"
    r"new|one|ones|part|update|result|results|"
    r"answer|suggestions?|feel|vibe|concept|direction|draft|design|first|color you|"
    r"plan|second|last|previous|other|same|most|rest|latest|changes?|version|option|"
    r"picture|logo|title|list|proposal)|me|us|myself|one|some|both|everything|anything|"
    r"nothing|all|being "
    r"able|seeing you|hearing|knowing|my|our|not|no|to (?:say|think|hear|see|know|admit|bother|"
    r"break|be|make sure|ask|disagree|disappoint|interrupt|complain|have|point out|do|get|"
    r"go|find|learn|book|order|use|try)|a (?:lot|good "
    r"deal|bit)|just|more|another|such|if|there|here|option|working with you|talking|"
    r"chatting|every bit|doing business|something|someone|somebody|anyone|everyone|nobody|"
    r"so|too|very|mine|yours|theirs|hers)\b(?!-)",
    re.IGNORECASE,
)


DANGLING = frozenset(
    "to of with in on for at by about and or what how is are from the a my not".split()
)

ARTICLE = re.compile(r"(?:an?|the|some|my|our|any|this) ", re.IGNORECASE)

MEASURE = re.compile(
    r"(?:an? (?:whole )?(?:lot|load|bunch|ton|pile|stack|handful|couple) of|(?:lots|loads|"
    r"tons|heaps) of|"
    r"all (?:kinds|sorts|things|types) (?:of )?|any(?: kind of| sort of)?|anything) ",
    re.IGNORECASE,
)

QUOTED = ("'", '"', "\u201c", "\u201d")

JOINED = re.compile(
    r"(?P<and>,? (?:and|or|nor|plus|as well as|along with) |,? ?& ?| \+ )|,? (?:but )?also |, "
)

TOGETHER = re.compile(
    r"(?:fish and chips|mac and cheese|rock and roll|salt and vinegar|bread and butter|"
    r"peanut butter and|bed and|black and white|drum and bass|"
    r"arts and crafts|back and forth|pen and paper|research and|food and drink|r&b|b&b|"
    r"at&t|johnson & johnson|hot and|sweet and|dungeons|"
    r"day and night|gin and|rum and|ham and|cream and|macaroni and|rice and|country and|"
    r"early and|meet and|trial and|fruit and|up and|more and|up or)",
    re.IGNORECASE,
)

NO_ITEM = re.compile(
    rf"(?:{DONE}|{KEEPS}|i|we|my|our|it|its|it's|he|she|they|you|your|that|this|these|"
    rf"those|there|which|who|what|where|when|so|but|not|no|"
    r"is|are|was|were|would|could|should|can|then|because|since|please|pls|thanks|thank|"
    r"the (?:more|stronger|better|worse|last|rest|other|bigger|older)|if|his|her|their|"
    r"nothing|"
    r"everything|never|always|only|even|just|half|especially|preferably|one of|now|also|"
    r"too|though|still|btw|lol|though|to|as|with|for|at|in|on|from|by|of|for|"
    r"other|another|others|stuff|more|all|both|yes|ok|got|gets?|makes?|need|want|hope|feel|"
    r"think|know|see|find|trying|looking|wondering|about|don't|doesn't|honestly|ideally|"
    r"maybe|actually|really|mostly|usually|"
    r"followed|suggest|worth|apparently|nothing|needs?|any|how|"
    r"don|sorry|cheers|well|very|really|super|anything|etc|whatever|is|bring|send|tell|call|"
    r"make)\b(?!-)",
    re.IGNORECASE,
)

THING_ENDS = re.compile(
    r" (?:(?:in|near)(?! [A-Z])|from|for|on|at|with|to|by|off|of my own|of our own|behind|"
    r"beside|under|above|next to|opposite|during|and|or|yesterday|"
    r"today|last|this|that|which|is|was|instead|about|under|via|through|between|without|"
    r"into|out|outside|upstairs|nobody|i|just|back|online|secondhand|second-hand|dirt|away|plus|"
    r"while|only|now|like)\b",
)

NO_TOOLS = re.compile(
    rf"(?:{LANGUAGES}|{DAY_WORDS.replace(' ', '|')}|i|i'm|i'll|ok|lol|pro|premium|plus|sunday|"
    r"europe|america|london|paris|berlin|tv|pdf|celsius|fahrenheit|uk|us|eu|usa|nhs|gps|ai|"
    r"usd|gbp|vat|diy|hr)\b",
    re.IGNORECASE,
)

EVENT_NOUNS = re.compile(rf"\b(?:{EVENT_WORDS})s?\b", re.IGNORECASE)

NUMBER = re.compile(
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|several|twins|triplets|twin|"
    r"an?|one)\b",
    re.I,
)


def thing(rest: str, line: str) -> str | None:
    """A few words, up to the end of what is said of them; without article or adverbials."""
    stop = STOP.search(rest)
    whole = rest[: stop.start() if stop else len(rest)].strip(" .*!")
    value = TAIL.sub("", whole).strip()
    if value != whole and value.rpartition(" ")[2] in (
        "for",
        "since",
        "from",
        "until",
        "on",
        "in",
        "of",
        "about",
    ):
        value = value.rpartition(" ")[0]
    if value[:1] in QUOTED and value[-1:] in QUOTED:
        value = value[1:-1]
    article = MEASURE.match(value) or ARTICLE.match(value)
    value = value[article.end() :] if article else value
    broken = value.rpartition(" ")[2].lower() in DANGLING or QUOTE.search(value)
    return value if value and value.count(" ") < 8 and not broken else None


def counted(rest: str, line: str) -> str | None:
    """What somebody has, without what else they have."""
    value = thing(rest, line)
    if value is None:
        return None
    cut = THING_ENDS.search(value)
    value = value[: cut.start()] if cut else value
    there = re.search(" (?:in|near) ", value)
    return value[: there.start()] if there and not ESTATE.search(value) else value


ESTATE = re.compile(
    r"\b(?:vineyard|cottage|house|flat|apartment|cabin|farm|land|plot|orchard|hut|chalet|"
    r"villa)\b"
)


def number_of(rest: str, line: str) -> str | None:
    """How many there are."""
    found = NUMBER.match(rest)
    return found[0] if found and found[0].lower() not in ("a", "an") else None


def nothing(rest: str, line: str) -> str | None:
    """No value: whichever it was."""
    return ""


def parts_of(rest: str) -> list[str]:
    """What is told in a row: "tea, cake and long walks"; the first one alone where it goes on
    with something else."""
    if TOGETHER.match(rest):
        return [rest]
    parts, at, words = [], 0, 0
    for joined in JOINED.finditer(rest):
        item = rest[joined.end() : joined.end() + 80]
        if (
            NO_ITEM.match(item)
            or (item.startswith("the ") and not rest.startswith("the "))
            or not item[:1].isalnum()
            or len(parts) > 6
        ):
            break
        if joined["and"] is None and not listed_on(rest[joined.end() :], len(parts)):
            break
        together = TOGETHER.match(rest[at:])
        if together:
            continue
        parts.append(rest[at : joined.start()])
        at = joined.end()
        words += 1
    end = JOINED.search(rest, at) if words else None
    while end and TOGETHER.match(rest[at:]):
        end = JOINED.search(rest, end.end())
    return [*parts, rest[at : end.start()] if end and words else first_part(rest[at:])]


def first_part(rest: str) -> str:
    """What stands before an "and" that goes on with something else."""
    for joined in JOINED.finditer(rest):
        if joined["and"] and (
            NO_ITEM.match(rest, joined.end()) or rest.startswith("the ", joined.end())
        ):
            return rest[: joined.start()]
    return rest


def listed_on(item: str, before: int) -> bool:
    """Whether what stands behind a comma is one more of a list: short, and with more behind it."""
    if LISTED.match(item):
        return True
    return bool(before and ITEM.match(item))


ITEM_WORDS = r"[\w'+#./-]+(?: [\w'+#./-]+){0,3}"


LISTED = re.compile(
    rf"{ITEM_WORDS}(?:(?:, {ITEM_WORDS}){{0,4}},? (?:and|or|&|plus) |, {ITEM_WORDS}(?:[,.!]|"
    rf"\Z))"
)


ITEM = re.compile(rf"{ITEM_WORDS}(?:[,.!]|\Z)")


OF_PHRASES = {
    "number of": number_of,
    "counted": counted,
    "thing": thing,
    "nothing": nothing,
}
