"""What people state about themselves in English, by rules that are data."""

import datetime
import json
import re
from typing import Any, NamedTuple

from english.days import day_in
from english.phrases import EDGES
from english.rules import PARTS, SPEAKERS, Rule, Rules, fitting, numbers_in, rules_of, worth_trying
from english.sentences import Clause, clauses, plainly, sentences
from english.traps import is_as_said
from english.values import UNDATED, WHOLE, due_in, hedge_of, values_of

ALSO_CALLED = {  # what a relative or an animal is also called
    "kids": "children", "kid": "children", "child": "children", "toddlers": "children",
    "parents": "children", "boys": "sons", "girls": "daughters", "mom": "mother",
    "mum": "mother", "mam": "mother", "dad": "father", "hubby": "husband", "sis": "sister",
    "bro": "brother", "grandma": "grandmother", "granny": "grandmother", "gran": "grandmother",
    "nana": "grandmother", "nan": "grandmother", "grandpa": "grandfather",
    "granddad": "grandfather", "grandad": "grandfather", "auntie": "aunt", "parent": "children",
    "baby_girl": "daughter", "little_girl": "daughter", "baby_boy": "son", "little_boy": "son",
    "grandkids": "grandchildren", "puppy": "dog", "pup": "dog", "mutt": "dog", "hound": "dog",
    "kitten": "cat", "tabby": "cat", "siamese": "cat", "ragdoll": "cat", "maine_coon": "cat",
    "tomcat": "cat", "bunny": "rabbit", "pony": "horse", "budgie": "bird", "hen": "chicken",
    "goldfish": "fish", "spouse": "partner", "fianc\u00e9": "fiance", "fianc\u00e9e": "fiancee",
}  # fmt: skip
DOGS = (
    "labrador lab retriever terrier spaniel poodle collie dachshund corgi beagle bulldog pug husky "
    "german_shepherd shepherd greyhound whippet chihuahua cockapoo labradoodle lurcher rottweiler"
)
CALLED = ALSO_CALLED | dict.fromkeys(DOGS.split(), "dog")
ACTS = frozenset(("decision", "commitment", "plan.event"))  # one thing said is one of them
LONG = 1000  # sentences that are read of a text
MENTION = re.compile(r"\b(?:my|our|here in)(?= )")
NAME_BEFORE = re.compile(r"(?:\A|[,:;] |\b(?:for|with|from|to|and|by|meet) )(?P<name>[\w'-]+), \Z")
WHERE_I = re.compile(
    r"\b(?:in|to|near|around|at|from|outside|by) [^,.;?!]{2,30},? where (?:i|we)\b"
)
KIN_FIRST = re.compile(
    rf"(?:\A|(?<=, )|(?<=and )|(?<=yet, )|(?<=! )|(?<=: ))(?=(?:{PARTS['kin']})(?:'s| is) [a-z])"
)
CORRECTION = re.compile(
    r"[^,;.\u2014-]{0,30}?(?:,| -|;| \u2014) ?(?:but |and |so |please |i'm |we're |just "
    r")*(?:it's|its|it is|now it's|use|make it|rather|try|on|at) (?:now )?"
)


UNTIL = re.compile(r"\b(?:until|till|til|before) (?:the )?[a-z0-9]+(?: [a-z0-9]+)?")


class Found(NamedTuple):
    """A claim in a sentence: its value there, its clause, and the clause up to the value's end."""

    rule: Rule
    key: str
    retracts: bool
    value: tuple[int, int]
    clause: Clause


def stated(sentence: str, low: str, asked: int, rules: Rules) -> list[Found]:
    """The claims of one sentence, each value once."""
    found: list[Found] = []
    told = worth_trying(sentence, low, rules)
    if not told:
        return found
    passing = numbers_in(told & rules.passing)
    plain = numbers_in(told & ~rules.passing)
    read = clauses(low, asked) if plain else []
    for clause in [*read, *mentions(low)] if passing else read:
        named = clause.text[:1] == "~"
        for rule, before in fitting(clause.text, rules, passing if named else plain):
            key = key_of(rule, before)
            ends = rule.retracts or clause.ended
            hedge = "mention" if named else hedge_of(rule.shape)
            for span in values_at(rule, before, sentence, clause):
                if rule.shape == "self name" and span[0] == clause.start:
                    continue  # its capital is only that of the sentence
                again = any(
                    key == old.key
                    and (
                        (rule.single and ends == old.retracts)
                        or (ends != old.retracts and named)
                        or (span[0] < old.value[1] and old.value[0] < span[1])
                        or low[slice(*span)] == low[slice(*old.value)]
                    )
                    for old in found
                )
                again = again or any(
                    key in ACTS
                    and old.key in ACTS
                    and span[0] < old.value[1]
                    and old.value[0] < span[1]
                    for old in found
                )
                if not again and is_as_said(low, clause, span, hedge):
                    found.append(Found(rule, key, ends, span, clause))
                    if ends and rule.single and rule.shape != "nothing":
                        found += corrected(found[-1], sentence)
    return found


def corrected(ended: Found, sentence: str) -> list[Found]:
    """What holds in place of something ended: "I don't live in Rome anymore, it's Hasselt now"."""
    place = CORRECTION.match(sentence.lower(), ended.value[1])
    if place is None:
        return []
    values = values_of(ended.rule.shape, sentence[place.end() :], sentence, len(sentence), "")
    at = sentence.find(values[0], place.end()) if values else -1
    return [ended._replace(retracts=False, value=(at, at + len(values[0])))] if at >= 0 else []


def mentions(low: str) -> list[Clause]:
    """Where something of whoever speaks is named in passing, also in a question: "my wife Ana"."""
    starts = []
    for place in [*MENTION.finditer(low)][:6]:
        starts.append(place.start())
        name = NAME_BEFORE.search(low, max(0, place.start() - 40), place.start())
        if name:
            starts.append(name.start("name"))
    starts += [place.start() for place in WHERE_I.finditer(low)]
    starts += [place.end() for place in KIN_FIRST.finditer(low)]
    return [Clause("~" + low[at:], at - 1, at, len(low), lead=at, far=len(low)) for at in starts]


def values_at(
    rule: Rule, before: re.Match[str], sentence: str, clause: Clause
) -> list[tuple[int, int]]:
    """Where in the sentence a rule's values are: in its group <value>, or behind its pattern."""
    named = "value" in before.re.groupindex
    place = before.start("value") if named else before.end()
    if place < clause.head or (
        place == clause.head and place and clause.text[place : place + 1] != " "
    ):
        return []  # inside of what the clause does not say itself
    first = clause.shift + place
    last = len(sentence) if rule.shape in WHOLE else max(clause.far, clause.stop)
    rest = sentence[max(first, 0) : clause.shift + before.end("value") if named else last]
    spans, at = [], max(first, 0)
    for value in values_of(
        rule.shape,
        rest,
        sentence,
        len(rest) if named else clause.stop - at,
        sentence[clause.lead : max(first, 0)],
    ):
        place = sentence.find(value, at)
        place = place if place >= 0 else sentence.find(value)
        if place >= 0:
            spans.append((place, place + len(value)))
            at = place + len(value)
    return spans


def key_of(rule: Rule, before: re.Match[str]) -> str:
    """The claim's key, with whom or what it is about."""
    if "{}" not in rule.key:
        return rule.key
    name = (before["key"] or "").replace(" ", "_").replace("-", "_")
    return rule.key.format(CALLED.get(name, name.replace("\u00e9", "e")))


def claims(
    texts: list[str], days: list[str], assistants: list[bool], rules: str, models: dict[str, Any]
) -> list[tuple[int, str, str, str, str, bool, str | None, str]]:
    """(text number from 1, rule, key, value, qualifiers, whether it ends, since when, content) of
    each plain statement.

    `days` are the ISO dates on which the texts were said, `assistants` tells whose are software's,
    `rules` is JSON. The value is quoted from the content, the content from the text: the sentence,
    or, where it states several things, the part that states this one: one may end without the
    other. Qualifiers are JSON, {"on": ISO date} for an event whose day is known. `models` keeps the
    compiled rules.
    """
    compiled = rules_of(rules, models)
    rows, seen = [], set()
    for number, (text, day, assistant) in enumerate(zip(texts, days, assistants, strict=True), 1):
        plain, low = plainly(text)
        today = datetime.date.fromisoformat(day) if day[:1].isdigit() and len(day) == 10 else None
        said: set[str] = set()
        for start, stop, asked in sentences(plain, LONG)[:LONG]:
            sentence, small = plain[start:stop], low[start:stop]
            if sentence in said:
                continue  # nothing new
            said.add(sentence)
            told = stated(sentence, small, asked - start, compiled[SPEAKERS[assistant]])
            alone = len({found.clause.start for found in told}) == 1
            for found in told:
                clause, value = found.clause, text[start + found.value[0] : start + found.value[1]]
                due, since = dates_of(small, found, today) if today else (None, None)
                short = (clause.start, max(found.value[1], clause.start + 1))
                for first, last in (
                    (0, len(sentence) if alone else 0),
                    (clause.start, clause.stop),
                    short,
                    found.value,
                ):
                    content = text[start + first : start + last].strip(EDGES).strip()
                    if value in content and (number, found.key, content) not in seen:
                        seen.add((number, found.key, content))
                        qualifiers = json.dumps({"on": due} if due else {})
                        rows.append(
                            (
                                number,
                                found.rule.rule,
                                found.key,
                                value,
                                qualifiers,
                                found.retracts,
                                since,
                                content,
                            )
                        )
                        break
    return rows


def dates_of(low: str, found: Found, today: datetime.date) -> tuple[str | None, str | None]:
    """The day of an event, and the day in the past from which anything else is said to hold."""
    clause, shape = found.clause, found.rule.shape
    behind = low[clause.start : max(clause.stop, found.value[1])]
    before = low[clause.lead : clause.start]
    due = due_in(shape, behind, today) or due_in(shape, before, today)
    if due or shape in UNDATED or clause.text[:1] == "~":
        return (None if found.retracts else due), None
    behind = UNTIL.sub("", behind)
    day = day_in(behind, today, past=True) or day_in(before, today, past=True)
    return None, day.isoformat() if day and day <= today else None
