"""What somebody is to do, is going to do, decided or explains, read from the start of a text."""

import re

from english.anchors import either
from english.lexicon import EVENT_WORDS
from english.phrases import ARTICLE, EVENT_NOUNS, PLAN, UNCLEAR, counted, thing

DOER = re.compile(
    r"(?:i|i'm|i'll|i've|we|we'll|we're|he|she|they|it|it's|things|my|our|always|never|"
    r"call me|this|"
    r"that|there|everything|everyone|the|let's|life|all|no one|nobody)\b",
    re.I,
)

ORDER_WORDS = (
    r"use|using|send|sending|reply|replying|answer|answering|respond|responding|write|"
    r"writing|include|"
    r"including|format|formatting|translate|translating|cite|citing|address|addressing|"
    r"speak|talk|summari[sz]e|check|confirm|assume|"
    r"assuming|suggest|suggesting|recommend|recommending|schedule|scheduling|book|booking|"
    r"email|emailing|"
    r"e-mail|text|texting|notify|remind|reminding|contact|contacting|refer|referring|"
    r"mention|mentioning|share|sharing|charge|"
    r"ship|deliver|store|storing|delete|deleting|round|rounding|convert|disclose|reveal|"
    r"apologi[sz]e|apologi[sz]ing|"
    r"interrupt|verify|double-check|bill|cancel|show|give|giving|tell|telling|ask|asking|call|"
    r"calling|keep|explain|explaining|provide|providing|quote|add|adding|put|putting|start|"
    r"starting|end|"
    r"ending|begin|sign|signing|offer|offering|sell|leave|leaving|make|making|do|doing|"
    r"treat|list|stick|be|being|say|saying|"
    r"spell|flag|warn|copy|cc|attach|run|running|test|commit|push|pushing|read|avoid|skip|"
    r"skipping|prefer|point|"
    r"proofread|correct|correcting|label|number|break|wait|get|consult|compare|highlight|"
    r"bring|ping|message|"
    r"type|set|default|only|mark|save|log|order|ordering|buy|wrap|indent|comment|return|default|"
    r"greet|wish|thank|sugarcoat|lecture|lecturing|repeat|repeating|open|close|name|sort|draft|"
    r"review|pull|measure|express|stop|let|try|trying|forward|phrase|phone|ring|omit|drop|lead|"
    r"finish|finishing|state|link|describe|present|track|update|merge|deploy|change|"
    r"changing|touch|edit|"
    r"calculate|count|report|note|shorten|limit|reference|credit|plan|pick|choose|spend|"
    r"capitali[sz]e|abbreviate|paste|post|"
    r"recap|structure|separate|follow|look|search|render|output|print|encrypt|hyphenate|"
    r"localize|use|cut|bold|italici[sz]e|underline|"
    r"discuss|rephrase|paraphrase|pair|ignore|respect|apply|submit|approve|escalate|double|"
    r"triple|hide|remove|sound|patroni[sz]e|"
    r"speculate|guess|invent|hallucinate|swear|curse|joke|nag|pester|bother|spam|upsell|"
    r"auto-?[a-z]+|re-?[a-z]+|pretend|serve|cook|knock|park|ping|page|transfer|refund|rely|"
    r"split|group|append|prefix|prepend|"
    r"import|importing|export|install|download|upload|click|load|fetch|invite|disturb|wake|"
    r"contradict|praise|flatter|compliment|ghost|lint|squash|rebase|sync|back|archive|move|"
    r"rename|overwrite|restart|kill|print|translate|transliterate|render|turn|switch|end|"
    r"open|keep|stay|go|hand|deliver|bury|mansplain|gender|misgender|tag"
)
ORDER = re.compile(rf"(?:{ORDER_WORDS})\b", re.IGNORECASE)

BRIEF = re.compile(
    r"(?:this time|for this|just this once|for now|today|in this (?:one|case|message|reply|"
    r"chat|email|example)|here only)\b",
    re.I,
)

MONTHS_NAMES = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)

FUTURE = re.compile(
    r"\b(?:tomorrow|tommorr?ow|tomorow|today|tmrw|tmr|tomoz|2moro|tonight|tonite|later today|"
    r"later this \w+|"
    r"this (?:afternoon|evening|weekend|coming [a-z]+|[a-z]+day|"
    r"spring|summer|autumn|fall|winter|month|year|christmas|easter)|next (?:week(?:end)?|"
    r"month|year|term|semester|spring|summer|autumn|fall|winter|[a-z]+day|"
    rf"tues|thurs|wed|fri|mon|sat|sun|{MONTHS_NAMES})|(?:the )?day after tomorrow|(?:early "
    rf"|late |at the (?:end|start|"
    r"beginning) of |in mid-)?(?:on|in|for|by|until|from|at|this|come|over|during|before) "
    r"(?:early |late |mid-|the )*"
    rf"(?:coming )?(?:mondays?|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|"
    rf"wed|thurs?|fri|sat|sun|{MONTHS_NAMES}|"
    r"jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|"
    r"fall|winter|christmas|easter|halloween|new year|thanksgiving|weekend|holidays|half[- "
    r"]term|\d{1,2}(?:st|nd|rd|th)\b|20\d\d)|"
    r"(?:on |for )?(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|"
    r"oct|nov|dec)[a-z]*|(?:on |for )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|"
    r"june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? "
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)?|(?:on )?20\d\d-\d\d-\d\d|in (?:a |an |one |two |three |four "
    r"|five |six |seven |eight |nine |ten |\d+ |about |around |just )+(?:couple of |few "
    r")?(?:days?|weeks?"
    r"|months?|years?|fortnight|hours?)(?:' time|'s time)?|(?:on |by )?(?:mon|tues|wednes|"
    r"thurs|fri|satur|"
    r"sun)day(?!s)|soon|(?:on|by|due) \d{1,2}[/.]\d{1,2}\b|christmas|(?:a )?(?:week|"
    r"fortnight) (?:on|from) \w+|the \d{1,2}(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)

PAST_TIME = re.compile(
    r"\b(?:yesterday|last (?:week|month|year|night|[a-z]+day|\w+)|ago|back in(?! the office| town|"
    r" work| school| class)|earlier today|"
    r"this morning)\b",
    re.I,
)

EVENT_VERBS = re.compile(
    r"(?:(?:be )?(?:flying|travel+ing|going|heading|moving|getting|starting|having|seeing|"
    r"visiting|leaving|off(?= (?:to|on|work|for|school|from)\b| *\Z)|driving|taking|hosting|"
    r"running|presenting|meeting|due|booked|scheduled|"
    r"speaking|giving|graduating|retiring|playing|performing|throwing|celebrating|attending|"
    r"returning|joining|launching|interviewing|sitting|defending|closing|adopting|hiking|cycling|"
    r"sailing|camping|away|out of|back|welcoming|expecting|cruising|backpacking|renovating|"
    r"switching|picking|"
    r"headed|exhibiting|marrying|competing|racing|singing|officiating|giving birth|"
    r"undergoing|catching|riding|spending|staying|organi[sz]ing|teaching|relocating|"
    r"emigrating|volunteering|"
    r"opening|babysitting|finishing|completing|skiing|diving|trekking|touring|signing|"
    r"swimming|painting|on (?:annual |parental |maternity |paternity )?(?:leave|holidays?|"
    r"vacation|call|jury duty)|arriving|redoing|redecorating|refurbishing)|be in (?!touch\b|"
    r"time\b|trouble\b|charge\b|bed\b|a (?:mess|hurry|rush)\b)\w+|in (?:hospital|"
    r"surgery|court|town)|at (?:a |the )|visit|"
    r"fly|move|travel|leave|start|attend|get married|go|"
    r"hike|run|see|host|take|have|meet|present|climb|drive|sail|cycle|give|celebrate|"
    r"compete|perform|launch|graduate|retire|sit|defend|camp|ski|get|join|spend|stay|marry|"
    r"throw|sing|relocate|tour|redo|redecorate|"
    r"renovate|refurbish|repaint|paint|build|sell|rent|adopt|plant|demolish|insulate|tile|"
    r"extend)\b",
    re.IGNORECASE,
)

# Doings that say enough without what or where.
EVENT_ALONE = re.compile(
    r"(?:babysitting|camping|hiking|skiing|sailing|graduating|retiring|emigrating|volunteering|"
    r"competing|performing|travel+ing|flying|exhibiting|officiating|moving(?: house)?)\Z",
    re.I,
)

HABIT = re.compile(r"\b(?:every|each|most|alternate)(?: other| second)? *\Z", re.I)
STAY = re.compile(
    r"(?:(?:long|whole|two|three|few|couple of) )?(?:week|weekend|fortnight|night|days?)s? (?:in|"
    r"at|by) "
    r"(?:the )?[A-Za-z]",
    re.I,
)

NO_EVENT = re.compile(
    r"(?:going to (?:be|have|need|say|try|think|use|call|send|ask|tell|make|do|write|look|"
    r"check|get back|find|give|let|explain|miss|die|cry|regret|rain|snow|bed|sleep|work|"
    r"assume|keep)|"
    r"having (?:trouble|problems?|issues?|difficult\w*|a hard|fun|a (?:great|good|bad|"
    r"rough))|getting (?:tired|sick|ready|used|better|worse|old|an error|a lot|this|the|"
    r"confused|nervous|excited|hungry|cold|there)|"
    r"having the time of|seeing red|moving on\b|flying (?:solo|blind)|opening my (?:e-?mails?|"
    r"mail|laptop)|"
    r"driving (?:\w+ ){1,2}(?:mad|crazy|nuts|insane|up the wall)|looking|hoping|thinking|trying|"
    r"working|waiting|using|seeing (?:this|that|an? "
    r"(?:error|message)|some|these)|doing(?! (?:an? |the |my |our )(?:[a-z]+ )?(?:10k|5k|marathon|"
    r"half|triathlon|course|workshop|tour|gig|show|hike|race|talk|reading)\b)|being|wondering|"
    r"running (?:low|out|late|into|on|"
    r"behind|debian|linux|windows|ubuntu)|taking (?:it|this|metformin)|meeting (?:the "
    r")?deadlines?|"
    r"leaving (?:it|this|that|you)|starting to|out of (?:ideas|time|money|milk|luck)|due "
    r"(?:to(?! (?:give birth|fly|start|move|leave)\b))|back (?:to|and|again|pain)|off (?:the|my)|"
    r"playing (?:with|around)|giving "
    r"(?:up|you)|going (?:with|through|for|back and|crazy|mad|nuts|well|on)|"
    r"get (?:back|to|it)|see (?:if|what|how|you|that)|take care|have (?:to|a look)|go "
    r"(?:ahead|with)|start (?:with|by)|run (?:it|this))\b",
    re.I,
)

HOUR = re.compile(r" (?:at|from|around) \d[\d:.]* ?(?:am|pm|o'clock)?(?: on)?\s*\Z")
EVENT_CUT = re.compile(
    r"(?: (?:on|at|for|by|in|from|until|scheduled|booked|set|coming up|lined up|due|early|late|"
    r"sometime|next|back|around|planned|first thing|all day|both|this|starting|is|are|"
    r"there|already|arranged|again|over|during|end of|the|end|of|start|before|coming))+ *\Z"
)

EVENT_IS = re.compile(
    r"(?P<value>[^,.;]{3,70}?)(?:,| (?:is due|are due|is|are|will be|leaves?|starts?|"
    r"begins?|takes place|lands?|departs?|"
    r"arrives?|falls|comes up|coming up|happens|ends?|expires?|runs out|(?:has|have) been "
    r"(?:re)?(?:moved|scheduled|booked|set|arranged)|"
    r"got (?:re)?(?:moved|scheduled)|was (?:re)?(?:moved|scheduled)|kicks off|opens?|gets "
    r"here|takes off|"
    r"closes|moves?|needs to be done)\b|'s been (?:re)?(?:moved|scheduled|pushed|put|booked)(?: "
    r"back| forward)? (?=to|for)|'s (?=on|in|at|tomorrow|tonight|next|this|due|"
    r"scheduled|set|booked|\d))",
    re.IGNORECASE,
)

BARE_EVENT = re.compile(
    rf"(?P<value>(?:(?!is |are |was |the |that |this |his |her |their |your |any |how |"
    rf"what |when |no |see |about |it's |for |if )[a-z0-9'-]+ "
    rf"){{0,4}}?(?:{EVENT_WORDS})(?: (?:with|at|in|for) (?!the \d|\d)[A-Z\w'. ]{{2,24}}?)?)"
    r"(?: (?:booked|scheduled|is|coming up|set|due|starts|begins|ends)|'s)?(?:,| -|:)? (?:(?:at|"
    r"from) \d[\d:.]* "
    r"?(?:am|pm)? ?)?(?P<when>on |in |today|next |this |tomorrow|tmrw|tonight|tonite|the "
    r"\d|monday|tuesday|wednesday|thursday|friday|saturday|sunday|day after)",
    re.IGNORECASE,
)

UNDERTAKING = re.compile(
    r"(?:keep (?:it|this|that)\b|bring you up to|check back|(?:show|let|help|see) (?:my|"
    r"our)sel(?:f|ves)|"
    r"think|see\b(?! to\b)|be honest|be right back|be back|brb|"
    r"try\b(?! to "
    r"(?:get|finish|send|"
    r"have))|have (?:a|the|an)\b|take the (?:red|blue|first|second|other|cheap\w*|small\w*|"
    r"large\w*|one|pasta|fish|chicken|train|bus|stairs|job|bait|hint|offer|deal|blame|day|"
    r"plunge)|pass|wait|"
    r"never|admit|bet|let you (?!know (?:by|as|when|tomorrow|on|once))|say|be fine|be "
    r"there for|explain why|tell you what|give it|miss|"
    r"assume|probably|need|want|just|always|stop here|leave it|go with|stick with|be "
    r"(?:late|busy|away|out|in|flying|visiting|travell?ing|gone|home|happy|ok|okay|glad|"
    r"here|using|at|damned|sure)|kill|die|cry|scream|not|get (?:used|"
    r"over|to|round|there)|pretend|call it|go (?:to|now|for|crazy|mad|nuts|ahead)|regret|"
    r"survive|love|take (?:a|it|that|two|one)|manage|live|hate|rely|do (?:that|it|my "
    r"best)\Z|eat|sleep|start (?:by|with)|use|be\b|know|understand|remember|forget|believe|"
    r"hope|guess|figure|look at|move to|fly|travel|visit|become|keep (?:that|it|this) in "
    r"mind|come back|turn \d|owe|ignore|settle|stay|order the|have)\b",
    re.IGNORECASE,
)

PROMISED = re.compile(
    r"(?:have (?:it|that|the|this|them|everything)\b.*(?:ready|done|sent|finished|fixed|signed|"
    r"back|delivered|up|by)\b|be there\b|let (?:you|them|him|her|everyone) know (?:by|as|when|"
    r"tomorrow|on|once|if|how|what|the|before|about|whether|in)\b|use\b.*\b(?:from now on|going "
    r"forward|in "
    r"future|in all|for all|in every|for every|throughout|always)\b)",
    re.I,
)


def named_event(rest: str, line: str, before: str) -> str | None:
    """What is called off, named before."""
    value = without_day(ARTICLE.sub("", rest, count=1) if ARTICLE.match(rest) else rest)
    return (
        value
        if EVENT_NOUNS.search(value)
        and not re.match(r"(?:his|her|their|your|[A-Z][a-z]+'s) ", value)
        else None
    )


def without_day(value: str) -> str:
    """An event without when it is: "barbecue on Saturday"; but "Christmas party"."""
    when = FUTURE.search(value)
    named = HOUR.sub("", value[: when.start()].rstrip()) if when else value
    named = EVENT_CUT.sub("", named)
    return named if EVENT_NOUNS.search(named) else value


ORDER_ENDS = re.compile(
    r"\.(?=\s|\Z)|[!;\u2014]| - |: (?=[Ii] |[Ii]'|my |we )|, (?:never|always|don't|do not|"
    r"please|pls|ok|okay|thanks|thx|i|it|my|that|we|since|"
    r"because|as|so|otherwise|they|he|she|if you|no matter|thank|even|this|there|not|"
    r"cheers|it's|the|ta|you|k|alright|and i|nothing)\b| \(|"
    r" (?:because|cuz|bc|cos|since (?:i|we|my|it|they)|as (?:i|we|my|it|they)|so that|"
    r"otherwise|from now on|going forward|thx|thanks)\b|"
    r"[\u2600-\u27bf\U0001f300-\U0001faff]|,? and (?=(?:always|never|please|don't|from now "
    r"on) )| (?:any ?more|any longer),(?= )",
    re.IGNORECASE,
)


def order(rest: str, line: str) -> str | None:
    """What to do: begins with something an assistant can do."""
    stop = ORDER_ENDS.search(rest)
    value = rest[: stop.start() if stop else len(rest)].strip(" .!,\"'?")
    if (
        ORDER.match(rest) is None
        or "@" in value
        or re.match(r"(?:give up|say never|mind|look back|leave me|remember)\b", rest, re.I)
        or BRIEF.search(value)
        or (re.search(r"(?:again|better|mind|fail|surprise|up)\Z", value) and " " not in value)
    ):
        return None
    value = re.sub(
        r",? (?:please|pls|ok|okay|thanks|anymore|any more|again|ever|ever again)\Z", "", value
    )
    return (
        value
        if " " in value or value.lower() in ("apologise", "apologize", "apologising", "apologizing")
        else None
    )


def order_again(rest: str, line: str) -> str | None:
    """What not to do any more."""
    found = re.search(
        r"(?:,? (?:ever )?(?:again|anymore|any more|ever|from now on|in (?:the )?future|"
        r"going forward|in (?:your|"
        r"any|my)[a-z ]*|unless [a-z' ]+|without [a-z' ]+))(?=[.!,; ]|\Z)",
        rest,
    )
    if found is None:
        return None
    return order(
        rest[: found.start()] if not re.search(" in | unless | without ", found[0]) else rest, line
    )


def tail_order(rest: str, line: str) -> str | None:
    """What to do from now on, where that is said at the end."""
    found = re.search(
        r",? (?:from now on|going forward|going forwards|from here on(?: out| in)?|in "
        r"(?:the )?future|henceforth|"
        r"moving forward|from this point(?: on)?|from today(?: on)?|from then on)\b",
        rest,
        re.IGNORECASE,
    )
    value = rest[: found.start()].strip() if found else ""
    return order(value, line) or (value if " " in value and ORDER.match(value) else None)


def new_order(rest: str, line: str) -> str | None:
    """What to do from now on: not what somebody will do."""
    if DOER.match(rest):
        return None
    stop = ORDER_ENDS.search(rest)
    value = re.sub(
        r", (?:my|our|i|we|he|she|they|it) .*\Z", "", rest[: stop.start() if stop else len(rest)]
    )
    return re.sub(r",? (?:please|pls|ok|okay|thanks)\Z", "", value.strip(" .!\"'?,")) or None


def event(rest: str, line: str, before: str) -> str | None:
    """What is going to happen, without when."""
    found = FUTURE.search(rest)
    if found is None and FUTURE.search(before) is None:
        return None
    if PAST_TIME.search(rest[: found.start()] if found else rest):
        return None
    value = re.split(
        r"[,;.!?(\u2014\u2026]| - | (?:because|so|but|and i|and we|which|about|that|(?<!going "
        r")(?<!gonna )to see|"
        r"[Ii] (?:have|need|must|should)|we have|since|as|when|where|if|while|instead)\b|"
        r"[\u2600-\u27bf\U0001f300-\U0001faff]",
        rest[: found.start() if found else len(rest)],
    )[0]
    if NO_EVENT.match(value) or HABIT.search(value):
        return None
    value = HOUR.sub("", value.rstrip())
    value = EVENT_CUT.sub("", value.rstrip())
    value = ARTICLE.sub("", value, count=1) if ARTICLE.match(value) else value
    value = re.sub(r"\Abe (?=[a-z]+ing )", "", value)
    value = re.sub(r"\A(?:going to|gonna) (?!the |a |an |my |our |see )(?=[a-z]+ )", "", value)
    verb = EVENT_VERBS.match(value)
    known = (verb and " " in value) or EVENT_ALONE.match(value) or EVENT_NOUNS.search(value)
    known = known or STAY.match(value)
    if NO_EVENT.match(value) or UNCLEAR.match(value) or not known:
        return None
    return value if 0 < value.count(" ") + 1 < 11 else None


def event_is(rest: str, line: str, before: str) -> str | None:
    """What is at a time that is named behind it."""
    found = EVENT_IS.match(rest)
    if (
        found is None
        or not EVENT_NOUNS.search(found["value"])
        or re.search(r"\b(?:birthday\Z|date of birth\b)", found["value"])
    ):
        return None
    after = rest[found.end() :].lstrip(" ,")[:60]
    return found["value"] if FUTURE.search(after) and not PAST_TIME.search(after) else None


def bare_event(rest: str, line: str, before: str) -> str | None:
    """What is noted in passing: "choir rehearsal tonight"."""
    found = BARE_EVENT.match(rest)
    if found is None or ORDER.match(rest) or not FUTURE.match(rest, found.start("when")):
        return None
    if re.search(r"\b(?:birthday|cancel\w*|called off|postponed|was|isn't|not)\b", rest, re.I):
        return None
    return re.sub(r"(?i)\A(?:an? |my |our |got |have )+", "", found["value"])


def day_of(rest: str, line: str, before: str) -> str | None:
    """What is on a day that is named before it: "The 3rd of June is our housewarming"."""
    value = counted(rest, line)
    return value if value and EVENT_NOUNS.search(value) else None


def event_off(rest: str, line: str, before: str) -> str | None:
    """What does not happen after all."""
    value = thing(rest, line)
    value = without_day(EVENT_CUT.sub("", value)) if value else None
    known = value and (
        EVENT_NOUNS.search(value)
        or re.match(
            r"(?:going|flying|travel\w+|moving|coming|visiting|attending|hosting|running) ", value
        )
    )
    return (
        value if value and known and not NO_EVENT.match(value) and not PLAN.match(value) else None
    )


UNDECIDED = re.compile(
    r"(?:last|yesterday|by|at|today|recently|in|during|together|years|ages|long ago|on "
    r"(?:[a-z]+day|a whim)) ?",
    re.I,
)

DECIDED_ENDS = re.compile(
    r"[;!?(\u2014]|\.(?=\s|\Z)| - |,? (?:however|no matter|promised|end of (?:story|discussion|"
    r"debate)|(?:we|i) decided|"
    r"that's)\b| and (?=i |i'|i'?ll |i'?m |we |we'|my |it |please |that's |(?:on|at|in|by|next|"
    r"this) "
    r"[a-z]+(?: [a-z]+)?,? (?:i|we)\b|(?:tomorrow|tonight|then|later),? (?:i|we)\b)|, (?:because|"
    r"since|so|"
    r"but|as|which|and|it|not|even|after|my|our|the|he|she|they|that|though|way|thanks|if|"
    r"despite|no|who|what|how|can)\b| "
    r"(?:because|cos|cuz|bc|but|although|even though|since (?:it|the|we|i|they)|as (?:it|"
    r"we|i|they)|after (?:all|a|some|much|weeks|months|long)|so (?:that|i|we|you|please)|"
    r"btw|pls|please|which|in the end|finally|now|today|yesterday|instead|lol|ok)\b|"
    r"[\u2600-\u27bf\U0001f300-\U0001faff]",
    re.IGNORECASE,
)


def decided(rest: str, line: str) -> str | None:
    """What was decided, up to the reason for it."""
    stop = DECIDED_ENDS.search(rest, 1)
    value = rest[: stop.start() if stop else len(rest)].strip(" .,")
    value = value.removesuffix(" then")
    article = ARTICLE.match(value)
    value = value[article.end() :] if article and not rest.startswith(("my ", "our ")) else value
    if re.match(
        r"(?:it|that|this|to be|on it|against it|yet|not yet|already|anything|nothing|what|"
        r"whether|which|how|if|where|when|you|me|him|her|them|us|one|up|out|the)\b *\Z|"
        r"(?:whether|which|if|what|how) |(?:yet|between|among|disagree)\b|you(?:'re)?[, ]|"
        r"(?:poorly|well|badly|wisely|wrong|wrongly|carefully) *\Z",
        value,
        re.I,
    ):
        return None
    return None if not value or UNDECIDED.match(value) else value


PROMISE_ENDS = re.compile(
    r"[;!?(\u2014]|\.(?=\s|\Z)| - |, (?!and |or |then |plus )| and (?=it'?s |it |that |"
    r"they |he |she |you |there |my |we |i )|, (?:so|but|because|ok|okay|promise|and then|"
    r"i|as|since|don't|no|it|that|then|if|you|thanks|just|my|the|we|he|she|they|and|though|"
    r"sorry|once|when|after|which|can|could|pls|please)\b| (?:so (?:that|you|we|i|they)|"
    r"because|but|lol|btw|ok)\b|[\u2600-\u27bf\U0001f300-\U0001faff]",
    re.IGNORECASE,
)


KNOWN_WHEN = re.compile(
    r"\bknow (?:(?:by|on|before) [a-z]+(?: [a-z]+)?|today|tonight|tomorrow|as soon as i can) if\b",
    re.IGNORECASE,
)
DEPENDS = re.compile(
    r"(?<!know )(?<!see )(?<!check )\bif\b|\b(?:unless|maybe|whatever|some ?day|eventually|just "
    r"in case)\b"
)


def undertaking(rest: str, line: str) -> str | None:
    """What somebody is going to do for somebody: no empty words, nothing that depends."""
    stop = PROMISE_ENDS.search(rest)
    value = rest[: stop.start() if stop else len(rest)].strip(" .,")
    value = re.sub(
        r",? (?:after all|any ?more|any longer|as (?:i )?promised|like i (?:said|promised))\Z",
        "",
        value,
    )
    empty = UNDERTAKING.match(value) and not PROMISED.match(value)
    if empty or DEPENDS.search(KNOWN_WHEN.sub("know if", value)):
        return None
    return value if " " in value else None


REFUSED = re.compile(r"\b(?:won't|wont|will not|never)(?: (?:ever|again|now))* \Z", re.IGNORECASE)


def refusal(rest: str, line: str) -> str | None:
    """What somebody is not going to do, with the word that says so: "won't mention it again"."""
    stop = PROMISE_ENDS.search(rest)
    value = rest[: stop.start() if stop else len(rest)].strip(" .,")
    refused = REFUSED.search(line, 0, line.find(value)) if " " in value else None
    if refused is None or DEPENDS.search(value):
        return None
    return refused[0] + value


OWN_DOING = re.compile(
    r"\bin (?:the|this|that|a) (?:[a-z]+ )?(?:story|tale|novel|film|movie|poem|fable)\b|"
    r"\A\W*(?:please|from now on)\b|\b(?:I|I've|I'm|I'll|we|we've|we'll|my|our)\b",
    re.I,
)


def explained(rest: str, line: str) -> str | None:
    """A sentence that explains, whole."""
    if OWN_DOING.search(line):
        return None
    value = re.sub(
        r"\A(?:(?:good|great|excellent|nice|interesting) (?:question|point)|sure(?: thing)?|of "
        r"course|certainly|absolutely|no problem|happy to help|yes|no|ok|okay)[,!.:] *",
        "",
        line.strip(" .!"),
        flags=re.I,
    )
    return value if len(value) < 400 and value.count(" ") > 3 else None


OF_ACTS = {
    "order": order,
    "order again": order_again,
    "tail order": tail_order,
    "new order": new_order,
    "decided": decided,
    "undertaking": undertaking,
    "refusal": refusal,
    "explained": explained,
}
TIMED = {  # these also see what leads to the clause
    "event": event,
    "event is": event_is,
    "bare event": bare_event,
    "named event": named_event,
    "day of": day_of,
    "event off": event_off,
}
AHEAD = either(FUTURE.pattern)
KNOWN_EVENTS = either(rf"(?:{EVENT_WORDS})s?")
KNOWN_ORDERS = either(ORDER_WORDS)
NEEDED_OF_ACTS = {
    "bare event": [KNOWN_EVENTS, AHEAD],
    "day of": [KNOWN_EVENTS],
    "event": [AHEAD],
    "event is": [KNOWN_EVENTS, AHEAD],
    "event off": [
        KNOWN_EVENTS
        | either("going|flying|travel[a-z]+|moving|coming|visiting|attending|hosting|running")
    ],
    "named event": [KNOWN_EVENTS],
    "order": [KNOWN_ORDERS],
    "order again": [KNOWN_ORDERS, either("again|anymore|any|ever|from|in|going|unless|without")],
    "tail order": [KNOWN_ORDERS],
}
