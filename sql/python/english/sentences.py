"""Where English sentences and their clauses begin that may state something as it is."""

import re

QUOTES = str.maketrans("\u2018\u2019\u02bc", "'''")
SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
END = re.compile("[.!?\u2026]+[\"')\\]\u201d]*")
QUOTE = re.compile('["\u201c\u201d\u00ab\u00bb]')
FENCE = re.compile(r"\s*(?:```|~~~)")
LINE = re.compile("[^\r\n\x0b\x0c\x85\u2028\u2029]+")
GREETING = re.compile(r"\W*(?:hi|hello|hey|hiya)(?: there| all| everyone)?\Z", re.IGNORECASE)
SHORTENED_WORDS = "mr mrs ms dr prof st mt ft jr sr vs etc inc ltd co corp no e.g i.e u.s u.k dept"
SHORTENED = frozenset(SHORTENED_WORDS.split())
MOST = 12  # clauses of a sentence
LONGEST = 400  # characters of a sentence; a longer one is no plain statement

BULLET = re.compile(r"\s*(?:(?:[-*\u2022]|\d{1,2}[.)])\s+)?")
HELLO = re.compile(r"(?:hi|hello|hey|hiya)\b[^.!?,\u2014-]{0,15}[,.! ]+")
# What may stand before a statement without changing it.
OPENING = re.compile(
    r"(?:(?:(?:hi|hello|hey)(?: there| all| everyone)?|oh|ah|well|yes|yeah|yep|yup|no|nope|nah|ok|"
    r"okay|alright|right|so|and|but|or|also|plus|btw|by the way|fwiw|tbh|to be honest|honestly|"
    r"frankly|personally|actually|anyway|anyways|fyi|for what it's worth|in case it (?:matters|"
    r"helps)|(?:just )?so you know|just to let you know|for the record|for context|(?:just )?"
    r"(?:a )?(?:quick |heads[ -]up |small |little )*(?:update|note|correction|reminder|heads[ -]up|"
    r"news|thing)|(?:please )?note(?: that)?|remember(?: that)?|keep in mind(?: that)?|bear in "
    r"mind(?: that)?|as of (?:today|now|this [a-z]+|last [a-z]+|[a-z]+day|[a-z]+ \d{1,2})|now|"
    r"currently|these days|nowadays|lately|recently|at the moment|right now|for now|still|"
    r"(?:last|this|next) (?:week|month|year|spring|summer|autumn|fall|winter|[a-z]+day)|today|"
    r"yesterday|tomorrow|(?:\w+ )?(?:days?|weeks?|months?|years?) ago|in (?:\d{4}|january|"
    r"february|march|april|may|june|july|august|september|october|november|december)|since "
    r"(?:\d{4}|last [a-z]+)|thanks|thank you|cheers|good (?:morning|evening|afternoon)|morning|"
    r"sorry|great|cool|perfect|nice|sure|haha|lol|ugh|phew|finally|luckily|sadly|unfortunately|"
    r"fortunately|thankfully|happily|turns out(?: that)?|it turns out(?: that)?|good news|big "
    r"news|bad news|news|guess what|update|ps|p\.s\.?|edit|one (?:more )?thing|another thing|"
    r"you should know(?: that)?|(?:i (?:should|must|have to|want to|wanted to|'d like to|need to) "
    r"(?:mention|add|say|tell you|let you know|confess|admit|point out)|i forgot to (?:mention|"
    r"say)|did i mention|i'm (?:happy|proud|sad|sorry|excited|pleased) to (?:say|report|announce|"
    r"share)|as (?:you know|i said|mentioned|discussed)|you know|i mean|in fact|basically|"
    r"apparently not|to answer your question|about me|long story short|apart from that|otherwise|"
    r"on top of that|besides|meanwhile)(?: that)?)(?:[,!:.;\u2026]+ ?| - | \u2014 ?|\u2014| )+)"
)
OWN = r"(?:i|i'm|im|i'll|i've|ive|i'd|my|we|we're|we'll|we've|our|me and my)\b"
JOINT = re.compile(
    r"(?:[,;:(\u2014\u2013\u2026/] ?(?:(?:and|but|so|plus|also|then|yet) )?(?:that |now |also |"
    r"then |today |tomorrow |currently )?|\.\.\.? ?| - | \+ | (?:and|but|so|plus|because|since|as|"
    r"coz|cause|cuz|that|although|though|while|where|when|which means) (?:now |also |then |"
    r"today |recently )?)"
    rf"(?={OWN}|(?:please|you can|call me|from now on|always|never|don't|do not|stop)\b)"
)
# Where a clause goes on about the same person without saying so again: "I live in Rome and work ...".
VERBS = (
    "live|lives|work|am|are|have|love|hate|like|prefer|use|drive|own|speak|take|study|run|teach|"
    "moved|got|bought|started|joined|became|turned|switched|adopted|sold|quit|left|grew|decided|"
    "was|can't stand|don't|keep|follow|suffer|enjoy|own"
)
STATES = (
    "married|divorced|single|engaged|widowed|allergic|based|vegan|vegetarian|living|working|"
    "originally|diabetic|currently|an? [a-z]|the (?:mother|father|mum|dad|mom)|from [a-z]|"
    "\\d{1,3}(?: years|[,.)]|$)|mum|mom|dad|mother|father|proud"
)
AGAIN = re.compile(
    rf"(?:,? (?:and|but|then) |, |; )(?:(?:now|also|recently|just|currently|then|still) )*"
    rf"(?:(?P<verb>(?=(?:{VERBS})\b))|(?P<state>(?=(?:{STATES}))))"
)
# A sentence that leaves out who speaks: "Moved to Rome last month", "Allergic to nuts".
LEFT_OUT = re.compile(
    r"(?:(?:just|recently|finally|also|now|currently|still|officially|actually|newly) )*"
    r"(?:(?P<verb>(?=(?:moved|relocated|started|joined|got|bought|switched|upgraded|downgraded|"
    r"turned|decided|adopted|sold|quit|left|retired|graduated|grew up|cancell?ed|went|stopped|"
    r"picked up|ditched|became|been|promised|settled|can't stand|love|hate|prefer|speak|"
    r"use|drive|work|live|have|own|study|take)\b))"
    r"|(?P<state>(?=(?:living|working|based|allergic|married|divorced|engaged|widowed|single|vegan|"
    r"vegetarian|pescatarian|diabetic|originally from|from|diagnosed|flying|going|heading|"
    r"travell?ing|moving|using|raising|obsessed|not (?:a|into|keen)|big fan|huge fan|"
    r"born|mum|mom|dad|mother|father|\d{1,3}[,. ]|an? [a-z]|switching|starting|on the|running|"
    r"studying|learning|getting|seeing|visiting|hosting|off to|no longer)\b)))"
)
SUBJECT = re.compile(rf"\b{OWN}")

# Not said as it is: imagined, wished, doubted, past, or no statement of a fact.
UNREAL = (
    r"if|unless|whether|wish(?:ed|es)?|suppose|imagine|imagining|pretend(?:ing)?|would|could|might|"
    r"maybe|perhaps|as though|let's say|joking|kidding|jk|just kidding|dream(?:ed|t|ing)?|lyrics?|"
    r"role-?play(?:ing)?|in my (?:dreams?|novel|story|game|book)|character|hypothetical(?:ly)?|"
    r"fictional|not sure|i doubt|should i|(?:almost|nearly) |what if|or should|say i"
)
DOUBTED = (
    UNREAL + r"|probably|possibly|allegedly|supposedly|used to|when i was|back when|back then|once|"
    r"thinking (?:of|about)|thought (?:of|about)|considering|hop(?:e|es|ing)|plan(?:ning|s)? (?:to|"
    r"on)|want(?:ed|s)? to|wanna|going to|gonna|about to|i think|i guess|i suppose|formerly|"
    r"previously|years ago i|as a (?:kid|child|teenager|teen|boy|girl|student)|in (?:college|high "
    r"school|my (?:teens|twenties|youth))|growing up|at the time|temporarily|for the (?:day|night|"
    r"week(?:end)?)|not (?:yet|really|actually)|tempted|trying to|supposed to|need to|have to|"
    r"feel(?:s|ing)? like|like an? (?:dog|horse|king|queen|rock)|figuratively|so to speak|"
    r"other people|someday|one day|eventually|in another life"
)
HEDGES = {
    "statement": re.compile(rf"\b(?:{DOUBTED})\b|\bmay (?!\d)"),
    "intent": re.compile(
        rf"\b(?:{UNREAL}|probably|possibly|thinking (?:of|about)|considering|hop(?:e|es|ing)|used "
        r"to|tempted|i'd|i think about|try(?:ing)? to|have to|need to|want(?:ed)? to|about to say)"
        r"\b|\bmay (?!\d)"
    ),
    "order": re.compile(r"\b(?:if i (?:were|was)|imagine|pretend|once|used to|he|she|they)\b"),
}
SAID = re.compile(
    r"\b(?:said|says|say|saying|told|tells|asked|asks|wrote|writes|thinks|thought|claims|claimed|"
    r"believes|heard|reads|goes|called|quote|titled|lyric|lyrics|sings|song|translate|translation|"
    r"proofread|sentence|phrase|headline|caption|example|types?|typed|texted|character|novel|line)"
    r"\b"
)


def lowered(text: str) -> str:
    """In lower case, with each character where it was."""
    low = text.lower()
    return low if len(low) == len(text) else text.translate(SMALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences begin and end that may state something: no code, no quoted mail, no
    question, nothing that begins inside a quotation."""
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


def clauses(low: str) -> list[tuple[int, int, str]]:
    """Where the clauses of a lower-case sentence begin that may state something, where they end,
    and the subject to read before them where it is left out."""
    joints = [(joint.start(), joint.end(), "") for joint in JOINT.finditer(low)]
    for again in AGAIN.finditer(low) if SUBJECT.search(low) else ():
        joints.append((again.start(), again.end(), "i " if again["verb"] is not None else "i'm "))
    joints.sort()
    ends_at = [*(start for start, _, _ in joints), len(low)]
    first = BULLET.match(low).end()  # type: ignore[union-attr]
    hello = HELLO.match(low, first)
    spans = [(first, next(end for end in ends_at if end >= (hello.end() if hello else first)), "")]
    for _ in range(4):
        left_out = LEFT_OUT.match(low, first)
        if left_out:
            subject = "i " if left_out["verb"] is not None else "i'm "
            spans.append((first, next(end for end in ends_at if end >= first), subject))
        opening = OPENING.match(low, first)
        if opening is None:
            break
        first = opening.end()
        spans.append((first, next(end for end in ends_at if end >= first), ""))
    spans += [(end, ends_at[n], who) for n, (_, end, who) in enumerate(joints, 1) if end > first]
    return spans[:MOST]


def is_as_said(low: str, start: int, stop: int, hedge: str) -> bool:
    """Whether what a clause says up to a place is meant: nobody's words, wish or doubt."""
    if len(QUOTE.findall(low, 0, start)) % 2 or SAID.search(low, 0, start):
        return False
    return HEDGES[hedge].search(low, 0, stop) is None
