"""What people state about themselves in English: facts, preferences and instructions."""

import re

# Kind, claim key ({} is the rule's group <key>), "one" where a newer value takes the place of the
# older one; then, for each way to say it, how the value is read (READERS) and what stands before
# it, from the start of a clause. What no row describes is no claim: "my brother lives in Rome",
# "I might move to Rome", "I never lived in Rome".
RULES = {
    "fact identity.name one": (
        ("name", "my (?:full |first |real )?name(?: is|'s) "),
        ("only name", "(?:hi|hello|hey)(?: there| all| everyone)?[,.!]* (?:i'm|i am|this is) "),
    ),
    "fact identity.birthday one": (
        ("date", "my birthday(?: is|'s) (?:on )?"),
        ("date", "i was born (?:on )?"),
    ),
    "fact identity.age one": (("years", "(?:{am}{now}|i {now}turned )"),),
    "fact identity.relationship one": (("status", "(?:{am}{now}|{have}{now}got )"),),
    "fact location.home one": (
        ("place", "(?:{am}|{have}){now}(?:live|living|reside|residing|based|located) in "),
        ("place", "{have}{now}(?:moved|relocated) (?:back |over |out |house |home )?to "),
        ("place", "my {new}(?:home|house|apartment|flat) is {now}in "),
        ("place", "my {new}home ?(?:town|city) is {now}"),
    ),
    "fact location.address one": (("address", "my {new}address is {now}"),),
    "fact location.origin one": (("place", "(?:{am}|i come )(?:originally )?from "),),
    "fact work.employer one": (
        ("place", "(?:{am}|i ){now}(?:work|working|employed) (?:at|for|by) "),
        ("place", "{have}{now}started (?:working |{a}{new}job )?(?:at|with) "),
        ("place", "{have}{now}(?:got|taken|took) {a}{new}job (?:at|with) "),
        ("place", "my {new}(?:employer|company) is {now}"),
        ("employer", "(?:{am}{now}|(?:{am}|i ){now}(?:work|working|employed) as )an? "),
    ),
    "fact work.role one": (
        ("occupation", "{am}{now}an? "),
        ("role", "(?:{am}|i ){now}(?:work|working|employed) as {a}"),
        ("role", "my {new}(?:job|role|title|job title|position|profession) is {now}{a}"),
        ("role", "(?:i was |i got |i've been ){now}promoted to {a}"),
    ),
    "fact plan.subscription one": (
        ("plan", "{am}{now}(?:on|using|subscribed to) "),
        ("plan", "{have}{now}(?:have|use|pay for) "),
        ("plan", "{have}{now}(?:up|down)graded (?:back )?to "),
        ("plan", "{have}{now}(?:switched|changed|moved|went|gone|subscribed) (?:back |over )?to "),
        (
            "plan",
            "(?:please )?(?:switch|move|upgrade|downgrade|change|put) "
            "(?:me|us|my (?:plan|account|subscription)) (?:back |over )?(?:to|on) ",
        ),
        ("plan", "my {new}(?:plan|subscription|tier) is {now}"),
    ),
    "fact contact.email one": (
        ("email", "my {new}e-?mail(?: address)? is {now}"),
        ("email", "(?:you can )?(?:reach|contact|e-?mail) me (?:at|on|via) "),
    ),
    "fact contact.phone one": (
        ("phone", "my {new}(?:phone|telephone|cell|cell phone|mobile)(?: number)? is {now}"),
        ("phone", "(?:you can )?(?:reach|contact|call|text) me (?:at|on) "),
    ),
    "fact health.allergy many": (("thing", "{am}{very}allergic to "),),
    "fact health.diet one": (
        ("diet", "(?:{am}|{have}{now}(?:become|became|went|turned) ){now}{a}"),
    ),
    "fact language.spoken many": (("name", "(?:i|we) (?:also |can )*speak (?:fluent |native )?"),),
    "fact education.school many": (("place", "i (?:graduated from|study at|attend|attended) "),),
    "fact family.{} many": (
        ("name", "my (?:older |younger |big |little |oldest |youngest )?(?P<key>{kin}){called}"),
        (
            "counted",
            "{have}{now}(?:have |got )(?={some}(?P<key>kids|children|sons?|daughters?)\\b)",
        ),
        ("counted", "{have}{now}(?:have |got )(?={some}(?P<key>brothers?|sisters?|siblings?)\\b)"),
    ),
    "fact pet.{} many": (
        ("name", "(?:my|our) {new}(?P<key>{pet}){called}"),
        ("counted", "{have}{now}(?:have |own |got |adopted )(?={some}(?P<key>{pet})s?\\b)"),
    ),
    "fact possession many": (
        ("counted", "{have}{now}(?:own|drive) (?=an? )"),
        ("counted", "{have}{now}(?:have|got|bought|purchased) (?={some}(?:{goods})\\b)"),
    ),
    "preference preference.like many": (
        ("liked", "(?:i|we) {very}(?:love|like|enjoy|adore) "),
        ("preferred", "(?:i|we) {very}prefer "),
        ("liked", "{am}{very}(?:into|fond of|fans? of) "),
        ("liked", "my (?:all-time )?favou?rite (?:[a-z-]+ ){{1,3}}(?:is|are) "),
    ),
    "preference preference.dislike many": (
        (
            "liked",
            "(?:i|we) {very}(?:hate|dislike|detest|despise|loathe|can't stand|cannot stand) ",
        ),
        ("liked", "(?:i|we) {very}(?:don't|do not) {very}(?:like|enjoy|care for) "),
        ("liked", "{am}not {very}(?:into|fond of|fans? of) "),
    ),
    "instruction instruction.call_me one": (
        ("only name", "(?:please |just |you can |from now on,? )*call me "),
    ),
    "instruction instruction.always many": (("order", "{lead}always "),),
    "instruction instruction.never many": (("order", "{lead}(?:never|(?:don't|do not) ever) "),),
    "instruction instruction.from_now_on many": (
        ("new order", "(?:from now on|from here on|going forward),? (?:please )?"),
    ),
}
PARTS = {
    "a": "(?:an? |the |my )?",
    "am": "(?:i'm |i am |we're |we are )",
    "have": "(?:i |we |i've |we've |i have |we have )",
    "now": "(?:now |currently |still |just |recently |finally |also |both |already )*",
    "new": "(?:new |current |latest |home |shipping |mailing |personal )*",
    "some": "(?:an? |one |two |three |four |five |some )(?:new )?(?:[a-z-]+ )?",
    "called": "(?:'s name is|'s called| is called| is named|, named|,)? ",
    "very": "(?:really |absolutely |also |just |still |totally |truly |especially |generally |"
    "usually |mostly |definitely |do |always |particularly |actually |personally |strongly |"
    "much |very |severely |so |such |an? |big |huge |great |massive )*",
    "lead": "(?:and |but |please |remember(?: to|,)? |make sure (?:to |you )|be sure to |"
    "you (?:should|must) |i (?:want|need|would like) you to |i'd like you to )*",
    "kin": "wife|husband|partner|spouse|fianc[e\u00e9]e?|girlfriend|boyfriend|son|daughter|mother|"
    "mom|mum|father|dad|brother|sister|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|"
    "niece|nephew|best friend|boss|manager|roommate",
    "pet": "dog|puppy|pup|cat|kitten|rabbit|bunny|hamster|guinea pig|parrot|bird|horse|pony|turtle|"
    "tortoise|snake|lizard|gecko|ferret",
    "goods": "car|truck|van|house|apartment|boat|bike|bicycle|motorcycle|guitar|piano|violin|"
    "laptop|camera|phone|tablet|printer|router",
}  # fmt: skip

# A clause begins with the sentence, behind its opening words, or where "..., and I ..." goes on.
OPENING = re.compile(
    r"(?:(?:hi|hello|hey)(?: there| all| everyone)?|oh|well|yes|yeah|yep|no|ok|okay|so|and|but|"
    r"also|btw|by the way|actually|anyway|fyi|just so you know|for the record|please note(?: "
    r"that)?|note|remember that|as of (?:today|now)|now|currently|these days|recently|last "
    r"(?:week|month|year)|today|yesterday|this (?:week|month|year)|thanks|thank you|good "
    r"(?:morning|evening))(?:[,!:.]+ | - | )",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"(?:[,;:\u2014\u2013\u2026] ?(?:(?:and|but|so|plus) )?| - | (?:and|but|so|plus) )"
    r"(?=(?:i|my|we|please|you can|call me|from now on)\b)",
    re.IGNORECASE,
)
SELF = re.compile(r"\b(?:i|my|we|our|me|us|always|never|ever|from now on|going forward)\b", re.I)
# Not said as it is: imagined, wished, planned, past, or somebody else's words.
HEDGE = re.compile(
    r"\b(?:if|unless|whether|wish(?:ed)?|suppose|imagine|pretend|would|could|might|maybe|perhaps|"
    r"probably|used to|when i was|back when|thinking (?:of|about)|considering|hop(?:e|ing) to|"
    r"plan(?:ning)? to|want(?:ed)? to|going to|gonna|about to|almost|nearly|not sure|i think|i "
    r"guess|i doubt|dream(?:ed|t)?|as though|let's say|joking|kidding|formerly|previously|no "
    r"longer|lyrics?|pretending|roleplay)\b|\b(?-i:may)\b",
    re.IGNORECASE,
)
SAID = re.compile(
    r"\b(?:said|says|say|saying|told|tells|asked|asks|wrote|writes|thinks|thought|claims|claimed|"
    r"believes|heard|reads|goes|called|quote)\b",
    re.IGNORECASE,
)
BULLET = re.compile(r"\s*(?:(?:[-*\u2022]|\d{1,2}[.)])\s+)?")
QUOTES = str.maketrans("\u2018\u2019\u02bc", "'''")
END = re.compile("[.!?\u2026]+[\"')\\]\u201d]*")
QUOTE = re.compile('["\u201c\u201d\u00ab\u00bb]')
FENCE = re.compile(r"\s*(?:```|~~~)")
LINE = re.compile("[^\r\n\x0b\x0c\x85\u2028\u2029]+")
HELLO = re.compile(r"(?:hi|hello|hey)\b[^.!?,\u2014-]{0,15}[,.! ]+", re.IGNORECASE)
GREETING = re.compile(r"\W*(?:hi|hello|hey)(?: there| all| everyone)?\Z", re.IGNORECASE)
SHORTENED_WORDS = "mr mrs ms dr prof st mt ft jr sr vs etc inc ltd co corp no e.g i.e u.s u.k dept"
SHORTENED = frozenset(SHORTENED_WORDS.split())
EDGES = " \t,;:-\u2013\u2014"
MOST = 8  # clauses of a sentence
LONGEST = 400  # characters of a sentence; a longer one is no plain statement

DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas easter thanksgiving"
)
NO_NAMES = frozenset((DAYS + " i i'm i'll god mr mrs ms dr").split())
LINK_WORDS = "of de da do del di la le el van von der den bin al y & the"
LINKS = frozenset(LINK_WORDS.split())
NO_PLACES = re.compile(
    r" (?:plan|tier|subscription|package|membership|team|department|group|project|account|mode|"
    r"version|app|format)\b",
    re.IGNORECASE,
)
TIERS_WORDS = (
    "free basic starter standard plus pro premium business team teams enterprise family "
    "individual personal student gold silver platinum bronze unlimited lite ultimate annual "
    "monthly yearly"
)
TIERS = frozenset(TIERS_WORDS.split())
DATE = re.compile(
    r"(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:the )?"
    r"\d{1,2}(?:st|nd|rd|th)?\b)(?:,? \d{4})?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}",
    re.IGNORECASE,
)
YEARS = re.compile(r"\d{1,3}(?= years? old\b|[,;.! ]*\Z| now\b)")
STATUS = re.compile(
    r"(?:single|married|divorced|engaged|widowed|separated)(?=[,;.!]|\Z| (?:to|now|again|last|"
    r"this|and|with)\b)",
    re.IGNORECASE,
)
DIET = re.compile(
    r"(?:vegan|vegetarian|pescatarian|gluten[- ]free|lactose[- ]intolerant|lactose[- ]free)"
    r"(?=[,;.!]|\Z| (?:now|since|for|and|because|so)\b)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"[+(]?\d[\d ().-]{5,20}\d")
ADDRESS = re.compile(r"\d.{4,100}")
PLAN = re.compile(
    r"(?:the |your |our |an? )?(?P<value>[\w+-]+(?: [\w+-]+){0,2}?)"
    r" (?:plan|tier|subscription|package|membership)\b",
    re.IGNORECASE,
)
OCCUPATION = re.compile(
    r"(?:[a-z-]+ ){0,3}(?:engineer|developer|programmer|designer|architect|teacher|professor|"
    r"lecturer|tutor|nurse|doctor|surgeon|physician|dentist|pharmacist|paramedic|vet|veterinarian|"
    r"therapist|counselor|psychologist|lawyer|attorney|paralegal|accountant|auditor|analyst|"
    r"consultant|manager|director|ceo|cto|cfo|founder|entrepreneur|freelancer|contractor|"
    r"salesperson|realtor|writer|author|editor|journalist|translator|librarian|artist|painter|"
    r"musician|singer|actor|actress|dancer|photographer|filmmaker|chef|cook|baker|barista|waiter|"
    r"waitress|bartender|farmer|gardener|carpenter|plumber|electrician|mechanic|welder|driver|"
    r"pilot|firefighter|soldier|scientist|researcher|student|intern|assistant|secretary|"
    r"administrator|technician|hairdresser|tailor)(?=[,;.!]|\Z| (?:at|for|with|in|from|and|by|"
    r"based|working|who)\b)",
    re.IGNORECASE,
)
EMPLOYER = re.compile(r"(?:[a-z-]+ ){1,5}?(?:at|for|with) (?=[A-Z])")
STOP = re.compile(
    r"[,;:!?()\u2014\u2013\u2026]|\.(?=\s|\Z)|-\s| (?:because|since|so|but|when|while|whenever|"
    r"after|before|until|although|though|which|that|who|as|if|where|even|than|over|rather|instead|"
    r"i)\b",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:(?: |\A)(?:now|anymore|any more|these days|nowadays|at the moment|currently|right now|"
    r"too|as well|again|already|btw|lol|haha|a lot|so much|very much|at all|the most|please|"
    r"instead|yesterday|today|recently|tonight|sometimes|(?:last|this|next) [a-z]+|(?:in|since) "
    r"\d{4}|[a-z0-9]+ [a-z]+ ago|for [a-z0-9]+ (?:years?|months?|weeks?|days?)))+\Z",
    re.IGNORECASE,
)
UNCLEAR = re.compile(
    r"(?:it|that|this|these|those|you|your|you're|him|her|his|their|its|them|how|what|when|where|"
    r"why|the|me|us|myself|one|some|both|everything|anything|nothing|all|being able|seeing|"
    r"hearing|knowing|my|our|not|no|to (?:say|think|hear|see|know|admit|bother|break|be|make sure|"
    r"ask))\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:it|this|that|them|him|her|you|your|there)\b", re.IGNORECASE)
DANGLING = frozenset(
    ("to", "of", "with", "in", "on", "for", "at", "by", "about", "and", "or", "what", "how")
)
ARTICLE = re.compile(r"(?:an?|the) ", re.IGNORECASE)
WHERE = re.compile(" (?:at|for|with|in|by) ")
QUOTED = ("'", '"', "\u201c", "\u201d")
DOER = re.compile(
    r"(?:i|i'm|i'll|we|we'll|he|she|they|it|it's|things|my|our|always|never|call me)\b", re.I
)
ORDER = re.compile(
    r"(?:use|send|reply|answer|respond|write|include|format|translate|cite|address|speak to|talk "
    r"to|summari[sz]e|check with|confirm|assume|suggest|recommend|schedule|book|email|e-mail|text|"
    r"notify|remind|contact|refer to|mention|share my|charge|ship|deliver|store|delete|round|"
    r"convert|disclose|reveal|apologi[sz]e|interrupt|verify|double-check|bill|cancel|show me|give "
    r"me|tell me|ask me|ask before|ask for|call (?:me|my|us)|send me|keep (?:it|your|answers|"
    r"replies)|explain|provide|quote|add|put|start|end|begin|sign|offer|sell|tell anyone|leave)\b",
    re.IGNORECASE,
)


def proper(rest: str) -> str | None:
    """The capitalised name at the start of `rest`: at most five words, "Rio de Janeiro"."""
    taken: list[str] = []
    for word in rest.split(" ")[:5]:
        core = word.rstrip(".,;:!?)\u2026")
        if (core[:1].isupper() and core.lower() not in NO_NAMES) or (taken and core.isdigit()):
            taken.append(word)
        elif core == word and core in LINKS:
            taken.append(word)
            continue
        else:
            break
        if core != word and core.lower() not in SHORTENED and len(core) > 1:
            break
    while taken and taken[-1] in LINKS:
        taken.pop()
    value = " ".join(taken).rstrip(",;:!?)\u2026")
    stripped = value.rstrip(".")
    last = stripped.rpartition(" ")[2]
    value = value if "." in last else stripped
    return value if any(word[:1].isupper() for word in taken) else None


def lower_name(rest: str, line: str) -> str | None:
    """A name of one word that ends its clause, in a line written without capitals."""
    value = TAIL.sub("", rest.rstrip(" .,;!"))
    if line.islower() and value.isalpha() and len(value) > 2 and not UNCLEAR.match(value):
        return None if value in TIERS or value in STATES else value
    return None


def name(rest: str, line: str) -> str | None:
    """A person's or a language's name."""
    return proper(rest) or lower_name(rest, line)


def only_name(rest: str, line: str) -> str | None:
    """A name behind which nothing more is said of it."""
    value = proper(rest)
    tail = rest[len(value or "") :]
    done = tail.strip(" .!").lower() in ENDINGS or tail.startswith((",", ".", "!", " and "))
    return value if value and done else None


def place(rest: str, line: str) -> str | None:
    """The name of a town, a country, a company or a school."""
    value = name(rest, line)
    return None if value and NO_PLACES.match(rest, len(value)) else value


def employer(rest: str, line: str) -> str | None:
    """The company behind an occupation: "nurse at Mercy Hospital"."""
    found = EMPLOYER.match(rest)
    if found and OCCUPATION.match(rest):
        return proper(rest[found.end() :])
    return None


def thing(rest: str, line: str) -> str | None:
    """A few words, up to the end of what is said of them; without article or adverbials."""
    stop = STOP.search(rest)
    value = TAIL.sub("", rest[: stop.start() if stop else len(rest)].strip(" .*")).strip()
    if value[:1] in QUOTED and value[-1:] in QUOTED:
        value = value[1:-1]
    article = ARTICLE.match(value)
    value = value[article.end() :] if article else value
    broken = value.rpartition(" ")[2].lower() in DANGLING or QUOTE.search(value)
    return value if value and value.count(" ") < 8 and not broken else None


def counted(rest: str, line: str) -> str | None:
    """What somebody has, without what else they have."""
    value = thing(rest, line)
    return value.partition(" and ")[0] if value else None


def role(rest: str, line: str) -> str | None:
    """What somebody works as, without where."""
    value = thing(rest, line)
    return WHERE.split(value)[0] if value else None


def liked(rest: str, line: str) -> str | None:
    """What is liked or disliked; nothing where only the talk before tells what it is."""
    value = None if UNCLEAR.match(rest) else thing(rest, line)
    return value.removeprefix("to ") if value and not PRONOUN.search(value) else None


def preferred(rest: str, line: str) -> str | None:
    """What is preferred, without what it is preferred to."""
    value = liked(rest, line)
    return value.partition(" to ")[0] if value else None


def plan(rest: str, line: str) -> str | None:
    """The name of a subscription: one called a plan and capitalised, or a usual one."""
    usual = thing(rest, line)
    if usual and usual.lower() in TIERS:
        return usual
    found = PLAN.match(rest)
    value = found["value"] if found else ""
    return value if value[:1].isupper() or value.lower() in TIERS else None


def order(rest: str, line: str) -> str | None:
    """What to do: begins with something an assistant can do."""
    return rest.strip(" .!\"'") if ORDER.match(rest) else None


def new_order(rest: str, line: str) -> str | None:
    """What to do from now on: not what somebody will do."""
    return None if DOER.match(rest) else rest.strip(" .!\"'") or None


ENDINGS = ("", "please", "instead", "here", "now", "from now on")
STATE_WORDS = "not here there home wrong missing okay fine good back abroad"
STATES = frozenset(STATE_WORDS.split())
READERS = {
    "name": name,
    "only name": only_name,
    "place": place,
    "counted": counted,
    "role": role,
    "employer": employer,
    "thing": thing,
    "liked": liked,
    "preferred": preferred,
    "plan": plan,
    "order": order,
    "new order": new_order,
}
FORMS = {
    "address": ADDRESS,
    "date": DATE,
    "diet": DIET,
    "email": EMAIL,
    "occupation": OCCUPATION,
    "phone": PHONE,
    "status": STATUS,
    "years": YEARS,
}


def value_of(shape: str, rest: str, line: str) -> str | None:
    """The value at the start of `rest`, read as its shape demands; None when it is not there."""
    if shape in READERS:
        value = READERS[shape](rest, line) or ""
    else:
        found = FORMS[shape].match(rest)
        value = found[0].rstrip(" .!") if found else ""
    value = value.strip(EDGES)
    return value if any(map(str.isalnum, value)) else None


def rules_of(models: dict[str, object]) -> dict[str, tuple]:  # type: ignore[type-arg]
    """By the first letter of a clause: a pattern that tells whether any rule begins like it, and
    the rules compiled. Kept in `models`."""
    if not models:
        sources: dict[str, list[str]] = {}
        rules: dict[str, list[tuple]] = {}  # type: ignore[type-arg]
        for claim, ways in RULES.items():
            kind, key, number = claim.split(" ")
            for shape, words in ways:
                source = words.format(**PARTS)
                rule = (kind, key, number == "one", shape, re.compile(source, re.IGNORECASE))
                own = words.removeprefix("(?:").startswith(("i ", "i|", "{am}", "{have}"))
                its = words.removeprefix("(?:").startswith("my")
                for letter in "iw" if own else "mo" if its else "acdefghjlnpruy":
                    rules.setdefault(letter, []).append(rule)
                    sources.setdefault(letter, []).append(source.replace("?P<key>", "?:"))
        for letter, some in rules.items():
            models[letter] = (re.compile("|".join(sources[letter]), re.IGNORECASE), some)
    return models


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences begin and end that may be claims: no code, no quoted mail, no question,
    nothing that begins inside a quotation."""
    found_at, code = [], False
    for line in LINE.finditer(text):
        start, stop = line.span()
        if FENCE.match(text, start, stop):
            code = not code
        if code or text[start:stop].lstrip()[:1] in (">", "`"):
            continue
        quotes = 0
        for place in [*END.finditer(text, start, stop), None]:
            end = place.end() if place else stop
            if place and end < stop and not ends(text, start, place):
                continue
            question = place is not None and "?" in place[0]
            if not question and quotes % 2 == 0 and 8 <= end - start <= LONGEST:
                found_at.append((start, end))
            quotes += len(QUOTE.findall(text, start, end))
            start = end
    return found_at


def ends(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a mark ends its sentence: not in "3.5", "St. Louis" or "Hi! I'm Ann"."""
    if not text[mark.end()].isspace():
        return False
    before = text[max(start, mark.start() - 20) : mark.start()]
    if mark[0] == ".":
        word = before.split(" ")[-1]
        return word.lower() not in SHORTENED and not (len(word) == 1 and word.isupper())
    return not (mark.start() - start < 20 and GREETING.match(before))


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Where the clauses of a sentence begin that may state something, and where they end."""
    joints = list(JOINT.finditer(sentence))
    ends_at = [*(joint.start() for joint in joints), len(sentence)]
    first = BULLET.match(sentence).end()  # type: ignore[union-attr]
    hello = HELLO.match(sentence, first)
    spans = [(first, next(end for end in ends_at if end >= (hello.end() if hello else first)))]
    for _ in range(3):
        opening = OPENING.match(sentence, first)
        if opening is None:
            break
        first = opening.end()
        spans.append((first, next(end for end in ends_at if end >= first)))
    spans += [(joint.end(), ends_at[n]) for n, joint in enumerate(joints, 1) if joint.end() > first]
    return spans[:MOST]


def stated(sentence: str, rules: dict[str, tuple]) -> list[tuple]:  # type: ignore[type-arg]
    """The claims of one sentence: kind, key, the value's length, single-valued, where its clause
    begins and ends, and where the clause's part up to the value does."""
    found, keys = [], set()
    for start, stop in clauses(sentence):
        clause = sentence[start:stop]
        likely, some = rules.get(clause[:1].lower(), (None, ()))
        if likely is None or not likely.match(clause):
            continue
        if len(QUOTE.findall(sentence, 0, start)) % 2 or SAID.search(sentence, 0, start):
            continue
        for kind, key, single, shape, expression in some:
            before = expression.match(clause)
            value = before and value_of(shape, clause[before.end() :], sentence)
            if not value or (kind != "instruction" and HEDGE.search(sentence, 0, stop)):
                continue
            key = key.format((before.groupdict().get("key") or "").lower().replace(" ", "_"))
            if (key, value) not in keys and not (single and any(key == k for k, _ in keys)):
                keys.add((key, value))
                end = start + clause.index(value, before.end()) + len(value)
                found.append((kind, key, len(value), single, (start, stop), (start, end)))
    return found


def claims(
    texts: list[str], models: dict[str, object]
) -> list[tuple[int, str, str, str, bool, str]]:
    """(text number from 1, kind, key, value, single-valued, content) of each plain statement.

    The value is quoted from the content, the content from the text: the sentence, or, where a
    sentence states several things of a kind, the part that states this one, so that no two claims
    of a text have the same kind and content. `models` keeps the compiled rules.
    """
    rules = rules_of(models)
    rows, seen = [], set()
    for number, text in enumerate(texts, 1):
        plain = text.translate(QUOTES)
        for start, stop in sentences(plain) if SELF.search(plain) else ():
            sentence = plain[start:stop]
            if not SELF.search(sentence):
                continue
            for kind, key, size, single, clause, short in stated(sentence, rules):
                value = text[start + short[1] - size : start + short[1]]
                for first, last in ((0, len(sentence)), clause, short):
                    content = text[start + first : start + last].strip(EDGES).strip()
                    if (number, kind, content) not in seen:
                        seen.add((number, kind, content))
                        rows.append((number, kind, key, value, single, content))
                        break
    return rows
