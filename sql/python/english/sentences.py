"""Where English sentences and clauses begin that may state something, and how each is read."""

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from english.anchors import SPEAKING, Need, forms_of

QUOTES = str.maketrans("\u2018\u2019\u02bc", "'''")
SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
# A face that takes back what was said belongs to its sentence, also behind the mark.
END = re.compile(
    "(?<![.!?\u2026])[.!?\u2026]+[\"')\\]\u201d]*(?: ?[\U0001f643\U0001f644]+)?(?=\\s|\\Z)"
)
QUOTE = re.compile('["\u201c\u201d\u00ab\u00bb]')
FENCES = ("```", "~~~")
LINE = re.compile("\\S[^\r\n\x0b\x0c\x85\u2028\u2029]*")
GREETING = re.compile(
    r"\W*(?:hi|hello|hey|hiya|heya|yo|good (?:morning|evening|afternoon))(?: there| all| "
    r"everyone)?\Z",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"\s*(?:(?:with )?(?:kind|best|warm|warmest|kindest|many)? ?(?:regards|wishes|thanks)|"
    r"cheers|best|"
    r"thanks(?: again| a lot)?|thank you|sincerely|yours(?: [a-z]+)?|love|all the best|ta|"
    r"greetings),?\s*\Z",
    re.IGNORECASE,
)
SHORTENED_WORDS = "mr mrs ms dr prof st mt ft jr sr vs etc inc ltd co corp no e.g i.e u.s u.k dept"
SHORTENED = frozenset(SHORTENED_WORDS.split())
MOST = 14  # clauses of a sentence
SHORTEST, LONGEST = 5, 600  # characters of a sentence; a longer one is no plain statement

# What asks, behind a statement: "I'm vegan, what can I eat?". No tag: "I live here, right?".
ASKS = re.compile(
    r"(?:[,;:(\u2014\u2013\u2026] ?| - |\.\.+ ?| (?=so |and |but ))(?:(?:so|and|but|then|"
    r"now|also|or|pls|please|"
    r"btw|therefore|hence) )*(?=(?:can|could|do|does|did|is|are|was|will|would|should|"
    r"shall|may|am|has|have you|"
    r"what|what's|whats|how|how's|where|which|who|whose|why|when|any|anyone|isn't|aren't|don't you|"
    r"doesn't|got any|anything|something|ok|okay|what about|how about|think|know)\b)"
)
TAG = re.compile(
    r"[, ]+(?:right|correct|no|yes|eh|(?:is|are|do|does|did|have|has|was|am|wo|ca)n't (?:i|"
    r"it|we|you|that)|am i(?: not)?|"
    r"do i|is it|is that (?:right|correct|still right))[ ?!]*\Z"
)
BULLET = re.compile(r"\s*(?:(?:[-*\u2022]|\d{1,2}[.)])\s+)?")
HELLO = re.compile(r"(?:hi|hello|hey|hiya|heya|yo|dear)\b[^.!?,:\u2014-]{0,25}[,.!:\u2014 -]+")
# What may stand before a statement without changing it.
OPENING = re.compile(
    r"(?:(?:(?:hi|hello|hey)(?: there| all| everyone)?|oh|ah|um+|uh+|erm?|well|yes|yeah|yep|yup|"
    r"ya|yea|"
    r"np|yw|kk|deal|noted|got it|will do|copy that|@\w+|bot|assistant|(?:good )?(?:morning|"
    r"evening|afternoon) (?:all|everyone|folks|team)|(?!nearly|hardly|barely|rarely|"
    r"scarcely|possibly|probably|supposedly|allegedly|hopefully|"
    r"only)[a-z]{3,}ly(?<!family)(?<!reply)|"
    r"(?:the|teh) (?:thing|truth|fact|point) is|no(?! longer)|nope|nah|ok|k|"
    r"okay|alright|right|so|and|but|or|also|plus|btw|by the way|fwiw|tbh|to be honest|"
    r"honestly|ngl|not gonna lie|imo|"
    r"imho|in my opinion|for me|if you must know|if it helps|if it matters|if anyone asks|"
    r"if you're wondering|"
    r"in case you(?:'re| are) wondering|in case you need it|just in case|"
    r"frankly|personally|actually|anyway|anyways|fyi|for what it's worth|in case it (?:matters|"
    r"helps)|(?:just )?so (?:you|u) know|just to let (?:you|u) know|for the record|for "
    r"context|for reference|"
    r"for your (?:records|information)|as a heads[ -]up|(?:just )?"
    r"(?:a )?(?:quick |heads[ -]up |small |little |fun |random )*(?:update|note|correction|"
    r"reminder|heads[ -]up|"
    r"news|thing|fact|question|one|intro(?: from me)?|background)|(?:please )?note(?: "
    r"that)?|(?:please )?"
    r"(?:remember|keep in mind|bear in mind|be aware|know|understand|consider)(?: that)?|"
    r"given(?: that)?|now that|considering(?: that)?(?= (?:i|i'm|we|my|our)\b)|"
    r"(?:tell|remind|let) (?!me |us |you )(?:my |our |the )?[a-z]+(?: know)?(?: that)?(?= (?:i|i'm|"
    r"i'll|we|we're|we'll|my|our)\b)|seeing as|since|because|as|while|although|though|even though|"
    r"when|"
    r"as of (?:today|now|this [a-z]+|last [a-z]+|[a-z]+day|[a-z]+ \d{1,2})|now|just|really|"
    r"pls|please|"
    r"currently|these days|nowadays|lately|recently|at the moment|right now|for now|still|"
    r"(?:last|this|next|the other) (?:week(?:end)?|month|year|spring|summer|autumn|fall|"
    r"winter|[a-z]+day|morning|night)|today|"
    r"yesterday|tomorrow|tonight|(?:the )?day after tomorrow|(?:\w+ )?(?:days?|weeks?|"
    r"months?|years?) ago|in (?:\d{4}|january|"
    r"february|march|april|may|june|july|august|september|october|november|december)|since "
    r"(?:\d{4}|last [a-z]+)|thanks|thank (?:you|u)|thx|ty|cheers|good (?:morning|evening|"
    r"afternoon)|morning|"
    r"sorry|great|cool|perfect|nice|sure|haha|hah|lol|omg|ugh|phew|hmm+|finally|luckily|"
    r"sadly|unfortunately|"
    r"fortunately|thankfully|happily|turns out(?: that)?|it turns out(?: that)?|good news|big "
    r"news|bad news|news|guess what|update|ps|p\.s\.?|edit|one (?:more |last )?thing|"
    r"another thing|last thing|"
    r"(?:you|u) should (?:also )?know(?: that)?|(?:i (?:should|must|have to|want to|wanted "
    r"to|'d like to|need to|can|just wanted to) "
    r"(?:also )?(?:mention|add|say|tell you|let you know|confess|admit|point out)|i forgot "
    r"to (?:mention|"
    r"say|tell you)|did i mention|have i mentioned|not sure if i (?:mentioned|told you|"
    r"said)|i'm (?:happy|proud|sad|sorry|excited|pleased|glad|afraid) to (?:say|report|"
    r"announce|"
    r"share)|as (?:you|u) (?:may |might )?(?:know|can see)|as (?:i said|mentioned|"
    r"discussed|always)|like i said|(?:you|u) know|i mean|in fact|basically|"
    r"to answer your question|about me|long story short|apart from that|otherwise|"
    r"on top of that|besides|meanwhile|in that case|of course|then|next|first(?: of all)?|"
    r"also|again|once again|after all)(?: that)?)"
    r"(?:[,!:.;\u2026]+ ?| - | \u2014 ?|\u2014| )+)"
)
OWN = (
    r"(?:i|i'm|im|i'll|ill|i've|ive|i'd|id|my|we|we're|we'll|we've|our|both of us|me and my|myself|"
    r"(?!you |he |she |they |it )[a-z]+ and i|my [a-z]+(?: [a-z]+)? and i)\b(?! and )"
)
ORDERS_OPEN = (
    r"(?:please|pls|plz|you can|(?:just |simply )?call me|everything(?:'s| is)|the "
    r"(?:decision|verdict|conclusion) is|text me|ring me|email me|reach me|cc me|from now "
    r"on|from this point|from here on|going forward|in future|for all future|starting "
    r"(?:now|today)|by default|at no time|under no|you always|you never|you no longer|you "
    r"(?:don't|do not) (?:have|need) to|you needn't|always|never|don't|"
    r"dont|do not|stop|"
    r"make sure|no more|remember to|be sure|whenever|every time)\b"
)
# A time or a circumstance before a clause: "On Monday I'm ...", "As a teacher I ...".
FRONTED = re.compile(
    r"(?:in|on|at|by|after|before|for|with|as|since|from|during|over|until|due to|because "
    r"of|thanks to|despite|"
    r"besides|apart from|between|out of|among|given|like|ever since|being|growing up|"
    r"speaking as|coming from|(?:next|this|last|every) (?:week|month|year|spring|summer|"
    r"autumn|fall|winter|morning|afternoon|evening|weekend|term|time|"
    r"[a-z]+day))\b(?P<front>[^,;:!?()\"]{0,60}?)(?:,| -)? "
    r"(?=(?:i|we|i'm|im|i'll|ill|i've|ive|we're|we'll|we've|there's|there is|there are)\b)"
)
LINK = (
    r"(?:and|but|so|plus|because|since|as|coz|cause|cuz|bc|cos|that|although|though|while|"
    r"where|when|which means|also|"
    r"then|yet|or|given|considering|seeing as|seeing that|now that|"
    r"btw|fyi|by the way|knowing|know|remember|mentioned|forgot|forget|note|in mind|"
    r"realized|realised|the fact|"
    r"tho|and yes|even though|glad|happy|sad|proud) "
)
MOMENT = (
    r"(?:now|today|tomorrow|recently|currently|actually|still|basically|if you must know|i "
    r"mean|in fact|this time|"
    r"on (?:[a-z]+day|the \w+|\d+ \w+|\w+ \d+)|in (?:\w+ )?\w+|at (?:the )?\w+|by \w+|for "
    r"\w+|after that|next (?:week|month|year|[a-z]+day)|this [a-z]+|last [a-z]+|"
    r"these days|nowadays|luckily|sadly|unfortunately|finally|since then|meanwhile|"
    r"therefore|tonight|personally|honestly|tbh) "
)
JOINT = re.compile(
    rf"(?:[,;:(\u2014\u2013\u2026/]+ ?|\.\.+ ?| - | -- | \+ | & |"
    rf"[\u2600-\u27bf\U0001f300-\U0001faff]+ | (?={LINK}))(?:{LINK}){{0,2}}"
    rf"(?:{MOMENT}){{0,2}},?(?={OWN}|{ORDERS_OPEN})"
)
DOUBTING = re.compile(
    r"(?:\b(?:if|unless|whether|wish|wishes|suppose|supposing|imagine|pretend|what if|hope|"
    r"hoping|say|until|in case|as though|"
    r"as if|assuming|unsure|not sure|doubt|wonder|wondering|how|why|dream|dreamt|dreamed|"
    r"think|guess|maybe|perhaps|probably|"
    r"might be|or)(?: that)?,? )\Z"
)
# How a clause about whoever speaks begins, and the marks of time, doubt and denial behind that.
SUBJECT = re.compile(
    r"(?:i(?=(?:m|ve|ll) )|(?:both of us|(?:me|myself) and my [a-z]+|my [a-z-]+(?: "
    r"[a-z]+)? and (?:i|me)|"
    r"(?!you |he |she |they |it )(?:the )?[a-z]+ and i|i|we|us)(?:,? (?:both|all|two|"
    r"personally|myself|for one))*(?=[ ',]))"
)
ADVERBS = (
    r"(?!hardly|barely|rarely|nearly|scarcely|supposedly|possibly|probably|allegedly|"
    r"reportedly|apparently|hopefully|"
    r"family|early|fly|apply|rely|reply|supply|only if|only live|multiply|lovely|lonely|"
    r"friendly|elderly|likely|"
    r"italy|ugly|silly)[a-z]+ly|now|still|just|also|already|both|always|all|since|again|so|"
    r"very|quite|kinda|kind of|realy|rly|definately|definetly|actualy|currenly|sort of|"
    r"pretty much|a bit|a little|here|these days|nowadays|at present|at the moment|right "
    r"now|long|even|sometimes|often|"
    r"usually|too|then|today|as well|in fact|of course|at last|deffo|def|rlly|rly|"
    r"literally|ever|soon|together|"
    r"absolutely|btw|by the way|tbh|honestly|for one|myself|ourselves|pretty|mostly|once "
    r"again|newly|more or less|"
    r"for now|currently|much|once"
)
MARK = re.compile(
    rf"(?P<adverb>,? (?:{ADVERBS}),?)(?= )"
    r"|(?P<ended> (?:no longer|not any ?more|no more|not .{0,0}any longer))(?= )"
    r"|(?P<negative> (?:not|never|don't|dont|do not|didn't|didnt|did not|ain't|aint|hardly|"
    r"barely|rarely|"
    r"seldom|scarcely|doesn't))(?= )"
    r"|(?P<been> (?:been|being))(?= )"
    r"|(?P<be>'m|m| am|'re| are)(?= )|(?P<be_not> (?:aren't|arent|amn't|am not))(?= )"
    r"|(?P<was> (?:was|were))(?= )"
    r"|(?P<have>'ve|ve| have| has)(?= )|(?P<have_not> (?:haven't|havent|have not))(?= )"
    r"|(?P<had> had|'d)(?= been )"
    r"|(?P<will>'ll|ll| will| shall)(?= )|(?P<will_not> (?:won't|wont))(?= )"
    r"|(?P<cannot> (?:can't|cant|cannot|couldn't|couldnt|can not))(?= )|(?P<can> can)(?= )"
    r"|(?P<would>'d| would| could)(?= )|(?P<might> (?:might|may|should|must|ought to))(?= )"
    r"|(?P<used> (?:used|use) to)(?= )"
    r"|(?P<do> (?:do|did))(?= (?:like|love|have|live|work|use|own|prefer|enjoy|hate|speak|"
    r"eat|drive|take|need|want|believe)\b)"
)
FORMS_OF = {
    "be": "i'm", "be_not": "i'm", "been": "i'm", "was": "i was", "have": "i've", "have_not": "i've",
    "had": "i had", "will": "i will", "will_not": "i will", "cannot": "i can't", "can": "i can",
    "would": "i would", "might": "i might", "used": "i used to", "do": "i",
}  # fmt: skip
PARTICIPLE = re.compile(
    r" (?:[a-z]{2,}ed|outgrown|got|gotten|bought|gone|become|begun|taken|chosen|sold|left|quit|"
    r"given|had|made|found|lost|held|"
    r"kept|done|grown|driven|written|spoken|run|come|met|seen|known|put|split|set|taught|"
    r"built|gave|cut|spent|grew|won|"
    r"read|worn|told|sent|thrown|broken|brought|picked)\b(?!-)(?! hair)"
)
ANYMORE = re.compile(r"\b(?:any ?more|any longer)\b(?! (?:than|of))")
STOPPED = re.compile(
    r" (?:(?:had|managed) to )?(?:stopp?(?:ed|ing)?|quit(?:ting)?|gave up|given up|giving "
    r"up|ceased|finished|done) "
    r"(?:on )?(?:(?P<being>being )|(?=[a-z]+ing\b))"
)
# Where a clause goes on about the same person without saying so: "I live in Rome and work ...".
DONE = (
    "moved|relocated|started|joined|got|bought|purchased|switched|migrated|upgraded|"
    "downgraded|turned|decided|"
    "adopted|rescued|sold|quit|left|retired|resigned|graduated|grew up|cancell?ed|went|"
    "stopped|picked up|ditched|"
    "dropped|became|promised|settled|chose|opted|agreed|signed up|signed|booked|inherited|"
    "acquired|accepted|landed|"
    "received|earned|finished|completed|studied|rented|gave up|gave away|traded|donated|"
    "ordered|uninstalled|"
    "split up|welcomed|tied the knot|hit|developed|swapped|changed|subscribed|renewed|"
    "scheduled|arranged|"
    "treated myself|came off|ended up|emigrated|picked|attended|taught myself|spent|fell "
    "in love|scored|enrolled|"
    "(?:slept|thought|talked|weighed|discussed|looked|chatted|spoke|met|ran|tried|read|"
    "asked|checked|found|"
    "compared|considered|reviewed|consulted|sat down|handed|put|took|made)(?= "
    "[^,;.]{2,40},? (?:and|so|but|then) )|"
    "was born|got made|"
    "told [a-z]+ i(?:'d| would|'ll)|said yes|volunteered|offered|did my|wrote my|"
    "transferred|converted|swore|vowed|committed|resolved|given up|came"
)
KEEPS = (
    "live|work|love|hate|like|prefer|adore|enjoy|detest|loathe|dislike|despise|use|pay for|"
    "drive|ride|own|speak|take|study|run|"
    "teach|have|keep|follow|suffer|can't|cant|cannot|don't|dont|eat|play|code|write|rely|"
    "manage|hold|attend|will|"
    "go by|avoid|commute|do|no longer|used to|am|never|come from|identify|build|host"
)
STATES = (
    "living|working|based|allergic|married|divorced|engaged|widowed|single|vegan|"
    "vegetarian|veggie|pescatarian|diabetic|"
    "coeliac|celiac|lactose|gluten|originally|from [a-z]+|diagnosed|flying|going|heading|"
    "travell?ing|moving|using|raising|"
    "obsessed|not (?:an? |into|keen|big)|no longer|(?:big|huge|massive|total|not) (?:an? "
    ")?(?:fan|lover)|mum|mom|dad|mother|father|proud|"
    r"\d{1,3}(?: years|[,.) ]|$)(?! (?:am|pm|days|weeks|months|people|%|minutes|hours))|"
    r"switching|starting|on the [a-z]+ plan|running|studying|learning|getting|"
    "seeing|visiting|hosting|off to|seriously|severely|deathly|(?:big |really |so |heavily "
    "|super )?into [a-z]+|asthmatic|epileptic|autistic|dyslexic|pregnant|"
    "fired from|laid off|sacked|made redundant|let go|hired|retired|self-employed|freelanc|"
    "employed|teaching|fluent|bilingual|native|training|"
    "leaving|due|booked|currently|"
    "trying|taking|on [a-z]+|recently|happily|newly|keto|kosher|halal|gluten-free|"
    "plant-based|tracking|building|writing|relying|deploying|owner of|proud (?:new )?owner|"
    "head|senior|junior|chief|"
    r"gonna|going to|not [a-z]+ any ?more|expecting|sticking|staying|addicted|fond|crazy|"
    r"hooked|partial|attending|born|raised|sick of|tired of|"
    "hosting|celebrating|lead|shift|presenting|marrying|having|meeting|speaking|doing|"
    "eating|developing|driving|coding|keen"
)
ARTICLED = (
    STATES
    + (
        "|an? (?!little |bit |lot |few |couple |bunch )[a-z]|the (?:proud |new )?(?:owner|"
        "mother|father|head|lead|mum|mom|dad|[a-z]+ (?:of|"
        "at|for))|one of the|(?:she|he|they)/|"
    )
    + (
        r"(?!our |my |his |her |their |your |the |some |no |any |that |this )(?:[a-z-]+ "
        r"){0,2}(?:engineer|developer|nurse|teacher|designer|student|doctor|lawyer|manager|writer|"
        r"artist|chef|baker|driver|farmer|retired)\b"
    )
)
AGAIN = re.compile(
    rf"(?:,? (?:and|but|then|so|plus|yet) |, |; | - | & )(?:(?:{ADVERBS}|i guess) )*"
    rf"(?:(?P<verb>(?=(?:{DONE}|{KEEPS})\b))|(?P<state>(?=(?:{ARTICLED}))))"
)
# A sentence that leaves out who speaks: "Moved to Rome last month", "Allergic to nuts".
LEFT_OUT = re.compile(
    rf"(?:(?:{ADVERBS}|officially|officially) )*(?:"
    rf"(?P<verb>(?=(?:am|{DONE}|no longer (?:live|work|use|own|have|drive|eat|take|drink|"
    rf"like|love|need)|(?:can't|cant|cannot|don't|dont) (?:stand|like|bear|eat|drink|care|"
    rf"use|own|work|live|drive|have|do)|"
    r"love|hate|prefer|adore|enjoy|detest|loathe|despise|dislike|live|work (?:at|for|as|"
    r"in)|speak [a-z]|own|drive (?:an?|my)|"
    r"have (?:an?|two|three|four|been|got)|been|used to|grew|diagnosed|will|ride an?|"
    r"study|take [a-z]+(?:in|ine|ol|mg)?\b.{0,12}(?:daily|every)|"
    r"swear by|never (?:liked|cared|been able))\b))"
    rf"|(?P<state>(?=(?:{STATES})\b)))"
)
SPOKEN = re.compile(r"\b(?:i|we|i'm|im|i've)\b")
OURS = ("i ", "i'", "we")
SELF_WORDS = frozenset(
    "i i'm im i'll i've ive i'd id ill my our me we we're we'll we've us mine ours myself "
    "ourselves here".split()
)
SPEAKER = frozenset((*forms_of("i"), *forms_of("i'm")))
ENDS_SO = "no not any anymore longer stop* quit* gave given giving ceased finish* done"
# What may be said for a word of a clause's usual form: the word as one may need it, and the others.
SAID_FOR = [
    (frozenset(forms_of(word)), frozenset(others.split()))
    for word, others in {
        "we": "agreed",
        "was": "were",
        "i've": "have has 've ve ive haven't havent",
        "have": "has 've ve ive haven't havent here",
        "had": "'d d",
        "will": "shall 'll ll ill won't wont",
        "can't": "cant cannot couldn't couldnt can",
        "would": "could 'd d",
        "might": "may should must ought",
        "used": "use",
        "not": "never don't dont do didn't didnt ain't aint hardly barely rarely seldom scarcely "
        "doesn't aren't arent amn't haven't havent won't wont",
        "no": ENDS_SO,
        "more": ENDS_SO,
    }.items()
]
SELF_FORMS = SELF_WORDS | {word + "*" for word in SELF_WORDS}


def as_said(need: Need) -> Need:
    """A need with what may be said for its words."""
    if need & SPEAKER:
        return need | SPEAKING
    said = need
    for usual, others in SAID_FOR:
        if not need.isdisjoint(usual):
            said |= others
    return said


HOLDS = re.compile(rf" (?:{KEEPS}|need|want|be|go|get|see|feel|smoke|drink)\b")
DENIALS = ("negative", "be_not", "have_not", "will_not")
GOT = re.compile(
    r" got (?:married|engaged|divorced|promoted|rid|hired|fired|laid|into|used|to|"
    r"diagnosed|accepted|made)\b"
)
REASON = re.compile(
    r"(?:[,;(\u2014-]| ) ?(?:(?:because|since|as|bc|cause|cos|coz|given|considering|seeing "
    r"as|now that|"
    r"btw|fyi)(?: that)? |(?<=[,(] )(?=i'm|im |i am|i have|i've|we're|we have))"
)


class Clause(NamedTuple):
    """A clause as rules read it: its subject and marks of time in a usual form.

    ``text`` is in lower case and begins "i live", "i'm not", "i've", "i will", "my", ...; a place
    in it is ``shift`` further on in the sentence. ``ended``: what it says holds no more. ``lead``
    is where the words before it begin, ``far`` where somebody does something else, ``head`` how
    long its usual form is.
    """

    text: str
    shift: int
    start: int
    stop: int
    ended: bool = False
    lead: int = 0
    far: int = 0
    head: int = 0


def is_of_speaker(words: set[str], low: str) -> bool:
    """Whether a lower-case sentence may be about whoever speaks, by a word or by what it omits."""
    if words & SELF_WORDS:
        return True
    place = BULLET.match(low).end()  # type: ignore[union-attr]
    colon = COLON.match(low, place)
    if INTRO.match(low, place) or (colon and LEFT_OUT.match(low, colon.end())):
        return True
    for _ in range(4):
        if LEFT_OUT.match(low, place):
            return True
        opening = OPENING.match(low, place)
        if opening is None:
            return False
        place = opening.end()
    return False


def lowered(text: str) -> str:
    """In lower case, with each character where it was."""
    low = text.lower()
    return low if len(low) == len(text) else text.translate(SMALL)


def plainly(text: str) -> tuple[str, str]:
    """A text with straight apostrophes, and the same in lower case."""
    plain = text.translate(QUOTES)
    return plain, lowered(plain)


def sentences(text: str, most: int) -> list[tuple[int, int, int]]:
    """Where the sentences begin and end that may state something, and from where they ask: no code,
    no quoted mail, nothing that begins inside a quotation. `most`: enough of them."""
    found_at: list[tuple[int, int, int]] = []
    code, signed = False, -1
    quoted = QUOTE.search(text) is not None
    for line in LINE.finditer(text):
        start, stop = line.span()
        if text.startswith(FENCES, start):
            code = not code
        if code or text[start] in ">`":
            continue
        if signed >= 0 and stop - start < 40:
            found_at.append((signed, stop, stop))
        signed = start if 1 < stop - start < 40 and SIGN_OFF.match(text, start, stop) else -1
        if stop - start >= SHORTEST:
            found_at += sentences_in(text, start, stop, quoted)
        if len(found_at) >= most:
            break
    return found_at


def sentences_in(text: str, start: int, stop: int, quoted: bool) -> list[tuple[int, int, int]]:
    """The same of a line."""
    found_at = []
    quotes = 0
    for end, asks in ends_in(text, start, stop):
        if quotes % 2 == 0 and SHORTEST <= end - start <= LONGEST:
            found_at.append((start, end, asked_from(text[start:end], start) if asks else end))
        if quoted:
            quotes += len(QUOTE.findall(text, start, end))
        start = end
    return found_at


def ends_in(text: str, start: int, stop: int) -> Iterator[tuple[int, bool]]:
    """Where the sentences of a line end, and which of them ask."""
    for mark in END.finditer(text, start, stop):
        if mark.end() == stop or is_end(text, start, mark):
            start = mark.end()
            yield start, "?" in mark[0]
    if start < stop:
        yield stop, False


def is_end(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a mark before a space ends its sentence: not in "St. Louis" or "Hi! I'm Ann"."""
    before = text[max(start, mark.start() - 20) : mark.start()]
    if mark[0] == ".":
        word = before.rpartition(" ")[2]
        return word.lower() not in SHORTENED and not (len(word) == 1 and word.isupper())
    return not (mark.start() - start < 20 and GREETING.match(before))


def asked_from(question: str, start: int) -> int:
    """Where a question begins to ask: behind the statement that leads to it, if there is one."""
    low = lowered(question)
    if REQUEST.match(low):
        return start + len(question)
    if TAG.search(low):
        return start
    place = ASKS.search(low)
    if place is None and (STATED_FIRST.match(low) or LEFT_OUT.match(low)):
        place = PAUSE.search(low)
    return start + place.start() if place else start


REQUEST = re.compile(
    r"\s*(?:please |pls |hey,? )?(?:can|could|would|will) (?:you|u) (?:please |pls )?(?:always|"
    r"never|from now on|in future)\b"
)
STATED_FIRST = re.compile(
    r"\s*(?:(?:so|btw|ok|hi|hey|well|tbh|and),? )*(?:i|i'm|im|i've|ive|we|we're|we've|my|"
    r"our)\b(?! (?:wonder|guess|assume))"
)
PAUSE = re.compile(r"[,;:] | - |\u2014| (?:and|but|so) ")


def clauses(low: str, asked: int) -> list[Clause]:
    """The clauses of a lower-case sentence that may state something of whoever speaks.

    ``asked``: from where it asks; there only what gives a reason is stated.
    """
    joints = joints_in(low, asked)
    hard = sorted((*(start for start, _, _ in joints), asked, len(low)))
    soft = hard
    begun = beginnings(low) if asked > 0 else []
    found = openings(low, begun, hard, hard)
    mine = any(is_own(clause.text) for clause in found)
    if mine or joints:
        for again in AGAIN.finditer(low, 0, asked) if asked > 0 else ():
            joints.append((again.start(), again.end(), "i" if again["verb"] is not None else "i'm"))
            if len(joints) > 4 * MOST:
                break
        joints.sort()
    if mine and len(joints) + 2 > len(hard):
        soft = sorted((*hard, *(start for start, _, _ in joints)))
        found = openings(low, begun, soft, hard)
    first = max((clause.start for clause in found), default=-1)
    for lead, start, subject in joints:
        if start <= first or (subject and not mine):
            continue
        clause = read(low, start, next_of(soft, start), subject, lead, next_of(hard, start))
        mine = (
            clause.text[:2] in OURS or (mine and bool(subject)) or clause.text.startswith("my name")
        )
        if mine and soft is hard:
            soft = sorted((*hard, *(start for start, _, _ in joints)))
        found += both_ways(clause)
    return found[:MOST]


def joints_in(low: str, asked: int) -> list[tuple[int, int, str]]:
    """Where clauses are joined, where the next one begins, and the subject that it leaves out."""
    first = OPENING.match(low) or BULLET.match(low)
    both = SUBJECT.match(low, first.end())  # type: ignore[union-attr]
    joints = [
        (joint.start(), joint.end(), "")
        for joint in JOINT.finditer(low, both.end() if both else 0)
        if not is_doubted(low, joint, asked)
    ]
    return joints[: 2 * MOST]


def next_of(cuts: list[int], place: int) -> int:
    """The next of some places in order."""
    return cuts[bisect.bisect_left(cuts, place)]


def is_own(text: str) -> bool:
    """Whether the first clause of a sentence is of whoever speaks, so that others may go on so."""
    return text[:2] in OURS or text.startswith(("as a", "name", "my name")) or is_intro(text)


def is_intro(text: str) -> bool:
    """Whether a sentence begins like "Maite Etxeberria, 38, nurse"."""
    return "," in text and INTRO.match(text) is not None


def both_ways(clause: Clause) -> list[Clause]:
    """A clause, and, where it tells an end, also as one that begins "no more"."""
    if not clause.ended:
        return [clause]
    return [
        clause,
        clause._replace(
            text="no more " + clause.text, shift=clause.shift - 8, ended=False, head=clause.head + 8
        ),
    ]


HERE_NOW = re.compile(
    r"(?!(?:is|are|it|hi|hello|what|who|there|over|out|around|i|we|i'm|the|my|still|right|from|"
    r"in|not) )[a-z0-9+#'/-]+(?: [a-z0-9+#'/-]+){0,6} here(?=[,.:;!\u2014]| -|\Z)"
)
# A lone word behind a colon is a field of a document: "order: 17".
COLON = re.compile(r"[^:,;\"]{3,60}: (?=\S+ \S)")
INTRO = re.compile(
    r"(?!(?:my|our|the|his|her|their|your|this|that|an?) |[^,]{2,40}, [^,]{1,40},? (?:is|was|has|"
    r"had|"
    r"says|said|will|would|can|wants|lives|works|does|did|won|died)\b)"
    r"[^\W\d]\S*(?: [^\W\d]\S*){0,2}, (?:\d\d\b|(?:she|he|they)/|from |born |an? |[a-z "
    r"-]{3,40}?(?:er|or|ist|an|nurse|medic|student|vet|chef|cook|ect)\b)"
)


def is_doubted(low: str, joint: re.Match[str], asked: int) -> bool:
    """Whether what comes behind a joint is left open, or asked."""
    if joint.start() >= asked:
        return not REASON.match(low, joint.start())
    return bool(DOUBTING.search(low[max(0, joint.end() - 24) : joint.end()]))


def beginnings(low: str) -> list[tuple[int, str]]:
    """Where the first clause of a sentence may begin, and the subject that it leaves out there."""
    first = BULLET.match(low).end()  # type: ignore[union-attr]
    places = [first]
    hello = HELLO.match(low, first)
    if hello:
        places.append(hello.end())
    colon = COLON.match(low, first)
    if colon:
        places.append(colon.end())
    for _ in range(5):
        opening, front = OPENING.match(low, first), FRONTED.match(low, first)
        if front and not SPOKEN.search(front["front"]):
            places.append(front.end())
        if opening is None:
            break
        first = opening.end()
        places.append(first)
    found = []
    for place in dict.fromkeys(places):
        if place and DOUBTING.search(low[max(0, place - 24) : place]):
            continue
        found.append((place, ""))
        if HERE_NOW.match(low, place):
            found += [(place, "i'm"), (place, "i have")]
        elif left_out := LEFT_OUT.match(low, place):
            found.append((place, "i" if left_out["verb"] is not None else "i'm"))
    return found


def openings(
    low: str, begun: list[tuple[int, str]], soft: list[int], hard: list[int]
) -> list[Clause]:
    """The first clause, read from each place where it may begin."""
    found = []
    for place, subject in begun:
        stop, far = next_of(soft, place), next_of(hard, place)
        found += both_ways(read(low, place, stop, subject, 0, far))
    return found


def read(low: str, start: int, stop: int, subject: str, lead: int, far: int) -> Clause:
    """A clause with its subject and its marks of time in their usual form."""
    piece, form, at = low[start:stop], subject, 0
    if subject:
        start, piece = start - 1, " " + piece
    else:
        who = SUBJECT.match(piece)
        if who is None:
            return Clause(low[start:], start, start, stop, False, lead, far)
        form, at = "i", who.end()
    held = denied = ended = False
    while mark := MARK.match(piece, at):
        kind = mark.lastgroup or ""
        if kind == "ended" and subject == "i" and not HOLDS.match(piece, mark.end()):
            form = "i'm"
        if kind == "have" and form not in ("i", "i'm"):
            break
        held = held or kind == "have"
        form = FORMS_OF.get(kind, form)
        ended = ended or kind == "ended"
        denied = denied or kind in DENIALS
        at = mark.end()
    if form == "i've" and not PARTICIPLE.match(piece, at):
        form = "i have" if held else "i"  # no perfect tense
    elif form == "i've" and piece.startswith(" got ", at) and not GOT.match(piece, at):
        form, at = "i have", at + 4
    stopped = STOPPED.match(piece, at)
    if stopped and not denied and form in ("i", "i've", "i'm"):
        form, at, ended = "i'm", stopped.end() - 1, True
    if denied and ANYMORE.search(piece, at):
        denied, ended = False, True
    if (
        form in ("i", "i've")
        and not low.startswith(("i ", "i'"), max(start, 0))
        and piece.startswith(" agreed", at)
    ):
        form = "we"
    head = form + (" not" if denied and not ended else "")
    text = head + piece[at:] + low[stop:]
    return Clause(text, start + at - len(head), max(start, 0), stop, ended, lead, far, len(head))
