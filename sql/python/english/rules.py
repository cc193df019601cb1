"""The rules that read sentences, and which of them may fit a sentence: most need not be tried."""

import json
import re
from typing import Any, NamedTuple

from english.anchors import CAPITAL, SPEAKING, SPELT, Need, forms_of, frequency, needs_of
from english.sentences import SELF_FORMS, as_said, is_of_speaker
from english.values import CAPITALISED, NEEDED

SPEAKERS = ("person", "assistant")
DEEP = 3  # words that a rule needs, each in several choices
PLACES = DEEP + 1  # for these, and for whether somebody speaks of themselves
MANY = 20_000  # words whose rules are kept
DIGIT = re.compile("[0-9]")
NAMES = re.compile(r"[A-HJ-Z]|I\B|\BI|I'd|[^\x00-\x7f]")  # capitals other than of "I"
WRITTEN = re.compile(r"[\W\d_]*[A-Z]")  # a sentence with a capital at its start
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
    # What may stand between somebody and their name: nobody else whose name it could be.
    "nobody": "(?!'s (?!here|back|born|coming))(?:(?!\\b(?:my|our|his|her|their|your|and|friend|"
    "boy|girl|"
    "colleague|(?:with|met|meets|has|have|had|got|gets|knows|saw|sees|married|marrying|dating|"
    "hired|found|bought|brought|bit|loves|likes|adopted) (?:an?|the|this|some|"
    "another))\\b)[^.;!?]){0,60}?",
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
    # Whom one goes with and what one goes for, where nothing is chosen.
    "outing": "(?:my|our) (?:wife|husband|partner|girlfriend|boyfriend|son|daughter|sons|daughters|"
    "sister|brother|mum|mom|dad|mother|father|parents|family|kids|children|friends?|mates?|"
    "colleagues?|cousins?|aunt|uncle|neighbou?rs?|dog)|him|her|them|friends|you|me|us|(?:an? |"
    "some )"
    "(?:[a-z]+ )?(?:run|jog|walk|stroll|swim|hike|ride|drive|drink|drinks|pint|coffee|meal|nap|"
    "check-?up|scan|interview|haircut|dinner|lunch|smoke|weekend|week)|lunch|dinner|drinks|"
    "good|it|broke|years|ages|gold",
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
    "provide|attend|call back|hold|save|back up|carry|draw up|dig out|pop (?:the|it|them|that|"
    "your|my|over|round|by|in)|load|unload|wrap|pack|assemble|"
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
    "calculate|work out|begin|combine|blend|simmer|season|slice|chop|peel|dab|blot|rub|scrape|"
    "strain|sieve|trim|book|bend|tear|melt|roast|grill|steam|marinate|dry|wring|empty|refill",
}


class Rule(NamedTuple):
    """A row of compiler_rule, compiled; `single`: one value at a time."""

    rule: str
    key: str
    shape: str
    retracts: bool
    single: bool
    pattern: str


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
