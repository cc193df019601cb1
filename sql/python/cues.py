"""What an English question tells of its answer: whose words it asks for, and of what time."""

import datetime
import re

ASSISTANT = re.compile(
    # What the assistant did say, not what it is asked to say now: did you suggest, you told me.
    r"\bdid you(?: \w+){0,2} (?:say|tell|suggest|recommend|advise|mention|propose|explain|give|"
    r"provide|share|list|write|describe|answer|outline|come up)\b"
    r"|\byou(?:'d|'ve| had| have)?(?: (?:also|once|just|earlier|first|last|\w+ly))? "
    r"(?:said|told|suggested|recommended|advised|mentioned|proposed|explained|gave|given|provided|"
    r"shared|listed|wrote|written|described|answered|outlined|came up)\b"
    r"|\byour (?:\w+ ){0,2}(?:suggestion|recommendation|advice|answer|response|reply|explanation|"
    r"proposal|tip)s?\b"
    r"|\b(?:recommended|suggested|advised|given|told|offered) (?:to )?me\b"
    r"|\bwas i (?:told|advised|given|recommended|offered)\b"
    r"|(?<!my )\b(?:assistant|chatbot)(?:'s)? (?:say|tell|told|said|suggest|recommend|advi|mention|"
    r"propos|explain|g[ia]ve|answer|respon|provid)"
)
BOTH = re.compile(
    r"\b(?:we|our)\b(?: \w+){0,2} (?:discuss|talk|chat|conversation|decid|agree|cover|session)"
    r"|\bsummar(?:y|i[sz]e)|\boverview\b|\brecap\b|\bin what order\b|\btimeline\b"
    r"|\bwalk me through\b"
)
PAST = re.compile(
    r"\b(?:used to|previous(?:ly)?|former(?:ly)?|originally|back (?:then|when)|in the past|before|"
    r"earlier|no longer|any ?more|history|over time|so far|(?:has|have) .{1,40} changed|"
    r"(?:my|her|his|their|our|your|'s|the) (?:old|ex|last|first|past)|"
    r"ever (?:live|work|be|have|use)d?)\b"
    r"|\b(?:was|were|had)\b"
    r"|\bdid (?:\w+ ){1,3}(?:live|work|stay|reside|use|like|love|hate|prefer|drive|own|have|study|"
    r"attend|go|eat|take|plan|weigh|date|play|pay|subscribe)\b"
)

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
COUNTS = [
    "zero",
    "a",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]

MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
YEAR = r"(?P<year>(?:19|20)\d\d)\b"
SEASON = rf"(?P<season>{'|'.join(SEASONS)})\b"
AGO = rf"(?P<count>\d{{1,3}}|an?|couple of|few|{'|'.join(COUNTS[1:])})"
# "the top 10 may surprise you": what follows tells the verb from the month.
NO_VERB = r"(?!(?<=may) (?!(?:in|at|and|or|when|with|did|was|the|i|we|you|he|she|they)\b)[a-z])"
UNIT = r"(?P<unit>day|week|month|year)"
# The first that fits takes its words, so the fuller forms come first.
FORMS = [
    re.compile(form)
    for form in (
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b{DAY}(?: of)? {MONTH}(?:,? {YEAR}|{NO_VERB})",
        rf"\b{MONTH} {DAY}(?:,? {YEAR})?",
        rf"\b{MONTH},?(?: of)? {YEAR}",
        r"\b(?:in|during|of|since|by|for|early|late|mid|last|until|before|after|from)[ -]"
        rf"{MONTH}",
        rf"\bthis {MONTH}{NO_VERB}",
        rf"\b{SEASON}(?: of)?,? {YEAR}",
        rf"\b(?P<last>last|past|this) {SEASON}",
        rf"\b(?:in|during|over)(?: the)? {SEASON}",
        rf"\b{AGO} {UNIT}s? ago\b",
        rf"\b(?:last|past) {AGO} {UNIT}s\b",
        rf"\b(?P<last>last|this) (?:{UNIT}|(?P<weekday>{'|'.join(WEEKDAYS)}))\b",
        r"\b(?P<near>yesterday|today)\b",
        rf"\b{YEAR}",
    )
]
LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}
SURE, SEASONAL, YEARLY = 1.0, 0.6, 0.4  # how much a day or month, a season, a year tells
MOST = 50  # periods of a question

Period = tuple[datetime.date, datetime.date, float]


def whose(question: str) -> str | None:
    """Whose words are asked for: 'assistant', 'both', or None for the people's."""
    if ASSISTANT.search(question):
        return "assistant"
    return "both" if BOTH.search(question) else None


def month_period(year: int, month: int, months: int, weight: float) -> Period:
    """So many months from the first of one."""
    end = year * 12 + month - 1 + months
    after = datetime.date(end // 12, end % 12 + 1, 1)
    return datetime.date(year, month, 1), after - datetime.timedelta(1), weight


def around(day: datetime.date, slack: int, weight: float = SURE) -> Period:
    """A day with so many before and after it."""
    return day - datetime.timedelta(slack), day + datetime.timedelta(slack), weight


def ago(count: str, unit: str, today: datetime.date, since: bool) -> Period:
    """About so many units before today, or all the time since."""
    number = {"a": 1, "an": 1, "couple of": 2, "few": 3}.get(count)
    if number is None:
        number = int(count) if count.isdigit() else COUNTS.index(count)
    days = LENGTHS[unit] * number
    day = today - datetime.timedelta(days)
    return (day, today, SURE) if since else around(day, max(1, days // 6))


def recent(unit: str, last: bool, today: datetime.date) -> Period:
    """This or the last day, week, month or year of the calendar."""
    if unit == "week":
        monday = today - datetime.timedelta(today.weekday() + 7 * last)
        return monday, monday + datetime.timedelta(6), SURE
    if unit == "month":
        month = today.year * 12 + today.month - 1 - last
        return month_period(month // 12, month % 12 + 1, 1, SURE)
    if unit == "year":
        return month_period(today.year - last, 1, 12, YEARLY)
    return around(today - datetime.timedelta(last), 0)


def periods_of(found: re.Match[str], today: datetime.date, years: range) -> list[Period]:
    """The periods that a form means; without its year, those of each year."""
    part = found.groupdict()
    if part.get("count") is not None:
        return [ago(part["count"], part["unit"], today, not found[0].endswith("ago"))]
    if part.get("near"):
        return [recent("day", part["near"] == "yesterday", today)]
    if part.get("weekday"):
        back = (today.weekday() - WEEKDAYS.index(part["weekday"]) - 1) % 7 + 1
        return [around(today - datetime.timedelta(back), 0)]
    if part.get("unit"):
        return [recent(part["unit"], part["last"] == "last", today)]
    if part.get("season"):
        first = SEASONS[part["season"]]
        if part.get("last"):
            began = [month_period(today.year - back, first, 3, SEASONAL) for back in (0, 1, 2)]
            past = [period for period in began if period[0] <= today]
            return [next((p for p in past if p[1] < today or part["last"] == "this"), past[-1])]
        chosen = [int(part["year"])] if part.get("year") else years
        # The winter of a year is the one that begins in it, or ends in it.
        starts = [y - early for y in chosen for early in range(1 + (first == 12))]
        return [month_period(year, first, 3, SEASONAL) for year in starts]
    chosen = [int(part["year"])] if part.get("year") else years
    if part.get("number") or part.get("month"):
        named = part.get("month")
        month = [m[:3] for m in MONTHS].index(named[:3]) + 1 if named else int(part["number"])
        if part.get("day") is not None:
            return [around(datetime.date(year, month, int(part["day"])), 1) for year in chosen]
        return [month_period(year, month, 1, SURE) for year in chosen]
    return [month_period(chosen[0], 1, 12, YEARLY)]


def times(question: str, today: datetime.date, years: range) -> list[Period]:
    """The periods that a question names."""
    result: list[Period] = []
    taken: list[tuple[int, int]] = []
    for form in FORMS:
        for found in form.finditer(question):
            if any(found.start() < stop and start < found.end() for start, stop in taken):
                continue
            taken.append(found.span())
            try:
                result += periods_of(found, today, years)
            except (ValueError, OverflowError):
                continue  # 31 June, or a time before the calendar
            if len(result) >= MOST:
                return result[:MOST]
    return result


def cues(
    texts: list[str], today: str, first_year: int, last_year: int
) -> list[tuple[int, str | None, list[str], list[str], list[float], bool]]:
    """(text number from 1, whose words, first days, last days, weights, past) of each question.

    `past`: it asks for what held once, by its words or by a period that is over.

    `today` is an ISO date; a day, month or season without its year is looked for in the years
    from `first_year` to `last_year`, of which the last 20 count.
    """
    try:
        day = datetime.date.fromisoformat(today)
    except ValueError:  # PostgreSQL's dates begin before Python's and end after them
        day = datetime.date.min if today.endswith("BC") else datetime.date.max
    years = range(max(first_year, last_year - 19, 1), min(last_year, 9998) + 1)
    rows = []
    for number, text in enumerate(texts, 1):
        question = " ".join(text.lower().replace("\u2019", "'").split())
        found = times(question, day, years)
        rows.append(
            (
                number,
                whose(question),
                [start.isoformat() for start, _, _ in found],
                [stop.isoformat() for _, stop, _ in found],
                [weight for _, _, weight in found],
                bool(PAST.search(question)) or any(stop < day for _, stop, _ in found),
            )
        )
    return rows
