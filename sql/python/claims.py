"""What people state about themselves in English, by rules that are data."""

import datetime
import json
import re
from typing import Any, NamedTuple

from english.anchors import CAPITAL, SPEAKING, SPELT, Need, forms_of, frequency, needs_of
from english.days import day_in
from english.sentences import (
    SELF_FORMS,
    Clause,
    as_said,
    clauses,
    is_of_speaker,
    plainly,
    sentences,
)
from english.traps import is_as_said
from english.values import CAPITALISED, EDGES, NEEDED, UNDATED, WHOLE, due_in, hedge_of, values_of

# Words of rules' patterns in braces.
PARTS = {
    "now": "(?:now |still |just |also |always |currently |actually |basically |officially |both |"
    "then |already |"
    "these days |at the moment |for now )*",
    "new": "(?:new |current |latest |home |shipping |mailing |postal |personal |main |work |"
    "primary |own |full |usual |street |"
    "delivery |billing |email |private |actual |correct |old |best ){0,4}",
    "some": "(?:an? |one |two |three |four |five |six |seven |eight |nine |ten |\\d+ |several |"
    "twin )(?:new |more )?",
    "big": "(?:an? |the |such an? |more of an? )?(?:real |big |huge |great |massive |total |"
    "proper |true |complete |keen |avid |"
    "long-time |longtime |lifelong |self-confessed |absolute |major |die-hard |diehard |"
    "bit of an? )*",
    "team": "(?:i|i've|(?:my|our|the) (?:[a-z]+ )?(?:team|company|startup|shop|office|lab|studio|"
    "department|agency|firm|group|crew|"
    "org|organisation|organization|school|lot|people|devs|developers|colleagues|household)|"
    "everyone here|everybody here|here i)",
    "asked": "(?:and |but |please |pls |plz |just |so |kindly |also |remember(?: to|,)? |make sure "
    "(?:to |you |that you )?|be sure to |"
    "(?:you|u) (?:should|must|need to|can|have to|ought to|shall|are to) |i (?:would |"
    "might )?(?:want|need|like|expect|ask|prefer|love|beg|appreciate)(?: it if|"
    " that)? (?:you|u) (?:to |will |would )?|(?:could|can|would|will) (?:you|u) (?:please |"
    "pls )?|try to |i'd appreciate it if you |it's important that you |do )*",
    "kin": "twin brother|twin sister|mother in law|father in law|brother in law|sister in law|"
    "wife|husband|hubby|partner|spouse|fianc[e\u00e9]e?|girlfriend|boyfriend|son|daughter|"
    "mother|mom|mum|mam|mummy|mommy|father|dad|daddy|papa|mama|brother|sister|sis|bro|"
    "grandmother|grandma|granny|gran|nana|"
    "nan|grandfather|grandpa|granddad|grandad|aunt|auntie|uncle|cousin|niece|nephew|grandson|"
    "granddaughter|mother-in-law|father-in-law|brother-in-law|sister-in-law|son-in-law|"
    "daughter-in-law|stepson|stepdaughter|step-son|step-daughter|"
    "stepmother|stepfather|stepdad|stepmum|stepmom|stepbrother|stepsister|half-brother|"
    "half-sister|twin|godson|goddaughter|godmother|godfather|bf|gf|"
    "mother in law|father in law|brother in law|sister in law|twin brother|twin sister|"
    "toddler|baby girl|baby boy|little girl|little boy|baby",
    "kids": "kids?|child(?:ren)?|sons?|daughters?|boys|girls|twins|triplets|brothers?|sisters?|"
    "siblings?|grandkids|"
    "grandchildren|grandsons?|granddaughters?|stepkids|stepchildren|stepsons?|"
    "stepdaughters?|nephews?|nieces?|cousins?|toddlers|little ones",
    "kin_like": "(?:(?:older|younger|elder|eldest|big|little|oldest|youngest|late|dear|new|twin|"
    "baby|only|lovely|middle|first|second|beloved|"
    "darling|amazing|wonderful|poor|grown-up|grown|teenage|adult|adopted|other|favou?rite|"
    "great|own|then|future|\\w+-year-old|\\d+ ?(?:yo|y/o|year old|month old)|"
    "[a-z]+-month-old|[a-z]+ year old)[ -])*",
    "pet": "dog|puppy|pup|doggo|cat|kitten|kitty|rabbit|bunny|hamster|gerbil|rat|mouse|guinea pig|"
    "chinchilla|parrot|cockatiel|cockatoo|parakeet|budgie|canary|bird|horse|pony|mare|"
    "turtle|tortoise|snake|python|lizard|iguana|bearded dragon|gecko|axolotl|frog|ferret|"
    "goldfish|betta|fish|chicken|hen|rooster|duck|goose|goat|sheep|pig|llama|alpaca|donkey|"
    "hedgehog|"
    "labrador|lab|retriever|terrier|spaniel|poodle|collie|dachshund|corgi|beagle|bulldog|pug|"
    "husky|german shepherd|shepherd|greyhound|whippet|chihuahua|cockapoo|labradoodle|"
    "lurcher|setter|pointer|dalmatian|boxer|"
    "rottweiler|doberman|shih tzu|samoyed|malamute|great dane|border collie|mutt|hound|"
    "tabby|siamese|ragdoll|maine coon|tomcat",
    "called": "(?:'s? (?:full |first )?name(?:'s| is)|s name is|'s called| is called| is named|, "
    "named|, called|, who is called| who is called| named| called| goes by| answers to|, "
    "whose name is| whose name is)",
    "deed": "send|forward|e-?mail|mail|post|ship|bring|get (?:back|you|it|that|them|this|the|my|"
    "your|a|started|one|some)|call|ring|"
    "phone|text|ping|message|let (?:you|them|everyone|her|him|the|my|u) know|share|upload|"
    "push|write|draft|dm|cc|"
    "prepare|finish|complete|submit|deliver|fix|update|revise|review|check|double-check|"
    "look (?:into|at|over|through|after)|book|"
    "reserve|order|buy|pay|transfer|cover|pick|drop|collect|return|clean|tidy|cook|bake|"
    "make|investigate|research|chair|lead|"
    "set up|set aside|organi[sz]e|arrange|schedule|confirm|sort|handle|feed|paste|take "
    "(?:care|over|the|my|your|him|notes|out|on|down|them|care of|minutes|photos|pictures|"
    "her)|do (?:the|your|my|our|it|that|a|all)|help|show|teach|drive|give|water|walk|feed|"
    "babysit|sign|print|scan|file|register|swap|switch|resolve|approve|rewrite|refactor|"
    "renew|cancel|test|merge|deploy|document|report|follow up|reply|answer|respond|add|"
    "remove|delete|drop off|paste|keep an eye|put|refund|replace|repair|paint|mow|present|"
    "talk (?:to|with)|speak (?:to|with)|ask|"
    "tell|remind|introduce|come (?:by|over|round|to|early|and|with|along|in)|stop|quit|"
    "start|stay|keep|join|meet|host|volunteer|move the|move it|move all|move your|"
    "donate|proofread|translate|read|record|edit|publish|hand|run|chase|circulate|compile|"
    "contact|notify|inform|attach|copy|create|build|design|install|"
    "invoice|contribute|apologi[sz]e|wash|plan|prep|reimburse|lend|loan|fetch|grab|supply|"
    "provide|attend|call back|hold|save|back up|carry|load|unload|wrap|pack|assemble|"
    "vacuum|iron|sweep|shovel|trim|prune|plant|fill|empty|lock|unlock|open|close|bring|"
    "leave (?:the|a|it|them|my|your)|make sure|see to|go over|go through|work on|try to "
    "(?:get|finish|send|have)|match|sponsor|speak at|demo|benchmark|port|backport|triage|"
    "escalate|audit|summari[sz]e|transcribe|type up|write up|tidy up|clear|settle up|"
    "settle the|bill|sell you|hem|sew|knit|mend|sharpen|charge|rehearse|practise|practice|"
    "coach|mentor|train",
    "step": "open|go|click|tap|press|hold|select|choose|navigate|enter|type|run|use|add|remove|set|"
    "turn|unplug|plug|restart|reboot|switch|head|log|sign|visit|contact|call|fill|upload|download|"
    "install|update|check|scroll|drag|copy|paste|export|import|create|start|first|multiply|divide|"
    "subtract|take|mix|preheat|bring|boil|rinse|wipe|loosen|tighten|insert|pull|push|swipe|"
    "right-click|double-click|connect|scan|find|look|make|put|place|cut|reduce|increase|apply|"
    "wait|ask|write|send|submit|request|drop|let|give|measure|hover|toggle|enable|disable|"
    "edit|pour|soak|whisk|stir|heat|cool|"
    "drain|clean|wash|scrub|unscrew|screw|fold|roll|spread|sprinkle|water|dig|plant|sand|"
    "paint|hang|attach|detach|lift|lower|keep|"
    "pinch|snip|whip|beat|knead|bake|fry|grease|dissolve|spray|shake|squeeze|tie|twist|"
    "flip|slide|lock|unlock|charge|pair|reset|delete|clear|close|save|rename|move|"
    "replace|change|adjust|configure|define|call|pass|return|wrap|declare|commit|merge|"
    "rebase|stash|pip|brew|sudo|execute|invoke|divide|add|convert|draw|mark|count|compare|"
    "calculate|work out|begin|combine|blend|simmer|season|slice|chop|peel",
}
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
SPEAKERS = ("person", "assistant")
LONG = 1000  # sentences that are read of a text
MANY = 20_000  # words whose rules are kept
DEEP = 3  # words that a rule needs, each in several choices
PLACES = DEEP + 1  # for these, and for whether somebody speaks of themselves
DIGIT = re.compile("[0-9]")
NAMES = re.compile(r"[A-HJ-Z]|I\B|\BI|I'd|[^\x00-\x7f]")  # capitals other than of "I"
WRITTEN = re.compile(r"[\W\d_]*[A-Z]")  # a sentence with a capital at its start
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


class Rule(NamedTuple):
    """A row of compiler_rule, compiled; `single`: one value at a time."""

    rule: str
    key: str
    shape: str
    retracts: bool
    single: bool
    pattern: str


class Found(NamedTuple):
    """A claim in a sentence: its value there, its clause, and the clause up to the value's end."""

    rule: Rule
    key: str
    retracts: bool
    value: tuple[int, int]
    clause: Clause


class Rules(NamedTuple):
    """The rules for a speaker, and which may fit a sentence, told by its words.

    A set of rules is a number: bit 3 is the rule at place 3 of ``rules``. Their needs are several
    such sets in a row, one for each place among a rule's needs: those that a word meets in
    ``by_word``, and in ``free`` those that nothing has to meet. ``anyone``: they are not only about
    whoever speaks; ``passing`` are for what is named in passing ("~my wife Ana"). ``by_seen`` and
    ``compiled`` keep what was once looked up, and patterns that were once tried.
    """

    rules: list[Rule]
    anyone: bool
    passing: int
    free: int
    by_word: dict[str, int]
    by_seen: dict[str, int]
    compiled: dict[int, re.Pattern[str]]


def rules_of(source: str, models: dict[str, Any]) -> dict[str, Rules]:
    """The rules for a person's and an assistant's sentences. Kept in `models` until others come."""
    if models.get("source") != source:
        rows = json.loads(source)
        models.update(
            source=source,
            rules={
                who: indexed([rule_of(row) for row in rows if row["speaker"] == who], who)
                for who in SPEAKERS
            },
        )
    kept: dict[str, Rules] = models["rules"]
    return kept


def rule_of(row: dict[str, Any]) -> Rule:
    """A rule from its row, with the parts that its pattern names."""
    return Rule(
        row["rule"],
        row["key"],
        row["shape"],
        row["retracts"],
        row["single"],
        row["pattern"].format(**PARTS),
    )


def indexed(rules: list[Rule], speaker: str) -> Rules:
    """Rules by the words that they need, in the order in which they are tried."""
    read = [(rule, needs_of(rule.pattern, frequency, of_others)) for rule in rules]
    read.sort(key=lambda one: (not is_of_self(*one), one[0].rule))
    free, passing, by_word = 0, 0, dict.fromkeys(SPEAKING, 0)
    for number, (rule, needs) in enumerate(read):
        if rule.pattern[:1] == "~":
            passing |= 1 << number
        for place, need in enumerate(checked(needs, rule)):
            bit = 1 << (place * len(read) + number)
            for word in need:
                by_word[word] = by_word.get(word, 0) | bit
            if not need:
                free |= bit
    anyone = speaker == "assistant"
    return Rules([rule for rule, _ in read], anyone, passing, free, by_word, {}, {})


def of_others(need: Need) -> int:
    """How many words of a need do not tell that somebody speaks of themselves."""
    return len(need - SELF_FORMS)


def is_of_self(rule: Rule, needs: list[Need]) -> bool:
    """Whether a rule fits only where there is a word like "I" or "my"."""
    return bool(re.match(r"i(?:\W|\Z)", rule.pattern)) or any(need <= SELF_FORMS for need in needs)


def checked(needs: list[Need], rule: Rule) -> list[Need]:
    """What a rule needs, a need for each place: those that tell most, with those of its value, and
    one that somebody may speak of themselves in place of its words. Empty: nothing more."""
    said = [as_said(need) for need in (*needs, *needs_of_value(rule))]
    if is_of_self(rule, needs) or not said:
        said.append(SPEAKING)
    said = sorted(dict.fromkeys(said), key=frequency)
    plain = [need for need in said if not need & SPEAKING][:DEEP]
    spoken = [need for need in said if need & SPEAKING][:1]
    nothing: Need = frozenset()
    return [*plain, *[nothing] * (DEEP - len(plain)), *(spoken or [nothing])]


def needs_of_value(rule: Rule) -> list[Need]:
    """What a rule's value needs. A capital counts only where the value stands behind words: at the
    start of a sentence each has one."""
    needs = NEEDED.get(rule.shape, [])
    if rule.shape not in CAPITALISED or not any(need & CAPITAL for need in needs):
        return needs
    taken = needs_of(rule.pattern.replace("(?=", "(?!"))  # without what is only looked for ahead
    said = any(not as_said(need) & SPEAKING for need in taken)
    behind = said and "(?P<value>" not in rule.pattern
    return [need for need in needs if behind or not need & CAPITAL]


def worth_trying(sentence: str, low: str, rules: Rules) -> int:
    """The rules that may fit a sentence, told by its words. Nearly none where nobody speaks of
    themselves or asks for something."""
    words = set(SPELT.findall(low))
    met = rules.free
    for served in served_by(words, rules):
        met |= served
    for sign in signs_in(sentence):
        met |= rules.by_word.get(sign, 0)
    told = all_met(met | rules.by_word["S"], rules)
    if told and not rules.anyone and not is_of_speaker(words, low):
        told = all_met(met, rules)
    return told


def all_met(met: int, rules: Rules) -> int:
    """The rules of which the need at each place is met."""
    size = len(rules.rules)
    told = met & ((1 << size) - 1)
    for place in range(1, PLACES):
        told &= met >> (place * size)
    return told


def signs_in(sentence: str) -> list[str]:
    """Which of the signs are in a sentence that stand among words for what is needed."""
    signs = [sign for sign in "@/,\n" if sign in sentence]
    if DIGIT.search(sentence):
        signs.append("#")
    if NAMES.search(sentence, 1):
        signs.append("A")
    if not WRITTEN.match(sentence):
        signs.append("a")
    return signs


def served_by(words: set[str], rules: Rules) -> list[int]:
    """The needs that each of these words meets."""
    by_seen = rules.by_seen
    if len(by_seen) > MANY:
        by_seen.clear()
    for word in words.difference(by_seen):
        by_seen[word] = 0
        for form in forms_of(word):
            by_seen[word] |= rules.by_word.get(form, 0)
    return [by_seen[word] for word in words]


def numbers_in(told: int) -> list[int]:
    """The places of a set of rules, in order."""
    numbers = []
    while told:
        first = told & -told
        numbers.append(first.bit_length() - 1)
        told ^= first
    return numbers


def fitting(text: str, rules: Rules, tried: list[int]) -> list[tuple[Rule, re.Match[str]]]:
    """The rules that fit a clause, and how."""
    found = []
    for number in tried:
        pattern = rules.compiled.get(number)
        if pattern is None:
            pattern = rules.compiled[number] = re.compile(rules.rules[number].pattern)
        before = pattern.match(text)
        if before:
            found.append((rules.rules[number], before))
    return found


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
    or, where a sentence states several things of a key, the part that states this one. Qualifiers
    are JSON, {"on": ISO date} for an event whose day is known. `models` keeps the compiled rules.
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
            for found in stated(sentence, small, asked - start, compiled[SPEAKERS[assistant]]):
                clause, value = found.clause, text[start + found.value[0] : start + found.value[1]]
                due, since = dates_of(small, found, today) if today else (None, None)
                short = (clause.start, max(found.value[1], clause.start + 1))
                for first, last in (
                    (0, len(sentence)),
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
    day = day_in(behind, today, past=True) or day_in(before, today, past=True)
    return None, day.isoformat() if day and day <= today else None
