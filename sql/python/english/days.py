"""The day that an English expression of time means, seen from the day on which it was said."""

import datetime
import re

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
FEASTS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
}
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
COUNT = rf"(?P<count>\d{{1,3}}|an?|{'|'.join(NUMBERS[1:])}|(?:a )?couple(?: of)?)"
UNIT = r"(?P<unit>day|week|fortnight|month|year)s?"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
YEAR = r"(?:,? (?P<year>20\d\d)\b)?"
EXPRESSIONS = [
    re.compile(form)
    for form in (
        r"\b(?P<iso>20\d\d-\d\d-\d\d)\b",
        rf"\b(?:the )?{DAY}(?: of)? {MONTH}{YEAR}",
        rf"\b{MONTH} (?:the )?{DAY}(?! ?(?:am|pm|:)){YEAR}",
        r"\b(?P<near>(?:the )?day after tomorrow|(?:the )?day before yesterday|tomorrow|"
        r"tommorr?ow|tomorow|"
        r"tmrw|tomoz|yesterday|"
        r"today|tonight|tonite|this (?:morning|afternoon|evening)|last night)\b",
        rf"\b{COUNT} {UNIT} (?P<way>ago|from (?:now|today)|back)\b",
        rf"\b(?P<way>in) {COUNT} {UNIT}(?:' time|'s time)?\b",
        rf"\b(?:a|one) (?P<way>week) (?:from |on |this )?(?P<unit>today|tomorrow|"
        rf"{'|'.join(WEEKDAYS)})\b",
        rf"\b(?P<way>next|last|this|coming|past)? ?(?P<weekday>{'|'.join(WEEKDAYS)})\b(?! "
        rf"(?:mornings|nights)|s)",
        rf"\b(?P<feast>{'|'.join(FEASTS)})\b",
        r"\b(?:on|by|due) (?P<day>\d{1,2})[/.](?P<number>0?[1-9]|1[0-2])\b(?![/.\d])",
        r"\b(?:on|by|for|until|since) the (?P<day>\d{1,2})(?:st|nd|rd|th)\b",
    )
]
# Of what is past, also a month or a year: its first day.
SINCE = [
    re.compile(
        rf"\b(?:since|in|from|as of|back in) (?:early |late |mid-?|last )?{MONTH}(?:,? (?:of "
        rf")?(?P<year>20\d\d|19\d\d))?(?! \d)"
    ),
    re.compile(r"\b(?:since|in|from|back in) (?:early |late |mid-?)?(?P<year>19\d\d|20\d\d)\b"),
]
NEAR = {
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "tomorrow": 1,
    "tommorrow": 1,
    "tommorow": 1,
    "tomorow": 1,
    "tmrw": 1,
    "tomoz": 1,
    "yesterday": -1,
    "last night": -1,
    "the day before yesterday": -2,
    "day before yesterday": -2,
}


def months_on(day: datetime.date, months: int) -> datetime.date:
    """So many months later, on the same day of the month or its last."""
    end = day.year * 12 + day.month - 1 + months
    first = datetime.date(end // 12, end % 12 + 1, 1)
    later = datetime.date((end + 1) // 12, (end + 1) % 12 + 1, 1)
    return min(first + datetime.timedelta(day.day - 1), later - datetime.timedelta(1))


def moved(today: datetime.date, count: str, unit: str, back: bool) -> datetime.date:
    """So many units before or after today."""
    number = 1 if count in ("a", "an") else 2 if "couple" in count else 0
    number = number or (int(count) if count.isdigit() else NUMBERS.index(count))
    number = -number if back else number
    if unit in ("month", "year"):
        return months_on(today, number * (12 if unit == "year" else 1))
    return today + datetime.timedelta(number * {"day": 1, "week": 7, "fortnight": 14}[unit])


def weekday(today: datetime.date, name: str, way: str | None, past: bool) -> datetime.date:
    """The nearest such day before or after today; next: that of the week after this one."""
    number = WEEKDAYS.index(name)
    if way in ("last", "past") or (past and way is None):
        return today - datetime.timedelta((today.weekday() - number - 1) % 7 + 1)
    if way == "next":
        return today + datetime.timedelta(number - today.weekday() + 7)
    return today + datetime.timedelta((number - today.weekday() - 1) % 7 + 1)


def yearly(today: datetime.date, month: int, day: int, past: bool) -> datetime.date:
    """The last or the next time that this day of the year comes, today included."""
    here = datetime.date(today.year, month, day)
    if past and here > today:
        return datetime.date(today.year - 1, month, day)
    return datetime.date(today.year + 1, month, day) if not past and here < today else here


def monthly(today: datetime.date, day: int, past: bool) -> datetime.date:
    """The last or the next time that this day of the month comes, today included."""
    here = datetime.date(today.year, today.month, day)
    if past and here > today:
        return months_on(datetime.date(today.year, today.month, 1), -1).replace(day=day)
    if not past and here < today:
        return months_on(datetime.date(today.year, today.month, 1), 1).replace(day=day)
    return here


def meant(found: re.Match[str], today: datetime.date, past: bool) -> datetime.date:
    """The day that a form means."""
    part = found.groupdict()
    if part.get("iso"):
        return datetime.date.fromisoformat(part["iso"])
    if part.get("number"):
        return yearly(today, int(part["number"]), int(part["day"]), past)
    if part.get("month"):
        month = MONTHS.index(part["month"][:3]) + 1
        if part["year"]:
            return datetime.date(int(part["year"]), month, int(part["day"]))
        return yearly(today, month, int(part["day"]), past)
    if part.get("near"):
        return today + datetime.timedelta(NEAR.get(part["near"], 0))
    if part.get("count"):
        return moved(today, part["count"], part["unit"], part["way"] in ("ago", "back"))
    if part.get("way") == "week":
        ahead = NEAR.get(part["unit"], 0)
        day = today + datetime.timedelta(ahead)
        if part["unit"] in WEEKDAYS:
            day = weekday(today, part["unit"], None, False)
        return day + datetime.timedelta(7)
    if part.get("weekday"):
        return weekday(today, part["weekday"], part["way"], past)
    if part.get("feast"):
        return yearly(today, *FEASTS[part["feast"]], past)
    return monthly(today, int(part["day"]), past)


def day_in(text: str, today: datetime.date, past: bool) -> datetime.date | None:
    """The day of the first expression of time in a lower-case text, or None.

    `past` says where to look for a day without its year or week: before today, or after.
    """
    places = ((found.start(), found) for form in EXPRESSIONS if (found := form.search(text)))
    for _, found in sorted(places, key=lambda place: place[0]):
        try:
            return meant(found, today, past)
        except (ValueError, OverflowError):
            continue  # 31 June, or a time before the calendar
    return first_of(text, today) if past else None


def first_of(text: str, today: datetime.date) -> datetime.date | None:
    """The first day of the month or the year that a text names, if it has begun."""
    for form in SINCE:
        found = form.search(text)
        if found is None:
            continue
        part = found.groupdict()
        month = MONTHS.index(part["month"][:3]) + 1 if part.get("month") else 1
        year = int(part["year"]) if part["year"] else today.year - (month > today.month)
        return datetime.date(year, month, 1)
    return None
