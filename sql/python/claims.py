"""What people state about themselves in English, by rules that are data."""

import datetime
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from english.days import day_in
from english.sentences import QUOTES, clauses, is_as_said, lowered, sentences
from english.values import EDGES, due_in, hedge_of, value_of

# Words of rules' patterns in braces.
PARTS = {
    "a": "(?:an? |the |my )?",
    "i": "(?:i|we|(?:my|the) [a-z]+ and i|me and my [a-z]+|both of us|us) ",
    "am": "(?:i'm|im|i am|we're|we are|i'm both|(?:my|the) [a-z]+ and i are) ",
    "have": "(?:i|we|i've|ive|i have|we've|we have|(?:my|the) [a-z]+ and i(?: have|'ve)?|me and my "
    "[a-z]+) ",
    "and_i": "(?:me and |myself and )",
    # Adverbs that leave a statement as it is.
    "now": "(?:(?!hardly|barely|rarely|nearly|supposedly|possibly|probably|allegedly|scarcely|"
    "reportedly|family|early|hopefully|only if)[a-z]+ly |now |still |just |also |already |both |"
    "always |all |since |again |so |very |quite |kinda |sort of |pretty much |a bit |here |these "
    "days |nowadays |at present |both |long |well |do |have |been )*",
    "new": "(?:new |current |latest |home |shipping |mailing |personal |main |work |primary |own ){0,4}",
    "some": "(?:an? |one |two |three |four |five |six |seven |eight |\\d+ |some |several |twin |"
    "our )(?:new )?",
    "number": "(?:\\d{1,2}|one|two|three|four|five|six|seven|eight|twin)",
    "called": "(?:'s name is|'s called| is called| is named|, named|,)? ",
    "very": "(?:(?!hardly|barely|rarely|nearly)[a-z]+ly |just |still |always |also |do |much |very |"
    "so |such |an? |big |huge |great |massive |quite |kinda |sort of |much more |far |rather |both "
    "|a bit |all |too |more |never |ever |generally ){0,5}",
    "lead": "(?:and |but |please |remember(?: to|,)? |make sure (?:to |you )|be sure to |you (?:should"
    "|must|need to|can) |i (?:want|need|would like|expect) you to |i'd like you to |just |so |"
    "kindly |could you (?:please )?|can you (?:please )?|when [a-z' ]{3,50}, ){0,4}",
    "kin": "wife|husband|hubby|partner|spouse|fianc[e\u00e9]e?|girlfriend|boyfriend|son|daughter|"
    "mother|mom|mum|mam|father|dad|brother|sister|sis|bro|grandmother|grandma|granny|gran|nana|"
    "nan|grandfather|grandpa|granddad|grandad|aunt|auntie|uncle|cousin|niece|nephew|grandson|"
    "granddaughter|mother-in-law|father-in-law|brother-in-law|sister-in-law|stepson|stepdaughter|"
    "stepmother|stepfather|stepdad|stepmum|stepmom|twin",
    "pet": "dog|puppy|pup|cat|kitten|rabbit|bunny|hamster|guinea pig|parrot|budgie|bird|horse|pony|"
    "turtle|tortoise|snake|lizard|gecko|ferret|goldfish|fish|chicken|hen|goat|donkey|hedgehog|"
    "labrador|lab|retriever|terrier|spaniel|poodle|collie|dachshund|corgi|beagle|bulldog|pug|"
    "husky|german shepherd|shepherd|greyhound|whippet|chihuahua|cockapoo|labradoodle|lurcher|"
    "rottweiler|mutt|hound|tabby|siamese|ragdoll|maine coon|tomcat",
    "deed": "send|forward|e-?mail|mail|post|ship|bring|get (?:back|you|it|that|them|this)|call|ring|"
    "phone|text|ping|message|let (?:you|them|everyone|her|him) know|share|upload|push|write|draft|"
    "prepare|finish|complete|submit|deliver|fix|update|review|check|look (?:into|at|over)|book|"
    "reserve|order|buy|pay|transfer|cover|pick|drop|collect|return|clean|tidy|cook|bake|make|"
    "set up|organi[sz]e|arrange|schedule|confirm|sort|handle|take (?:care|over|the|my|your|him|"
    "her)|do|help|show|teach|drive|water|feed|walk|babysit|sign|print|scan|file|register|"
    "renew|cancel|test|merge|deploy|document|report|follow up|reply|answer|respond|add|have (?:it|"
    "that|the|this|them)|give|put|refund|replace|repair|paint|mow|present|talk to|speak to|ask|"
    "tell|remind|introduce|be there|come|stop|quit|start|stay|keep|join|meet|host|volunteer|"
    "donate|proofread|translate|read|record|edit|publish|hand|run|chase|circulate|compile|"
    "invoice|contribute|apologi[sz]e|wash|plan|bring",
    "step": "open|go|click|tap|press|hold|select|choose|navigate|enter|type|run|use|add|remove|set|"
    "turn|unplug|plug|restart|reboot|switch|head|log|sign|visit|contact|call|fill|upload|download|"
    "install|update|check|scroll|drag|copy|paste|export|import|create|start|first|multiply|divide|"
    "subtract|take|mix|preheat|bring|boil|rinse|wipe|loosen|tighten|remove|insert|pull|push|swipe|"
    "right-click|double-click|connect|scan|find|look|make|put|place|cut|reduce|increase|apply|"
    "wait|ask|write|send|submit|request|drop|let|give|measure|hover|toggle|enable|disable|edit",
}
ALSO_CALLED = {  # what a relative or an animal is also called
    "kids": "children", "kid": "children", "boys": "sons", "girls": "daughters", "mom": "mother",
    "mum": "mother", "mam": "mother", "dad": "father", "hubby": "husband", "sis": "sister",
    "bro": "brother", "grandma": "grandmother", "granny": "grandmother", "gran": "grandmother",
    "nana": "grandmother", "nan": "grandmother", "grandpa": "grandfather",
    "granddad": "grandfather", "grandad": "grandfather", "auntie": "aunt", "parent": "children",
    "grandkids": "grandchildren", "puppy": "dog", "pup": "dog", "mutt": "dog", "hound": "dog",
    "kitten": "cat", "tabby": "cat", "siamese": "cat", "ragdoll": "cat", "maine_coon": "cat",
    "tomcat": "cat", "bunny": "rabbit", "pony": "horse", "budgie": "bird", "hen": "chicken",
    "goldfish": "fish", "spouse": "partner", "fianc\u00e9": "fiance", "fianc\u00e9e": "fiancee",
}  # fmt: skip
DOGS = (
    "labrador lab retriever terrier spaniel poodle collie dachshund corgi beagle bulldog pug husky "
    "german_shepherd shepherd greyhound whippet chihuahua cockapoo labradoodle lurcher rottweiler"
)
ALSO_CALLED |= dict.fromkeys(DOGS.split(), "dog")
SPEAKERS = ("person", "assistant")
LASTING = frozenset(("date", "years", "event", "event is", "undertaking", "decided", "explained"))


class Rule(NamedTuple):
    """A row of compiler_rule, compiled; `single`: one value at a time."""

    rule: str
    key: str
    shape: str
    retracts: bool
    single: bool
    expression: re.Pattern[str]


class Found(NamedTuple):
    """A claim in a sentence: its value there, its clause, and the clause up to the value's end."""

    rule: Rule
    key: str
    value: tuple[int, int]
    clause: tuple[int, int]
    short: tuple[int, int]


# In blocks, each behind a pattern that tells whether any rule of it fits.
Rules = list[tuple[re.Pattern[str], list[Rule]]]
BLOCK = 8


def rules_of(source: str, models: dict[str, Any]) -> dict[str, Rules]:
    """The rules for a person's and an assistant's sentences. Kept in `models` until others come."""
    if models.get("source") != source:
        rows = json.loads(source)
        rules = {who: blocks(row for row in rows if row["speaker"] == who) for who in SPEAKERS}
        models.update(source=source, rules=rules)
    result: dict[str, Rules] = models["rules"]
    return result


def blocks(rows: Iterable[dict[str, Any]]) -> Rules:
    """Rules compiled, those that begin alike together."""
    sources = sorted((row["pattern"].format(**PARTS), row["rule"], row) for row in rows)
    result = []
    for first in range(0, len(sources), BLOCK):
        some = sources[first : first + BLOCK]
        any_of = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern, _, _ in some)
        rules = [
            Rule(r["rule"], r["key"], r["shape"], r["retracts"], r["single"], re.compile(pattern))
            for pattern, _, r in some
        ]
        result.append((re.compile(any_of), rules))
    return result


def stated(sentence: str, low: str, rules: Rules) -> list[Found]:
    """The claims of one sentence, each value once."""
    found: list[Found] = []
    taken: set[tuple[str, str]] = set()
    for start, stop, subject in clauses(low):
        clause = subject + low[start:stop]
        for rule in (r for any_of, some in rules if any_of.match(clause) for r in some):
            before = rule.expression.match(clause)
            span = before and value_at(rule, before, sentence, start - len(subject), stop)
            if before is None or span is None:
                continue
            if not is_as_said(low, start, span[1], hedge_of(rule.shape)):
                continue
            key = key_of(rule, before)
            if any(key == k and (rule.single or rule.retracts) for k, _ in taken):
                continue
            if (key, low[slice(*span)]) not in taken:
                taken.add((key, low[slice(*span)]))
                end = max(span[1], start + 1)
                found.append(Found(rule, key, span, (start, stop), (start, end)))
    return found


def value_at(
    rule: Rule, before: re.Match[str], sentence: str, start: int, stop: int
) -> tuple[int, int] | None:
    """Where in the sentence a rule's value is: in its group <value>, or behind its pattern."""
    named = "value" in before.groupdict()
    first = start + (before.start("value") if named else before.end())
    rest = sentence[first : start + before.end("value")] if named else sentence[first:]
    value = value_of(rule.shape, rest, sentence)
    if value is None:
        return None
    at = sentence.find(value, max(first, 0))
    at = at if at >= 0 else sentence.find(value)
    return (at, at + len(value)) if at >= 0 else None


def key_of(rule: Rule, before: re.Match[str]) -> str:
    """The claim's key, with whom or what it is about."""
    if "{}" not in rule.key:
        return rule.key
    name = (before["key"] or "").replace(" ", "_").replace("-", "_")
    return rule.key.format(ALSO_CALLED.get(name, name.replace("\u00e9", "e")))


def claims(
    texts: list[str], days: list[str], assistants: list[bool], rules: str, models: dict[str, Any]
) -> list[tuple[int, str, str, str, str, bool, str | None, str]]:
    """(text number from 1, rule, key, value, qualifiers, whether it ends, since when, content) of
    each plain statement.

    `days` are the ISO dates on which the texts were said, `assistants` tells whose are software's,
    `rules` is JSON. The value is quoted from the content, the content from the text: the sentence,
    or, where a sentence states several things of a key, the part that states this one. Qualifiers
    are JSON, {"on": ISO date} for an event whose day is known. `models` keeps the compiled rules.
    """
    compiled = rules_of(rules, models)
    rows, seen = [], set()
    for number, (text, day, assistant) in enumerate(zip(texts, days, assistants, strict=True), 1):
        plain = text.translate(QUOTES)
        low = lowered(plain)
        today = datetime.date.fromisoformat(day) if day[:1].isdigit() and len(day) == 10 else None
        for start, stop in sentences(plain):
            sentence, small = plain[start:stop], low[start:stop]
            for found in stated(sentence, small, compiled[SPEAKERS[assistant]]):
                rule = found.rule
                due = today and due_in(rule.shape, small, today)
                since = None if due or today is None or rule.shape in LASTING else since_in(small, found, today)
                value = text[start + found.value[0] : start + found.value[1]]
                for first, last in ((0, len(sentence)), found.clause, found.short):
                    content = text[start + first : start + last].strip(EDGES).strip()
                    if (number, found.key, content) not in seen:
                        seen.add((number, found.key, content))
                        qualifiers = json.dumps({"on": due} if due else {})
                        rows.append((number, rule.rule, found.key, value, qualifiers, rule.retracts, since, content))
                        break
    return rows


def since_in(low: str, found: Found, today: datetime.date) -> str | None:
    """The day in the past from which a statement says that it holds."""
    day = day_in(low[found.clause[0] : found.clause[1]], today, past=True)
    return day.isoformat() if day and day <= today else None
