"""How the value of a claim is read from the text behind the words that announce it."""

import datetime
import re
from collections.abc import Callable

from english.days import day_in
from english.lexicon import (
    CONDITIONS,
    COUNTRIES,
    DAY_WORDS,
    DRUG_WORDS,
    EVENT_WORDS,
    GOODS_WORDS,
    LANGUAGES,
    LINKS,
    NATIONALITIES,
    NO_DRUGS,
    NO_NAMES,
    NO_PERSON,
    OCCUPATIONS,
    TIERS,
    TITLES,
    TOOLS,
    TRIGGERS,
)
from english.sentences import DONE, KEEPS, QUOTE

EDGES = " \t,;:-\u2013\u2014*"
NO_PLACES = re.compile(
    r",? (?:plan|tier|subscription|package|membership|team|department|group|project|account|mode|"
    r"version|app|format|time|standards?)\b",
    re.IGNORECASE,
)
COUNTRY = re.compile(rf",? (?:{COUNTRIES})(?=[,.;!?)]|\Z| )", re.IGNORECASE)
NATIONS = re.compile(rf"(?:{LANGUAGES}|{NATIONALITIES})s?\b", re.IGNORECASE)
MONTH_NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?"
DATE = re.compile(
    rf"(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH_NAME}|{MONTH_NAME} (?:the )?\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\b)(?:,? (?:in )?\d{{4}})?|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|(?:new year's (?:day|eve)|christmas (?:day|eve)|"
    r"halloween|valentine's day|boxing day|leap day)",
    re.IGNORECASE,
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES = "one|two|three|four|five|six|seven|eight|nine"
YEARS = re.compile(
    rf"(?:\d{{2}}|10[0-9]|(?:{TENS})(?:[- ](?:{ONES}))?|eighteen|nineteen|sixteen|seventeen|fifteen|fourteen|thirteen)"
    r"(?= ?(?:years?|yrs?)[- ]old\b| ?y/?o\b|-years?-old\b|[,;.!)/](?!\d)|\Z| (?:now|and|last|this|next|today|yesterday|on|"
    r"already|in (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|\d{4})|years (?:young|of age)|yrs|but|but still|with|so|soon|tomorrow|btw|lol|i|we|live|living|single|married|female|male|(?:an? )?(?:[a-z]+ )?year)\b| -)",
    re.IGNORECASE,
)
STATUS = re.compile(
    r"(?:single|married|divorced|engaged|widowed|separated|in a (?:long[- ]distance |committed |serious |long[- ]term )?relationship|newly single|a "
    r"(?:widow(?:er)?|divorcee|bachelor)|widow(?:er)?|remarried|(?:in )?(?:a )?civil partnership|cohabiting)(?=[,;.!)]|\Z| (?:to|now|again|last|this|and|with|for|since|but|"
    r"yesterday|in|on|any ?more|any longer|happily|twice|at|over|so|two|three|btw|my|lol|\d+|as|these|about|a|an|earlier|soon|tomorrow)\b)(?! in (?!my |our |\d|a (?:small|lovely|big)|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|the (?:spring|summer|autumn|fall)|spring|summer|autumn|winter))",
    re.IGNORECASE,
)
DIET = re.compile(
    r"(?:(?:lacto-|ovo-)*vegan|(?:lacto-|ovo-)*vegetarian|veggie|pescatarian|pescetarian|flexitarian|(?:gluten|dairy|lactose|sugar|nut|meat|grain|egg|soy)[- ]free|"
    r"keto(?:genic)?|paleo|(?:whole[- ]food )?plant[- ]based|low[- ](?:carb|fodmap|sodium|salt|fat|gi|sugar|calorie|histamine)|high[- ]protein|halal|kosher|whole30|"
    r"mediterranean|carnivore|raw food(?:ist)?|raw vegan|intermittent fasting|macrobiotic|dash|fodmap|jain|atkins|lactose[- ]intolerant|gluten[- ]intolerant)(?: diet)?"
    r"(?=[,;.!)&]|\Z| -| (?:now|since|for|and|because|so|diet|food|again|anymore|any more|any longer|these|at|btw|lol|tho|though|too|of|one|myself|ourselves|household|"
    r"home|but|last|this|in|with|meals?|only|by|as|about|after|or|when|if|which|except|on|until|who|here|from|to|i|we|two|three|four|\d+|a|due|pls|please|mostly|all|the|family|couple|person|kitchen)\b)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"[+(]?\d[\d ().-]{5,20}\d")
ADDRESS = re.compile(
    r"(?:(?:flat|apt\.?|apartment|unit|suite|house|no\.?) [\w-]+, )?(?:\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?,? [A-Z0-9][^;!?\n()]{2,100}?"
    r"|(?:[A-Z][\w.'\u00c0-\u024f-]{1,30} ){1,4}\d{1,4}[a-z]?\b(?:[^;!?\n():]{0,60}?)?)"
    r"(?=\.?\s*\Z|[;!?\n()]|\.\s| in [A-Z]|, (?:and|but|so|please|not|the|which|ring|second|first|top|if|for|in case|just|where|thanks|by|since|instead|as)\b| (?:and|but|so|now|since|for|please|because|where|if|not|which|instead|if|until|from|as|by|with|these|thanks|before|starting)\b| - | \u2014)"
)
PRONOUNS = re.compile(r"(?:he|she|they|ze|xe|it|any|fae|ey)(?: ?/ ?[a-z]+){1,2}|any pronouns|(?:he|she|they)(?= pronouns)", re.I)
PLAN = re.compile(
    r"(?:the |your |our |my |an? )?(?P<value>[\w+-]+(?: [\w+-]+){0,2}?)"
    r" (?:plan|tier|subscription|package|membership|account|option|version|license|licence|one)\b",
    re.IGNORECASE,
)
USER = re.compile(r"(?P<value>[\w+]+(?: [\w+]+)?) (?:subscriber|member|user|customer|tier|plan)s?\b", re.I)
LANGUAGE = re.compile(rf"(?:(?:brazilian|swiss|british|american|mexican|egyptian|levantine|european) )?(?:{LANGUAGES})\b", re.I)
LEVEL = re.compile(
    r"(?:(?:fluent|native|decent|passable|good|basic|broken|rusty|conversational|a (?:little|bit|tiny bit)(?: of)?|some|both|enough|"
    r"a few words of|near-native|also|mostly|only|terrible|bad|very|pretty|fairly|fluently|my|bits of) )*",
    re.I,
)
MADE = r"[a-z]{2,}(?:ologist|ographer|ician|wright|smith|monger|woman|keeper|maker|grapher|therapist|nomist|metrist|worker)"
OCCUPATION = re.compile(
    rf"(?:(?!the |my |your |his |her |that |this |and |at |for |in |of )[a-z0-9/'&-]+ ){{0,4}}?(?:{OCCUPATIONS}|{MADE})"
    rf"(?: (?:{OCCUPATIONS}))?(?: of [a-z]+(?: and [a-z]+)?)?"
    r"(?=[,;:.!)]|\Z| -| \u2014| (?:any ?more|any longer|at|for|with|in|from|and|by|based|working|who|here|but|now|these|on|of|"
    r"speciali[sz]ing|so|since|again|if|as|too|over|myself|turned|living|there|again|last|this|btw|lol|tho|though|"
    r"nowadays|full-time|part-time|then|because|near|to|under|during|i|my|we|you|it|not|[a-z]+ly|always|never|currently|where|which|that|when|after|before|nights|days|can|have|am|pls|please)\b)",
    re.IGNORECASE,
)
NO_OCCUPATION = re.compile(
    r"\b(?:big|huge|lousy|terrible|bad|good|better|great|natural|born|slow|fast|careful|quick|decent|"
    r"control|partner in|aspiring|wannabe|former|failed|armchair|keen|amateur|hobby|hobbyist|poor|worst|worse|best|"
    r"fussy|picky|nervous|light|heavy|hard|team player|happy|proud|real|total|sole|(?<!-)home|pet|house|car|dog|cat|would-be|not|"
    r"homeowner|silent|equal|domestic|life|sleeping|sparring|tough|slight|perfect|sure|bit|lot)\b",
    re.IGNORECASE,
)
EMPLOYER = re.compile(r"(?:[A-Za-z0-9/&'-]+ ){1,7}?(?:at|for|with|of) (?:the )?(?=[A-Z])")
STOP = re.compile(
    r"[,;:!?()\u2014\u2013\u2026]|\.(?=\s|\Z|\.)|-\s| (?:because|since|so|but|when|while|whenever|"
    r"(?:after|before|until)(?= i\b| we\b| you\b| he\b| she\b| they\b| it\b| the\b| my\b)|although|though|which|that|who|as|if|where|even|than|over|rather|instead|"
    r"cause|coz|cos|i|we|it's|they|except|unless|especially|cuz|bc|pls|please|thanks|ngl|imo|fwiw|tbf|whose|whom|whatever)\b|[\u2600-\u27bf\U0001f300-\U0001faff]",
    re.IGNORECASE,
)
TIMES = (
    r"now|anymore|any more|any longer|these days|nowadays|at the moment|currently|right now|for "
    r"now|too|as well|again|already|btw|lol|haha|tbh|though|tho|by the way|a lot|so much|so so much|atm|rn|"
    r"very much|at all|the most|most of all|please|instead|yesterday|today|recently|tonight|either|anyway|"
    r"sometimes|ever|lately|more than anything|like crazy|to bits|to death|with a passion|over here|here|in the end|"
    r"every (?:single )?(?:day|morning|evening|night|week|month|year|time|weekend)|daily|finally|myself|ourselves|"
    r"(?:once|twice) (?:a|per) (?:day|week|month)|all the time|all day|all year round|in general|"
    r"of all time|for (?:everything|work|that|ages|a living|fun|life|sure|real|good|years|months|a while)|"
    r"(?:just )?(?:last|this|next|past) [a-z]+|back in \w+|(?:in|since|during|around|until|from|"
    r"on|by|at|as of) (?:early |late |mid-?|the )*(?:\d{4}|(?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december)(?: \d{4})?|spring|summer|autumn|fall|winter|mondays?|"
    r"tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|then|mornings?|evenings?|"
    r"nights?|christmas|easter|weekends?|first|least|(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]+|[a-z]+ \d{1,2}(?:st|nd|rd|th)?)(?:,? \d{4})?)|"
    r"(?:about |around |some |over |almost |nearly |like )?(?:a|an|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|\d+|couple of|few) (?:couple of |few )?(?:days?|weeks?|months?|years?|"
    r"decades?) (?:ago|back|now)|for (?:about |around |over |almost |nearly |the (?:past|last) )?"
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: [a-z]+)? (?:years?|months?|"
    r"weeks?|days?|decades?)|since (?:i was [a-z0-9 ]+|childhood|birth|forever|last [a-z]+)|"
    r"after all|first thing|as of (?:today|now)|of course|to be honest|honestly|personally|yet|in my life|as a result|altogether|completely|for good"
)
TAIL = re.compile(rf"(?:(?: |\A)(?:{TIMES}))+\Z", re.IGNORECASE)
UNCLEAR = re.compile(
    r"(?:i|it|that|this|these|those|you|u|your|ur|you're|him|her|his|their|its|them|how|what|whatever|when|where|"
    r"why|the (?:idea|way|fact|sound|look|thought|new|one|ones|part|update|result|results|answer|suggestions?|feel|vibe|concept|direction|draft|design|first|color you|"
    r"plan|second|last|previous|other|same|most|rest|latest|changes?|version|option|picture|logo|title|list|proposal)|me|us|myself|one|some|both|everything|anything|nothing|all|being "
    r"able|seeing you|hearing|knowing|my|our|not|no|to (?:say|think|hear|see|know|admit|bother|"
    r"break|be|make sure|ask|disagree|disappoint|interrupt|complain|have|point out|do|get|go|find|learn|book|order|use|try)|a (?:lot|good "
    r"deal|bit)|just|more|another|such|if|there|here|option|working with you|talking|chatting|every bit|doing business|something|someone|somebody|anyone|everyone|nobody|so|too|very|mine|yours|theirs|hers)\b(?!-)",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:it|this|that|them|him|her|you|your|there|u)\b", re.IGNORECASE)
DANGLING = frozenset(
    "to of with in on for at by about and or what how is are from the a my not".split()
)
ARTICLE = re.compile(r"(?:an?|the|some|my|our|any|this) ", re.IGNORECASE)
WHERE = re.compile(" (?:at|for|with|in|by|from|on|of|to|near) ")
QUOTED = ("'", '"', "\u201c", "\u201d")
JOINED = re.compile(r"(?P<and>,? (?:and|or|nor|plus|as well as|along with) |,? ?& ?| \+ )|,? (?:but )?also |, ")
TOGETHER = re.compile(
    r"(?:fish and chips|mac and cheese|rock and roll|salt and vinegar|bread and butter|peanut butter and|bed and|black and white|drum and bass|"
    r"arts and crafts|back and forth|pen and paper|research and|food and drink|r&b|b&b|at&t|johnson & johnson|hot and|sweet and|dungeons|"
    r"day and night|gin and|rum and|ham and|cream and|macaroni and|rice and|country and|early and|meet and|trial and|fruit and|up and|more and|up or)",
    re.IGNORECASE,
)
NO_ITEM = re.compile(
    rf"(?:{DONE}|{KEEPS}|i|we|my|our|it|its|it's|he|she|they|you|your|that|this|these|those|there|which|who|what|where|when|so|but|not|no|"
    r"is|are|was|were|would|could|should|can|then|because|since|please|pls|thanks|thank|the (?:more|stronger|better|worse|last|rest|other|bigger|older)|if|his|her|their|nothing|"
    r"everything|never|always|only|even|just|half|especially|preferably|one of|now|also|too|though|still|btw|lol|though|to|as|with|for|at|in|on|from|by|of|for|"
    r"other|another|others|stuff|more|all|both|yes|ok|got|gets?|makes?|need|want|hope|feel|think|know|see|find|trying|looking|wondering|about|don't|doesn't|honestly|ideally|maybe|actually|really|mostly|usually|"
    r"followed|suggest|worth|apparently|nothing|needs?|any|how|"
    r"don|well|very|really|super|anything|etc|whatever|is|bring|send|tell|call|make)\b(?!-)",
    re.IGNORECASE,
)
DOER = re.compile(
    r"(?:i|i'm|i'll|i've|we|we'll|we're|he|she|they|it|it's|things|my|our|always|never|call me|this|"
    r"that|there|everything|everyone|the|let's|life|all|no one|nobody)\b",
    re.I,
)
ORDER = re.compile(
    r"(?:use|using|send|sending|reply|replying|answer|answering|respond|responding|write|writing|include|"
    r"including|format|formatting|translate|translating|cite|citing|address|addressing|speak|talk|summari[sz]e|check|confirm|assume|"
    r"assuming|suggest|suggesting|recommend|recommending|schedule|scheduling|book|booking|email|emailing|"
    r"e-mail|text|texting|notify|remind|reminding|contact|contacting|refer|referring|mention|mentioning|share|sharing|charge|"
    r"ship|deliver|store|storing|delete|deleting|round|rounding|convert|disclose|reveal|apologi[sz]e|apologi[sz]ing|"
    r"interrupt|verify|double-check|bill|cancel|show|give|giving|tell|telling|ask|asking|call|"
    r"calling|keep|explain|explaining|provide|providing|quote|add|adding|put|putting|start|starting|end|"
    r"ending|begin|sign|signing|offer|offering|sell|leave|leaving|make|making|do|doing|treat|list|stick|be|being|say|saying|"
    r"spell|flag|warn|copy|cc|attach|run|running|test|commit|push|pushing|read|avoid|skip|skipping|prefer|point|"
    r"proofread|correct|correcting|label|number|break|wait|get|consult|compare|highlight|bring|ping|message|"
    r"type|set|default|only|mark|save|log|order|ordering|buy|wrap|indent|comment|return|default|"
    r"greet|wish|thank|sugarcoat|lecture|lecturing|repeat|repeating|open|close|name|sort|draft|"
    r"review|pull|measure|express|stop|let|try|trying|forward|phrase|phone|ring|omit|drop|lead|"
    r"finish|finishing|state|link|describe|present|track|update|merge|deploy|change|changing|touch|edit|"
    r"calculate|count|report|note|shorten|limit|reference|credit|plan|pick|choose|spend|capitali[sz]e|abbreviate|paste|post|"
    r"recap|structure|separate|follow|look|search|render|output|print|encrypt|hyphenate|localize|use|cut|bold|italici[sz]e|underline|"
    r"discuss|rephrase|paraphrase|pair|ignore|respect|apply|submit|approve|escalate|double|triple|hide|remove|sound|patroni[sz]e|"
    r"speculate|guess|invent|hallucinate|swear|curse|joke|nag|pester|bother|spam|upsell|auto-?[a-z]+|re-?[a-z]+|pretend|serve|cook|knock|park|ping|page|transfer|refund|rely|split|group|append|prefix|prepend|"
    r"import|importing|export|install|download|upload|click|load|fetch|invite|disturb|wake|contradict|praise|flatter|compliment|ghost|lint|squash|rebase|sync|back|archive|move|rename|overwrite|restart|kill|print|translate|transliterate|render|turn|switch|end|open|keep|stay|go|hand|deliver|bury|mansplain|gender|misgender|tag)\b",
    re.IGNORECASE,
)
BRIEF = re.compile(r"(?:this time|for this|just this once|for now|today|in this (?:one|case|message|reply|chat|email|example)|here only)\b", re.I)
GOODS = re.compile(rf"\b(?:{GOODS_WORDS})s?\b", re.IGNORECASE)
NO_GOODS = re.compile(
    r"\b(?:question|problem|issue|idea|feeling|look|chance|time|moment|point|plan|ticket|coffee|beer|pizza|drink|meal|lunch|dinner|gift|present|"
    r"membership|subscription|round|bottle|cake|sandwich|reply|message|email|mail|call|job|promotion|raise|offer|headache|cold|flu|fever|fine|degree|"
    r"meeting|appointment|interview|exam|flight|reservation|discount|refund|code|error|bug|deal|hand|lift|ride|break|day|night|week|year|lot|bit|few|couple|ton|bunch|"
    r"kids?|child|children|sons?|daughters?|brothers?|sisters?|sibling|husband|wife|partner|friend|boyfriend|girlfriend|cousin|uncle|aunt|dogs?|cats?|puppy|kitten|rabbit|hamster|parrot|baby|twins?|"
    r"allergy|allergies|condition|diabetes|asthma|history|habit|hunch|doubt|choice|reason|clue|say|word|thing|stuff|way|sense|visa|blood|sore|bad|tickets?|hour|minutes?|"
    r"suggestion|request|favou?r|complaint|concern|theory|crush|fear|passion|weakness|thing|soft spot|sweet tooth|phd|master's|nap|shower|haircut|letter|parcel|package|invoice|bill|delivery|deadline|blast|laugh|quick|weird|hard|busy|long|account|version|file|draft|team|class|course|shift|bone|cat nap|role|position|bachelor's|diploma|mba|certificate|place in|card number|number|new one|reminder|notification|warning|virus|quote|estimate|tan|pregnant|mortgage|loan|budget|newborn|phone call|recipe|answer)\b",
    re.IGNORECASE,
)
THING_ENDS = re.compile(
    r" (?:(?:in|near)(?! [A-Z])|from|for|on|at|with|to|by|off|during|and|or|yesterday|today|last|this|that|which|is|was|instead|about|under|via|through|between|without|into|out|outside|upstairs|nobody|i|just|back|online|secondhand|second-hand|dirt|plus|while|only|now|like)\b",
)
TOOL_KINDS = frozenset("code pro studio desktop office server cloud premium workspace suite drive docs actions classic air max mini calendar keep maps meet analytics cli lake".split())
NO_TOOLS = re.compile(
    rf"(?:{LANGUAGES}|{DAY_WORDS.replace(' ', '|')}|i|i'm|i'll|ok|lol|pro|premium|plus|sunday|"
    r"europe|america|london|paris|berlin|tv|pdf|celsius|fahrenheit|uk|us|eu|usa|nhs|gps|ai|usd|gbp|vat|diy|hr)\b",
    re.IGNORECASE,
)
DRUGS = re.compile(rf"(?:{DRUG_WORDS})\b", re.IGNORECASE)
DOSE = re.compile(
    r"(?:\d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu|g)(?: of)? )?(?P<value>[a-z][a-z-]+(?: [a-z]+)??)"
    r"(?=,? \d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu)\b)|\d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu|g) (?:of )?"
    r"(?P<other>[a-z]+)",
    re.IGNORECASE,
)
DEGREE = (
    r"(?:(?:severe|severely|mild|mildly|chronic|chronically|moderate|terrible|awful|bad|really bad|pretty bad|late-onset|very|slightly|quite|mostly|totally|"
    r"gestational|adult|adult-onset|stage \w+|a touch of|a bit of|bit of a|a case of|some|early|early-stage|occasional|exercise-induced|recurring|frequent|bad case of|a mild|a severe|a bad|fairly|completely) )*"
)
CONDITION = re.compile(rf"{DEGREE}(?P<value>{CONDITIONS})(?![\w-])", re.IGNORECASE)
ALLERGY = re.compile(
    r"(?:(?:severe|mild|bad|serious|terrible|life-threatening|an?|the|nasty|really|very|quite|pretty|strong|real|deadly|horrible|deathly) )*"
    r"(?P<value>[a-z][a-z -]{1,30}?) allerg(?:y|ies)\b",
    re.I,
)
NO_ALLERGY = re.compile(
    r"\b(?:meetings?|mornings?|mondays?|work(?:ing)?|people|drama|nonsense|bull\w*|small talk|commit\w*|exercise|effort|housework|cleaning|maths?|"
    r"stupid\w*|fun|emails?|spreadsheets?|deadlines?|bureaucracy|paperwork|rules|authority|responsib\w*|being|change|losing|getting|queues?|hype|"
    r"jargon|idiots?|bad code|java\w*|php|excel|powerpoint|alarm clocks?|early|excuses|the idea|something|food|foods|anything|any|none|nothing|it|that|this|you|him|her|them|everything|all|what)\b",
    re.I,
)
MONTHS_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
FUTURE = re.compile(
    r"\b(?:tomorrow|today|tmrw|tmr|tomoz|2moro|tonight|tonite|later today|later this \w+|this (?:afternoon|evening|weekend|coming [a-z]+|[a-z]+day|"
    r"spring|summer|autumn|fall|winter|month|year|christmas|easter)|next (?:week(?:end)?|month|year|term|semester|spring|summer|autumn|fall|winter|[a-z]+day|"
    rf"tues|thurs|wed|fri|mon|sat|sun|{MONTHS_NAMES})|(?:the )?day after tomorrow|(?:early |late |at the (?:end|start|"
    r"beginning) of |in mid-?)?(?:on|in|for|by|until|from|at|this|come|over|during|before) (?:early |late |mid-?|the )*"
    rf"(?:coming )?(?:mondays?|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|sat|sun|{MONTHS_NAMES}|"
    r"jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|"
    r"fall|winter|christmas|easter|halloween|new year|thanksgiving|weekend|holidays|half[- ]term|\d{1,2}(?:st|nd|rd|th)\b|20\d\d)|"
    r"(?:on |for )?(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|"
    r"oct|nov|dec)[a-z]*|(?:on |for )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|"
    r"june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? "
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)?|(?:on )?20\d\d-\d\d-\d\d|in (?:a |an |one |two |three |four "
    r"|five |six |seven |eight |nine |ten |\d+ |about |around |just )+(?:couple of |few )?(?:days?|weeks?"
    r"|months?|years?|fortnight|hours?)(?:' time|'s time)?|(?:on |by )?(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day(?!s)|soon|(?:on|by|due) \d{1,2}[/.]\d{1,2}\b|christmas|(?:a )?(?:week|fortnight) (?:on|from) \w+|the \d{1,2}(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
PAST_TIME = re.compile(r"\b(?:yesterday|last (?:week|month|year|night|[a-z]+day|\w+)|ago|back in|earlier today|this morning)\b", re.I)
EVENT_VERBS = re.compile(
    r"(?:(?:be )?(?:flying|travel+ing|going|heading|moving|getting|starting|having|seeing|"
    r"visiting|leaving|off|driving|taking|hosting|running|presenting|meeting|due|booked|scheduled|"
    r"speaking|giving|graduating|retiring|playing|performing|throwing|celebrating|attending|"
    r"returning|joining|launching|interviewing|sitting|defending|closing|adopting|hiking|cycling|"
    r"sailing|camping|away|out of|back|welcoming|expecting|cruising|backpacking|renovating|switching|picking|"
    r"headed|exhibiting|marrying|competing|racing|singing|officiating|giving birth|undergoing|catching|riding|spending|staying|organi[sz]ing|teaching|relocating|emigrating|volunteering|"
    r"opening|babysitting|finishing|completing|skiing|diving|trekking|touring|signing|swimming|painting)|in [A-Z]|in (?:hospital|surgery|court|town)|at (?:a |the )|visit|fly|move|travel|leave|start|attend|get married|go|"
    r"hike|run|see|host|take|have|meet|present|climb|drive|sail|cycle|give|celebrate|compete|perform|launch|graduate|retire|sit|defend|camp|ski|get|join|spend|stay|marry|throw|sing|relocate|tour)\b",
    re.IGNORECASE,
)
NO_EVENT = re.compile(
    r"(?:going to (?:be|have|need|say|try|think|use|call|send|ask|tell|make|do|write|look|check|get back|find|give|let|explain|miss|die|cry|regret|rain|snow|bed|sleep|work|assume|keep)|"
    r"having (?:trouble|problems?|issues?|difficult\w*|a hard|fun|a (?:great|good|bad|rough))|getting (?:tired|sick|ready|used|better|worse|old|an error|a lot|this|the|confused|nervous|excited|hungry|cold|there)|"
    r"looking|hoping|thinking|trying|working|waiting|using|seeing (?:this|that|an? (?:error|message)|some|these)|doing|being|wondering|running (?:low|out|late|into|on|behind|debian|linux|windows|ubuntu)|taking (?:it|this|metformin)|meeting (?:the )?deadlines?|"
    r"leaving (?:it|this|that|you)|starting to|out of (?:ideas|time|money|milk|luck)|due (?:to)|back (?:to|and|again|pain)|off (?:the|my)|playing (?:with|around)|giving (?:up|you)|going (?:with|through|for|back and|crazy|mad|nuts|well|on)|"
    r"get (?:back|to|it)|see (?:if|what|how|you|that)|take care|have (?:to|a look)|go (?:ahead|with)|start (?:with|by)|run (?:it|this))\b",
    re.I,
)
EVENT_NOUNS = re.compile(rf"\b(?:{EVENT_WORDS})s?\b", re.IGNORECASE)
EVENT_CUT = re.compile(
    r"(?: (?:on|at|for|by|in|from|until|scheduled|booked|set|coming up|lined up|due|early|late|"
    r"sometime|next|back|around|planned|first thing|all day|both|this|starting|is|are|there|already|arranged|again|over|during|end of|the|end|of|start|before|coming))+ *\Z"
)
EVENT_IS = re.compile(
    r"(?P<value>[^,.;]{3,70}?)(?:,| (?:is due|are due|is|are|will be|leaves?|starts?|begins?|takes place|lands?|departs?|"
    r"arrives?|falls|comes up|coming up|happens|ends?|expires?|runs out|(?:has|have) been (?:re)?(?:moved|scheduled|booked|set|arranged)|"
    r"got (?:re)?(?:moved|scheduled)|was (?:re)?(?:moved|scheduled)|kicks off|opens?|gets here|takes off|"
    r"closes|moves?|needs to be done)\b|'s (?=on|in|at|tomorrow|tonight|next|this|scheduled|set|booked|\d))",
    re.IGNORECASE,
)
BARE_EVENT = re.compile(
    rf"(?P<value>(?:(?!is |are |was |the |that |this |his |her |their |your |any |how |what |when |no |see |about |it's |for |if )[a-z0-9'-]+ ){{0,4}}?(?:{EVENT_WORDS})(?: (?:with|at|in|for) (?!the \d|\d)[A-Z\w'. ]{{2,24}}?)?)"
    r"(?: (?:booked|scheduled|is|coming up|set|due))?(?:,| -|:)? (?:(?:at|from) \d[\d:.]* ?(?:am|pm)? ?)?(?P<when>on |in |today|next |this |tomorrow|tmrw|tonight|tonite|the \d|monday|tuesday|wednesday|thursday|friday|saturday|sunday|day after)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|several|twins|triplets|twin|an?|one)\b", re.I
)
HERE_FROM = re.compile(r"(?P<value>[a-z'-]{3,14}) here (?:from|again)\b(?! (?:in|the)\b)")
HERE = re.compile(
    r"(?P<value>[A-Z][\w'\u00c0-\u024f-]+(?: (?:Mc|O'|de |van )?[A-Z][\w'\u00c0-\u024f-]+)?) (?:here|speaking)(?=[,.!:;)\u2014\u2013 -]|\Z)(?! (?:is|are|was|in the|has|at \d))"
)
NOBODY = frozenset(
    "anyone someone everyone nobody hi hello new nothing weather work same not still first hey is are the "
    "me vegan vegetarian longtime over down up right all from stuck what there sitting it".split()
)
PERSON = re.compile(r"(?P<value>[a-z-]+(?: [a-z-]+)??) (?:person|kind of (?:person|guy|girl|gal)|guy|girl|gal)\b", re.I)
UNDERTAKING = re.compile(
    r"(?:think|see|be honest|be right back|be back|brb|try\b(?! to (?:get|finish|send|have))|have (?:a|the|an)\b|take the (?:red|blue|first|second|other|cheap\w*|small\w*|large\w*|one|pasta|fish|chicken|train|bus|stairs|job|bait|hint|offer|deal|blame|day|plunge)|pass|wait|"
    r"never|admit|bet|let you (?!know (?:by|as|when|tomorrow|on|once))|say|be fine|be there for|explain why|tell you what|give it|miss|"
    r"assume|probably|need|want|just|always|stop here|leave it|go with|stick with|be "
    r"(?:late|busy|away|out|in|flying|visiting|travell?ing|gone|home|happy|ok|okay|glad|here|using|at|damned|sure)|kill|die|cry|scream|not|get (?:used|"
    r"over|to|round|there)|pretend|call it|go (?:to|now|for|crazy|mad|nuts|ahead)|regret|survive|love|take (?:a|it|that|two|one)|manage|live|hate|rely|do (?:that|it|my best)\Z|eat|sleep|start (?:by|with)|use|be\b|know|understand|remember|forget|believe|hope|guess|figure|look at|move to|fly|travel|visit|become|keep (?:that|it|this) in mind|come back|turn \d|owe|ignore|settle|stay|order the|have)\b",
    re.IGNORECASE,
)
PROMISED = re.compile(r"(?:have (?:it|that|the|this|them|everything)\b.*(?:ready|done|sent|finished|fixed|signed|back|delivered|up|by)\b|be there\b|let (?:you|them|him|her|everyone) know (?:by|as|when|tomorrow|on|once|if|how|what|the|before|about|whether|in)\b)", re.I)


def proper(rest: str) -> str | None:
    """The capitalised name at the start of `rest`: at most five words, "Rio de Janeiro"."""
    taken: list[str] = []
    for word in rest.split(" ")[:5]:
        core = word.rstrip(".,;:!?)\u2026")
        if word.lower() in TITLES and word[:1].isupper():
            taken.append(word)
            continue
        plain = core.lower().removesuffix("'s")
        if (core[:1].isupper() and plain not in NO_NAMES) or (taken and core.isdigit() and len(core) < 2):
            taken.append(word)
            if core.endswith("'s") and not following_name(rest, word):
                break
        elif core == word and core in LINKS and taken + [core] != ["on"]:
            taken.append(word)
            continue
        else:
            break
        if core != word and word.lower() not in TITLES and len(core) > 1:
            break
    while taken and (taken[-1] in LINKS or taken[-1].isdigit()):
        taken.pop()
    value = " ".join(taken).rstrip(",;:!?)\u2026").removesuffix("'s")
    stripped = value.rstrip(".")
    last = stripped.rpartition(" ")[2]
    value = value if "." in last else stripped
    return value if any(word[:1].isupper() for word in taken) else None


def following_name(rest: str, word: str) -> bool:
    """Whether a possessive goes on as a name: "Queen's College"."""
    after = rest.partition(word + " ")[2]
    return after[:1].isupper()


def is_lower(line: str) -> bool:
    """Whether a line is written without capitals at its start, as in a chat."""
    first = next((c for c in line if c.isalpha()), "A")
    return first.islower()


LOWER_END = re.compile(
    r"[,;.!?()]| -|[\u2600-\u27bf\U0001f300-\U0001faff]| (?:and|but|so|now|with|where|because|for|since|btw|lol|in|on|at|is|was|are|as|these|last|this|these|if|rn|atm|which|"
    r"my|i|we|who|can|will|has|says?|wants?|needs?|loves?|hates?|likes?|lives?|works?|comes?|always|again|pls|please|thx|tho|haha|and|or|from|to|about|today|yesterday|two|three|a|an|the|until|till|by|full|part)\b"
)


def lower_name(rest: str, line: str) -> str | None:
    """A name of one or two words, in a line written without capitals."""
    if not is_lower(line):
        return None
    stop = LOWER_END.search(rest)
    value = TAIL.sub("", rest[: stop.start() if stop else len(rest)].rstrip(" .,;!"))
    if not value.replace(" ", "").replace("-", "").isalpha() or UNCLEAR.match(value):
        return None
    fit = len(value) > 2 and value.count(" ") < 3
    known = value in TIERS or value.split(" ")[0] in NO_NAME_WORDS
    return value if fit and not known else None


PLAIN_WORDS = (
    "not here there home wrong missing okay fine good back abroad a an the in on at so very just nights days school work "
    "still really always never going trying doing having being sorry happy sad tired sick busy late fear hope peace denial "
    "town bed church mind love debt pain shock doubt trouble pairs limbo bliss squalor hiding exile sin luxury harmony limbo shifts remote remotely "
    "what when where which one my your his her their our it that this these those life some someone him them me you us free myself "
    "asleep away sleeping older younger coming turning getting moving visiting driving me was has had will can also even usually sometimes often "
    "and or but with without too only already allergic vegan married single pregnant retired new old big little dear late"
)
NO_NAME_WORDS = frozenset(PLAIN_WORDS.split())


def name(rest: str, line: str) -> str | None:
    """A person's name, or what else is written with capitals."""
    return proper(rest) or lower_name(rest, line)


def is_nation(value: str) -> bool:
    """Whether a word with a capital tells a nation, and is nobody's name."""
    return bool(NATIONS.fullmatch(value)) and value not in ("Finn", "Dane", "Kiwi", "Scot", "German", "Chilean", "Paris")


NO_KIN = re.compile(rf"(?:{DONE}|{KEEPS}|[a-z]+(?:s|ed|ing|ly)|is|who|that|went|did|got|made|gave|took|came|said|told|thinks|can|would|could|will|has|had|school|name|side|house|birthday|car)\b")


def kin_name(rest: str, line: str) -> str | None:
    """The name of a relative; without a capital, only before a verb or at an end."""
    value = proper(rest)
    if value:
        return None if is_nation(value) else value
    value = lower_name(rest, line)
    after = rest[len(value) :] if value else ""
    fit = re.match(r"[,.!?)]|\Z| (?:and|is|was|has|can|will|lives?|works?|says?|wants?|needs?|loves?|hates?|comes?)\b", after)
    return value if value and fit and " " not in value and not NO_KIN.match(value) else None


ENDINGS = ("", "please", "instead", "here", "now", "from now on", "thanks", "okay", "everywhere", "pls", "btw", "ok", "lol")


def only_name(rest: str, line: str) -> str | None:
    """A name behind which nothing more is said of it."""
    value = name(rest, line)
    if value is None or NATIONS.fullmatch(value) or (value.isupper() and len(value) > 2) or value.lower() in NO_NAMES:
        return None
    tail = rest[len(value) :]
    word = tail.strip(" .!)").lower()
    done = word in ENDINGS or tail.startswith((",", ".", "!", " and ", " -", ";", " (", " for ", " \u2014", " from ", ":"))
    done = done or word.startswith(("at work", "in chats", "online", "or ", "not ", "rather", "btw", "here", "again", "pls", "please", "everyone", "it's", "everybody", "so "))
    done = done or (bool(word) and not word[0].isalnum())
    return value if value and done else None


def nickname(rest: str, line: str) -> str | None:
    """What somebody wants to be called."""
    value = only_name(rest, line)
    bad = value and re.match(r"(?:back|when|if|at|on|crazy|old|later|again|tomorrow|today|asap|before|after|weird|paranoid|lazy|cynical|dumb|stupid|picky|naive|maybe|anytime|now|first)\b", value, re.I)
    return None if bad else value


def self_name(rest: str, line: str) -> str | None:
    """The name with which somebody introduces themselves: "I'm Ana, from accounting"."""
    value = only_name(rest, line)
    first = value.split(" ")[0].lower() if value else ""
    return value if value and value[:1].isupper() and not is_shouting(line) and first not in NO_SELF else None


NO_SELF = frozenset("team gen type not the in on at dr so very just from".split())


def intro_name(rest: str, line: str) -> str | None:
    """The name with which a line about somebody begins: "Maite Etxeberria, 38, nurse"."""
    value = proper(rest)
    after = rest[len(value) :] if value else ""
    told = re.match(r",? (?:\d\d\b(?!:)|(?:she|he|they)/|from [A-Z][\w -]*(?: here)?(?:,|\Z)|here\b|born (?:on |in )?\d)", after) or (after.startswith(", ") and bare_role(after[2:], line))
    return value if value and told and not set(value.lower().split()) & (NOBODY | NO_NAMES | NO_FIRST) and not NATIONS.fullmatch(value) and not OCCUPATION.match(value + ",") else None


NO_FIRST = frozenset(
    "at on in as for by after before since with when while originally born recently currently now just still also married single divorced retired "
    "vegan vegetarian pescatarian coeliac celiac working living moved based allergic gluten-free both about from over under until aged age turning turned "
    "thanks hello hi hey yes no ok okay well so but and or the a an my our we i you he she they it this that these those from until".split()
)


def bare_role(rest: str, line: str) -> str | None:
    """An occupation that stands alone: "Nurse here", "cardiologist at St Luke's"."""
    value = occupation(rest, line)
    after = rest[len(value) :] if value else ""
    words = set(value.lower().split()) if value else set()
    if words & NO_ROLE_WORDS:
        return None
    return value if value and re.match(r"(?: here\b|,|\.?\Z| at [A-Z]| for [A-Z]| by (?:trade|day|profession)|;| -)", after) else None


NO_ROLE_WORDS = frozenset(
    "don't dont let's is our my your the say i'm just no not who to and he she they it his her their an this that was be as or if never".split()
)


def bare_employer(rest: str, line: str) -> str | None:
    """The firm behind an occupation that stands alone: "cardiologist at St Luke's"."""
    return employer_of(rest, line) if bare_role(rest, line) else None


def proper_name(rest: str, line: str) -> str | None:
    """A name with a capital, and no nation's or day's."""
    value = proper(rest)
    return None if value is None or is_nation(value) or value.lower() in NOBODY else value


def firm(rest: str, line: str) -> str | None:
    """The name of a firm, with capitals."""
    value = employer(rest, line)
    return value if value and value[:1].isupper() and not re.match(r"(?:Frau|Herr|Mrs?|Ms|Dr|Madame?|Uncle|Aunt|Grandma|Mum|Dad)\b", value) else None


BRANDS = re.compile(
    r"(?:toyota|honda|ford|bmw|audi|volvo|volkswagen|vw|skoda|\u0161koda|seat|fiat|renault|peugeot|citro[e\u00eb]n|opel|vauxhall|dacia|nissan|mazda|subaru|suzuki|mitsubishi|"
    r"hyundai|kia|tesla|porsche|jaguar|land rover|range rover|mini cooper|jeep|chevrolet|chevy|dodge|cadillac|buick|lexus|acura|infiniti|saab|alfa romeo|lancia|rivian|polestar|mercedes|"
    r"vespa|piaggio|ducati|yamaha|kawasaki|triumph|harley|ktm|brompton|canyon|trek|specialized|giant|cannondale|bianchi|"
    r"fender|gibson|ibanez|martin|taylor|steinway|bechstein|roland|korg|moog|casio|"
    r"nikon|canon|leica|fujifilm|fuji|olympus|pentax|hasselblad|gopro|polaroid|sony|"
    r"macbook|imac|ipad|iphone|thinkpad|dell|lenovo|asus|acer|hp|surface|pixel|galaxy|samsung|fairphone|oneplus|nokia|motorola|xiaomi|huawei|"
    r"kindle|kobo|playstation|ps[345]|xbox|nintendo|switch|steam deck|roomba|dyson|miele|bosch|siemens|kitchenaid|smeg|breville|delonghi|gaggia|thermomix|"
    r"bernina|pfaff|singer|husqvarna|stihl|rolex|omega|seiko|casio|apple watch|garmin|fitbit|john deere|massey ferguson|fendt|weber|traeger|peloton|sonos|bose)\b(?-i: [A-Z0-9][\w-]*){0,3}",
    re.IGNORECASE,
)


def brand(rest: str, line: str) -> str | None:
    """Something that its owner calls by its maker's name."""
    found = BRANDS.match(rest)
    if found is None or not any(map(str.isupper, found[0])) or re.match(r" (?:account|password|card|employer|job|colleagues?|boss|contract|dealer|app|login|team)\b", rest[found.end() :]):
        return None
    return found[0]


def pet_name(rest: str, line: str) -> str | None:
    """The name of an animal that is gone, or nothing."""
    return proper(rest.strip(" ,")) or ""


def named_place(rest: str, line: str) -> str | None:
    """A place that was named before."""
    value = place(rest, line)
    return value if value and len(value) == len(rest.strip()) else None


def named_event(rest: str, line: str, before: str) -> str | None:
    """What is called off, named before."""
    value = ARTICLE.sub("", rest, count=1) if ARTICLE.match(rest) else rest
    return value if EVENT_NOUNS.search(value) and not re.match(r"(?:his|her|their|your|[A-Z][a-z]+'s) ", value) else None


def here_name(rest: str, line: str) -> str | None:
    """Who signs on: "Tom Baker here"."""
    found = HERE.match(rest) or (HERE_FROM.match(rest) if is_lower(line) else None)
    value = found["value"] if found else ""
    role_here = (OCCUPATION.match(value + ",") and not re.search(" [A-Z]", value)) or NATIONS.fullmatch(value)
    return value if value and not role_here and not set(value.lower().split()) & (NOBODY | NO_NAMES) else None


def place(rest: str, line: str) -> str | None:
    """The name of a town, a country or a school, with its country."""
    value = name(rest, line)
    if value is None or NO_PLACES.match(rest, len(value)) or value.lower() in NO_NAME_WORDS:
        return None
    if re.match(r"(?:sales|management|marketing|finance|people|tech|product|it|hr|production|engineering|retail|nursing|medicine|law)\b", value, re.I):
        return None
    if value.split(" ")[0].lower() in TOOLS and value[:1].isupper() and value.split(" ")[0] not in ("Chrome",):
        return None
    country = COUNTRY.match(rest, len(value))
    return value + country[0] if country and country[0].startswith(",") else value


def employer(rest: str, line: str) -> str | None:
    """The name of a firm."""
    called = re.match(r"(?:an? |the )?(?:[a-z-]+ ){1,4}(?:called|named) ", rest)
    rest = rest[called.end() :] if called else rest
    city = re.match(r"(?:the )?(?:city|town|university|ministry|department|county|state|bank|royal [a-z]+) of (?=[A-Z])", rest, re.I)
    value = proper(rest[city.end() :] if city else rest)
    if value and city:
        return city[0] + value
    if value is None:
        value = lower_name(rest, line)
    if value and re.match("the [a-z]", value):
        return None
    return None if value is None or NO_TOOLS.match(value) or (value.split(" ")[0].lower() in TOOLS - GIANTS) or NATIONS.fullmatch(value) or NO_FIRM.match(value) else value


GIANTS = frozenset("google slack github gitlab spotify stripe shopify zoom oracle sap salesforce hubspot notion figma dropbox netlify vercel cloudflare revolut paypal duolingo strava garmin asana canva zendesk intercom sage datadog mailchimp deezer etsy".split())
NO_FIRM = re.compile(
    r"(?:myself|home|night|school|a |an |my |mr|mrs|ms|kids|children|people|him|her|them|you|two|three|clients|several|various|local|small|big|retail|remote|minimum|"
    r"peanuts|free|fun|money|tips|charity|cash|commission|work|university|college|uni|weekends?|different|other|another|it|someone|hospital|nothing|christmas|life|good|years|this|that|least|first|dawn|noon|sea|least|heart|height|animals|cars|wood|clay|data)\b",
    re.I,
)


def employer_of(rest: str, line: str) -> str | None:
    """The company behind an occupation: "nurse at Mercy Hospital"."""
    found = EMPLOYER.match(rest)
    if not found:
        return None
    value = employer(rest[found.end() :], line)
    title = rest[: found.start() + len(found[0])]
    link = title.rstrip().rpartition(" ")[0].rstrip()
    occupied = OCCUPATION.match(rest) or (re.search(r" at(?: the)? \Z", title) and not re.search(r"\A[a-z]+ing\b|(?:ed|ing) at(?: the)? \Z", title))
    person = NO_OCCUPATION.search(title) or re.search(r"\b(?:fan|lover|customer|member|student|subscriber|user|resident|citizen|native|looking|waiting|parent|friend|sophomore|freshman|fresher|undergrad\w*|postgrad\w*|alum\w*|graduate|grad|phd|year|pupil)\b", title)
    about = re.search(r" (?:of|with)(?: the)? \Z", title) and value and COUNTRY.match(", " + value)
    return value if occupied and link and not person and not about else None


def thing(rest: str, line: str) -> str | None:
    """A few words, up to the end of what is said of them; without article or adverbials."""
    stop = STOP.search(rest)
    whole = rest[: stop.start() if stop else len(rest)].strip(" .*!")
    value = TAIL.sub("", whole).strip()
    if value != whole and value.rpartition(" ")[2] in ("for", "since", "from", "until", "on", "in", "of", "about"):
        value = value.rpartition(" ")[0]
    if value[:1] in QUOTED and value[-1:] in QUOTED:
        value = value[1:-1]
    article = ARTICLE.match(value)
    value = value[article.end() :] if article else value
    broken = value.rpartition(" ")[2].lower() in DANGLING or QUOTE.search(value)
    return value if value and value.count(" ") < 8 and not broken else None


def counted(rest: str, line: str) -> str | None:
    """What somebody has, without what else they have."""
    value = thing(rest, line)
    if value is None:
        return None
    cut = THING_ENDS.search(value)
    value = value[: cut.start()] if cut else value
    there = re.search(" (?:in|near) ", value)
    return value[: there.start()] if there and not ESTATE.search(value) else value


ESTATE = re.compile(r"\b(?:vineyard|cottage|house|flat|apartment|cabin|farm|land|plot|orchard|hut|chalet|villa)\b")


def number_of(rest: str, line: str) -> str | None:
    """How many there are."""
    found = NUMBER.match(rest)
    return found[0] if found and found[0].lower() not in ("a", "an") else None


def occupation(rest: str, line: str) -> str | None:
    """What somebody is by profession."""
    found = OCCUPATION.match(rest)
    if found is None or NO_OCCUPATION.search(found[0]):
        return None
    value = re.split(r",? (?:at|for|and|with|in) | of (?=[A-Z])", found[0])[0]
    value = re.sub(r"\A\d+[- ]?(?:years?[- ]old|y/?o|something|yr old) ", "", value)
    if re.match(r"(?:lead|head|partner|reader|fellow|model|guide|keeper|owner|major|printer|server|driver|worker|guard|judge|cook|coach|agent|minister|student|operator|planner|chair|controller|tester|turner|cooper|mason|miner|pm|em|ta|ra|hr|ux|qa)\Z", value, re.I):
        return value if re.match(r"(?:,? (?:at|for|with|in|by)\b|[.!,:]|\Z| and| (?:now|but|so|myself|here|any ?more|any longer)\b)", rest[len(value) :]) else None
    return value


def trade(rest: str, line: str) -> str | None:
    """What somebody is by trade, whatever it is, where that is said or where they work for it."""
    known = occupation(rest, line)
    if known:
        return known
    found = re.match(
        r"(?P<value>(?:(?!and |who |that |with |in |at |for )[a-z'/&-]+ ){0,4}?[a-z'/&-]+)(?= (?:by (?:trade|profession|day|training)|at [A-Z]|for (?:the )?[A-Z]|for a living))",
        rest,
    )
    return found["value"] if found and not NO_OCCUPATION.search(found["value"]) and not NO_TRADE.search(found["value"]) else None


NO_TRADE = re.compile(r"\b(?:fan|lover|customer|member|subscriber|user|resident|citizen|native|looking|waiting|parent|friend|believer|regular|person|guest|mess|bit|lot|fool|beginner|newbie|little|long|patient|visitor|kid|child|man|woman|guy|girl|mother|father|mum|mom|dad|junior|senior|sophomore|freshman|undergrad|undergraduate|graduate|alum\w*|grad|hero|heroine|owner|year)\b", re.I)


def role(rest: str, line: str) -> str | None:
    """What somebody works as, without where."""
    known = OCCUPATION.match(rest)
    value = known[0] if known else thing(rest, line)
    if value is None or UNCLEAR.match(value) or re.search(r"\b(?:stress|bor|hard|demand|going|great|killing|tough|fun|remote|exhaust|interest|getting|at risk|safe|full-time|part-time|fine|not|on hold|team|unit|up in)", value, re.I):
        return None
    return re.split(r" and (?=i |my |we )", WHERE.split(value)[0])[0] if not known else value


def liked(rest: str, line: str) -> str | None:
    """What is liked or disliked; nothing where only the talk before tells what it is."""
    value = None if UNCLEAR.match(rest) else thing(rest, line)
    if value is None or PRONOUN.search(value) or value.lower() in ("way", "much", "lot", "most", "more", "best", "sound", "least", "look", "rest"):
        return None
    return value.removeprefix("to ")


def preferred(rest: str, line: str) -> str | None:
    """What is preferred, without what it is preferred to."""
    cut = re.search(r" (?:to|over|rather than|instead of|more than|than|any day) ", rest)
    return liked(rest[: cut.start()] if cut and cut.start() > 1 else rest, line)


def kind_of_person(rest: str, line: str) -> str | None:
    """What somebody is a person of: "a morning person"."""
    found = PERSON.match(rest)
    value = found["value"] if found else ""
    return value if value and not NO_PERSON & set(value.lower().split()) else None


def named_before(rest: str, line: str) -> str | None:
    """What was named before the words that say what it is to somebody."""
    value = ARTICLE.sub("", rest, count=1) if ARTICLE.match(rest) else rest
    first = value.partition(" ")[0].lower()
    unclear = UNCLEAR.match(value) or PRONOUN.search(value) or first in ("he", "she", "they", "i", "which", "who", "we", "but", "and", "oh", "great", "because", "you", "so")
    return None if unclear or value.count(" ") > 5 or "," in value else value


def plan(rest: str, line: str) -> str | None:
    """The name of a subscription: one called a plan and capitalised, or a usual one."""
    article = re.match(r"(?:the|your|our|my|an?) ", rest, re.I)
    usual = re.match(r"(?P<value>[\w+]+(?: (?:plus|pro|max|premium))?)(?=[,.;!?)]|\Z| (?:now|and|plan|tier|yesterday|today|last|this|on|in|since|for|at|but|because|so|from|subscription|package|membership|account|version|two|a|three|again|instead|before|after|earlier)\b)", rest[article.end() :] if article else rest, re.I)
    value = usual["value"] if usual else ""
    if value.lower().split(" ")[0] in TIERS and (article is None or PLAN.match(rest) or value[:1].isupper()):
        return value
    if value[:1].isupper() and " " in value:
        return value
    found = PLAN.match(rest)
    value = found["value"] if found else ""
    words = value.lower().split()
    bad = set(words) & {"wrong", "same", "new", "old", "different", "cheaper", "cheapest", "phone", "data", "meal", "gym", "your", "my", "to", "other", "better", "any", "bank", "email", "google", "user", "latest", "current", "previous", "right", "lease", "payment"}
    return value if (value[:1].isupper() or any(w in TIERS for w in words)) and not bad else None


def plan_user(rest: str, line: str) -> str | None:
    """The subscription of somebody who is "a Premium subscriber"."""
    found = USER.match(rest)
    value = found["value"] if found else ""
    return value if value.split(" ")[0].lower() in TIERS - {"family", "team", "trial"} else None


def language(rest: str, line: str) -> str | None:
    """A language that people speak."""
    level = LEVEL.match(rest)
    found = LANGUAGE.match(rest, level.end() if level else 0)
    return found[0] if found else None


ORDER_ENDS = re.compile(
    r"\.(?=\s|\Z)|[!;\u2014]| - |, (?:please|pls|ok|okay|thanks|thx|i|it|my|that|we|since|because|as|so|otherwise|they|he|she|if you|no matter|thank|even|this|there|not|cheers|it's|the|ta|you|k|alright|and i|nothing)\b| \(|"
    r" (?:because|cuz|bc|cos|since (?:i|we|my|it|they)|as (?:i|we|my|it|they)|so that|otherwise|from now on|going forward|thx|thanks)\b|[\u2600-\u27bf\U0001f300-\U0001faff]| and (?=(?:always|never|please|don't) )"
)


def order(rest: str, line: str) -> str | None:
    """What to do: begins with something an assistant can do."""
    stop = ORDER_ENDS.search(rest)
    value = rest[: stop.start() if stop else len(rest)].strip(" .!,\"'?")
    if ORDER.match(rest) is None or "@" in value or re.match(r"(?:give up|say never|mind|look back|leave me)\b", rest, re.I) or BRIEF.search(value) or re.search(r"(?:again|better|mind|fail|surprise|up)\Z", value) and " " not in value:
        return None
    value = re.sub(r",? (?:please|pls|ok|okay|thanks|anymore|any more|again|ever|ever again)\Z", "", value)
    return value if " " in value or value.lower() in ("apologise", "apologize", "apologising", "apologizing") else None


def order_again(rest: str, line: str) -> str | None:
    """What not to do any more."""
    found = re.search(
        r"(?:,? (?:ever )?(?:again|anymore|any more|ever|from now on|in (?:the )?future|going forward|in (?:your|"
        r"any|my)[a-z ]*|unless [a-z' ]+|without [a-z' ]+))(?=[.!,; ]|\Z)",
        rest,
    )
    if found is None:
        return None
    return order(rest[: found.start()] if not re.search(" in | unless | without ", found[0]) else rest, line)


def tail_order(rest: str, line: str) -> str | None:
    """What to do from now on, where that is said at the end."""
    found = re.search(
        r",? (?:from now on|going forward|going forwards|from here on(?: out| in)?|in (?:the )?future|henceforth|"
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
    value = re.sub(r", (?:my|our|i|we|he|she|they|it) .*\Z", "", rest[: stop.start() if stop else len(rest)])
    return re.sub(r",? (?:please|pls|ok|okay|thanks)\Z", "", value.strip(" .!\"'?,")) or None


def owned(rest: str, line: str) -> str | None:
    """What somebody has."""
    value = counted(rest, line)
    bad = value and (UNCLEAR.match(value) or NO_GOODS.search(value) or re.search(r"\b(?:company|business|copyright|shop|restaurant|bakery|mistake|domain|agency|hard bargain|role|part|game|lot|attention|fool|toll|point|for good|mad|crazy|nuts|insane|wild|up the wall|bonkers)\b", value))
    return None if bad else value


def goods(rest: str, line: str) -> str | None:
    """Something lasting: of a usual kind, or called by its maker's name."""
    value = counted(rest, line)
    if value is None or UNCLEAR.match(value):
        return None
    words = value.split(" ")
    branded = any(w[:1].isupper() and w.lower() not in NO_NAMES and not NATIONS.fullmatch(w) for w in words) and not is_shouting(line)
    known = GOODS.search(value)
    if re.search(r"\b(?:called|named)\b", value) or NO_GOODS.search(value) and not (known and known.end() == len(value)):
        return None
    return value if known or BRANDS.match(value) or (branded and not EVENT_NOUNS.search(value)) else None


def is_shouting(line: str) -> bool:
    """Whether a line is all in capitals."""
    return line.isupper()


def bought(rest: str, line: str) -> str | None:
    """What somebody bought to keep."""
    value = counted(rest, line)
    if value is None or UNCLEAR.match(value) or (NO_GOODS.search(value) and not GOODS.search(value)):
        return None
    return value


def tool(rest: str, line: str) -> str | None:
    """Software, hardware or technology: a known one, or one with a name."""
    article = ARTICLE.match(rest)
    taken: list[str] = []
    for word in rest[article.end() if article else 0 :].split(" ")[:4]:
        core = word.rstrip(".,;:!?)\u2026")
        named = any(map(str.isupper, core)) and core.lower() not in NO_NAMES
        version = bool(taken) and (core[:1].isdigit() or core.lower() in TOOL_KINDS)
        if not (named or version or core.lower() in TOOLS):
            break
        taken.append(core)
        if core != word:
            break
    value = " ".join(taken).removesuffix("'s")
    if taken and (taken[0].lower() in TIERS or (taken[0] in CAPITAL_TOOLS)):
        return None
    if article and article[0].lower() not in ("a ", "an ") and taken and taken[0].lower() not in TOOLS:
        return None
    return None if not value or NO_TOOLS.fullmatch(value) or NATIONS.match(value) or value.lower() in TIERS else value


CAPITAL_TOOLS = frozenset(
    "spring things bear wave teams word fish monday linear chef sage mint go swift spark oracle make signal unity fusion loom doodle harvest edge "
    "brave opera arch premiere logic roam r c rails sketch cursor numbers pages eclipse sap fastmail stripe tidal scale sheets notes zoom puppet "
    "kitty conda nix caddy salt elastic stata sass shell base rust ruby julia notion discord finale copilot affinity poetry".split()
)


def known_tool(rest: str, line: str) -> str | None:
    """Software that is known as such."""
    value = tool(rest, line)
    return value if value and value.split(" ")[0].lower() in TOOLS else None


def ailment(rest: str, line: str) -> str | None:
    """What somebody is allergic to, or was diagnosed with."""
    value = thing(rest, line)
    if value is None or UNCLEAR.match(value):
        return None
    known = CONDITION.match(value)
    return known["value"] if known and len(known[0]) == len(value) else value


def allergen(rest: str, line: str) -> str | None:
    """What somebody is allergic to."""
    value = thing(rest, line)
    value = re.split(r" (?:is|are|has|was|makes|means|gets?|acts?)\b", value)[0] if value else None
    return None if value is None or NO_ALLERGY.match(value) or NO_ALLERGY.search(value) else value


def allergy(rest: str, line: str) -> str | None:
    """What causes the allergy that is named behind it."""
    found = ALLERGY.match(rest)
    value = found["value"] if found else ""
    return value if value and value.split(" ")[-1] not in ("my", "the", "severe", "bad", "food", "of", "an", "no", "any", "seasonal") else None


def condition(rest: str, line: str) -> str | None:
    """An illness or a condition that has a name."""
    found = CONDITION.match(re.sub(r"\A(?:an? |the )", "", rest))
    return found["value"] if found else None


def drug(rest: str, line: str) -> str | None:
    """A medicine: one with a known name or ending, or whatever has a dose."""
    article = re.match(r"(?:(?:my|the|daily|a|an|low|dose|low-dose|of|some|regular|oral|nightly|weekly|high|two|puffs|tablets?) )+", rest)
    rest = rest[article.end() :] if article else rest
    dosed = DOSE.match(rest)
    if dosed:
        return dosed["value"] or dosed["other"]
    found = DRUGS.match(rest)
    allergic = found and rest.startswith(" allerg", found.end())
    return found[0] if found and not allergic and found[0].lower() not in NO_DRUGS else None


def any_drug(rest: str, line: str) -> str | None:
    """A medicine, where only a medicine can stand."""
    known = drug(rest, line)
    found = re.match(r"(?:an? |the |my )?(?P<value>[A-Za-z][a-z-]{3,}(?:ine|ol|in|am|an|ide|ate|one|il|ab|ex|or|ax|ic)\b)", rest)
    return known or (found["value"] if found and found["value"].lower() not in NO_DRUGS else None)


def event(rest: str, line: str, before: str) -> str | None:
    """What is going to happen, without when."""
    found = FUTURE.search(rest)
    if found is None and FUTURE.search(before) is None:
        return None
    if PAST_TIME.search(rest[: found.start()] if found else rest):
        return None
    value = re.split(r"[,;.!?(\u2014\u2026]| - | (?:because|so|but|and i|and we|which|about|that|to see|[Ii] (?:have|need|must|should)|we have|since|as|when|where|if|while|instead)\b|[\u2600-\u27bf\U0001f300-\U0001faff]", rest[: found.start() if found else len(rest)])[0]
    value = re.sub(r" (?:at|from|around) \d[\d:.]* ?(?:am|pm|o'clock)?(?: on)?\s*\Z", "", value.rstrip())
    value = EVENT_CUT.sub("", value.rstrip())
    value = ARTICLE.sub("", value, count=1) if ARTICLE.match(value) else value
    value = re.sub(r"\Abe (?=[a-z]+ing )", "", value)
    value = re.sub(r"\A(?:going to|gonna) (?!the |a |an |my |our |see )(?=[a-z]+ )", "", value)
    verb = EVENT_VERBS.match(value)
    known = (verb and " " in value) or EVENT_NOUNS.search(value)
    if NO_EVENT.match(value) or UNCLEAR.match(value) or not known:
        return None
    return value if 0 < value.count(" ") + 1 < 11 else None


def event_is(rest: str, line: str, before: str) -> str | None:
    """What is at a time that is named behind it."""
    found = EVENT_IS.match(rest)
    if found is None or not EVENT_NOUNS.search(found["value"]) or re.search(r"\bbirthday\Z", found["value"]):
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
    return re.sub(r"\A(?:an? |my |our |got |have )+", "", found["value"])


def day_of(rest: str, line: str, before: str) -> str | None:
    """What is on a day that is named before it: "The 3rd of June is our housewarming"."""
    value = counted(rest, line)
    return value if value and EVENT_NOUNS.search(value) else None


def event_off(rest: str, line: str, before: str) -> str | None:
    """What does not happen after all."""
    value = thing(rest, line)
    value = EVENT_CUT.sub("", value) if value else None
    known = value and (EVENT_NOUNS.search(value) or re.match(r"(?:going|flying|travel\w+|moving|coming|visiting|attending|hosting|running) ", value))
    return value if value and known and not NO_EVENT.match(value) and not PLAN.match(value) else None


UNDECIDED = re.compile(r"(?:last|yesterday|by|at|today|recently|in|during|together|years|ages|long ago|on (?:[a-z]+day|a whim)) ?", re.I)
DECIDED_ENDS = re.compile(
    r"[;!?(\u2014]|\.(?=\s|\Z)| - |,? (?:however|no matter|promised|(?:we|i) decided|that's)\b| and (?=i |i'|i'?ll |i'?m |we |we'|my |it |please )|, (?:because|since|so|but|as|which|and|it|not|even|after|my|our|the|he|she|they|that|though|way|thanks|if|despite|no|who|what|how|can)\b| "
    r"(?:because|cos|cuz|bc|but|although|even though|since (?:it|the|we|i|they)|as (?:it|we|i|they)|after (?:all|a|some|much|weeks|months|long)|so (?:that|i|we|you|please)|btw|pls|please|which|in the end|finally|now|today|yesterday|instead|lol|ok)\b|[\u2600-\u27bf\U0001f300-\U0001faff]",
    re.IGNORECASE,
)


def decided(rest: str, line: str) -> str | None:
    """What was decided, up to the reason for it."""
    stop = DECIDED_ENDS.search(rest, 1)
    value = rest[: stop.start() if stop else len(rest)].strip(" .,")
    article = ARTICLE.match(value)
    value = value[article.end() :] if article and not rest.startswith(("my ", "our ")) else value
    if re.match(r"(?:it|that|this|to be|on it|against it|yet|not yet|already|anything|nothing|what|whether|which|how|if|where|when|you|me|him|her|them|us|one|up|out|the)\b *\Z|(?:whether|which|if|what|how) |(?:yet|between|among)\b", value, re.I):
        return None
    return None if not value or UNDECIDED.match(value) else value


PROMISE_ENDS = re.compile(
    r"[;!?(\u2014]|\.(?=\s|\Z)| - |, (?!and |or |then |plus )| and (?=it'?s |it |that |they |he |she |you |there |my |we |i )|, (?:so|but|because|ok|okay|promise|and then|i|as|since|don't|no|it|that|then|if|you|thanks|just|my|the|we|he|she|they|and|though|sorry|once|when|after|which|can|could|pls|please)\b| (?:so (?:that|you|we|i|they)|because|but|lol|btw|ok)\b|[\u2600-\u27bf\U0001f300-\U0001faff]",
    re.IGNORECASE,
)


def undertaking(rest: str, line: str) -> str | None:
    """What somebody is going to do for somebody: no empty words, nothing that depends."""
    stop = PROMISE_ENDS.search(rest)
    value = rest[: stop.start() if stop else len(rest)].strip(" .,")
    value = re.sub(r",? (?:after all|any ?more|any longer|as (?:i )?promised|like i (?:said|promised))\Z", "", value)
    empty = UNDERTAKING.match(value) and not PROMISED.match(value)
    if empty or re.search(r"(?<!know )(?<!see )(?<!check )\bif\b|\b(?:unless|maybe|whatever|some ?day|eventually)\b", value):
        return None
    return value if " " in value else None


def explained(rest: str, line: str) -> str | None:
    """A sentence that explains, whole."""
    value = re.sub(r"\A(?:(?:good|great|excellent|nice|interesting) (?:question|point)|sure(?: thing)?|of course|certainly|absolutely|no problem|happy to help|yes|no|ok|okay)[,!.:] *", "", line.strip(" .!"), flags=re.I)
    return value if len(value) < 400 and value.count(" ") > 3 else None


def nothing(rest: str, line: str) -> str | None:
    """No value: whichever it was."""
    return ""


Reader = Callable[[str, str], str | None]
READERS: dict[str, Reader] = {
    "names": kin_name,
    "proper name": proper_name,
    "bare employer": bare_employer,
    "named place": named_place,
    "intro name": intro_name,
    "brand": brand,
    "firm": firm,
    "bare role": bare_role,
    "name": name,
    "only name": only_name,
    "nickname": nickname,
    "kin name": kin_name,
    "self name": self_name,
    "pet name": pet_name,
    "here name": here_name,
    "place": place,
    "origin": place,
    "employer": employer,
    "employer of": employer_of,
    "occupation": occupation,
    "trade": trade,
    "role": role,
    "plan": plan,
    "plan user": plan_user,
    "language": language,
    "number of": number_of,
    "counted": counted,
    "thing": thing,
    "liked": liked,
    "preferred": preferred,
    "favourite": liked,
    "kind of person": kind_of_person,
    "named before": named_before,
    "order": order,
    "order again": order_again,
    "tail order": tail_order,
    "new order": new_order,
    "owned": owned,
    "goods": goods,
    "bought": bought,
    "tool": tool,
    "known tool": known_tool,
    "ailment": ailment,
    "allergen": allergen,
    "allergy": allergy,
    "condition": condition,
    "drug": drug,
    "any drug": any_drug,
    "decided": decided,
    "undertaking": undertaking,
    "explained": explained,
    "nothing": nothing,
}
TIMED: dict[str, Callable[[str, str, str], str | None]] = {
    "event": event,
    "event is": event_is,
    "bare event": bare_event,
    "named event": named_event,
    "day of": day_of,
    "event off": event_off,
}
FORMS = {
    "address": ADDRESS,
    "date": DATE,
    "diet": DIET,
    "email": EMAIL,
    "phone": PHONE,
    "pronouns": PRONOUNS,
    "status": STATUS,
    "years": YEARS,
}
# Of these one may be told after the other: "Jira and Slack".
SERIES = frozenset(("names", "language", "liked", "preferred", "favourite", "goods", "bought", "owned", "tool", "known tool", "ailment", "allergen", "condition", "drug", "any drug"))
WHOLE = frozenset(("intro name", "bare role", "bare employer", "here name", "explained", "decided", "order", "order again", "tail order", "new order", "names"))
INTENT = frozenset((*TIMED, "decided", "undertaking"))
ORDERS = frozenset(("order", "order again", "tail order", "new order", "nickname"))
UNDATED = frozenset((*INTENT, "date", "explained"))


COUNTED_ITEM = re.compile(r"(?:an? |\d|two |three |four |five |six |some |several |my |our )", re.IGNORECASE)
SIGNS = re.compile("[\\s\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+\\Z")  # at the end: emoji


def values_of(shape: str, rest: str, line: str, size: int, before: str) -> list[str]:
    """The values at the start of `rest`, read as its shape demands; one but for a series of them.

    `size`: where in `rest` the clause ends; only a series goes on behind it. `before`: what leads to the clause.
    """
    rest = rest.rstrip(" ?")
    if not rest.isascii():
        rest = SIGNS.sub("", rest)
    if shape not in SERIES:
        value = value_of(shape, rest if shape in WHOLE or shape == "address" else rest[: max(size, 0)], line, before)
        return [] if value is None else [value]
    values = []
    for part in parts_of(rest):
        if values and shape in ("goods", "bought", "owned") and not COUNTED_ITEM.match(part):
            break
        value = value_of(shape, part, line, before)
        if value is None:
            break
        values.append(value)
    return values


def parts_of(rest: str) -> list[str]:
    """What is told in a row: "tea, cake and long walks"; the first one alone where it goes on
    with something else."""
    if TOGETHER.match(rest):
        return [rest]
    parts, at, words = [], 0, 0
    for joined in JOINED.finditer(rest):
        item = rest[joined.end() : joined.end() + 80]
        if NO_ITEM.match(item) or (item.startswith("the ") and not rest.startswith("the ")) or not item[:1].isalnum() or len(parts) > 6:
            break
        if joined["and"] is None and not listed_on(rest[joined.end() :], len(parts)):
            break
        together = TOGETHER.match(rest[at:])
        if together:
            continue
        parts.append(rest[at : joined.start()])
        at = joined.end()
        words += 1
    end = JOINED.search(rest, at) if words else None
    while end and TOGETHER.match(rest[at:]):
        end = JOINED.search(rest, end.end())
    return [*parts, rest[at : end.start()] if end and words else first_part(rest[at:])]


def first_part(rest: str) -> str:
    """What stands before an "and" that goes on with something else."""
    for joined in JOINED.finditer(rest):
        if joined["and"] and (NO_ITEM.match(rest, joined.end()) or rest.startswith("the ", joined.end())):
            return rest[: joined.start()]
    return rest


def listed_on(item: str, before: int) -> bool:
    """Whether what stands behind a comma is one more of a list: short, and an "and" or a third one behind it."""
    if LISTED.match(item):
        return True
    return bool(before and ITEM.match(item))


ITEM_WORDS = r"[\w'+#./-]+(?: [\w'+#./-]+){0,3}"
LISTED = re.compile(rf"{ITEM_WORDS}(?:(?:, {ITEM_WORDS}){{0,4}},? (?:and|or|&|plus) |, {ITEM_WORDS}(?:[,.!]|\Z))")
ITEM = re.compile(rf"{ITEM_WORDS}(?:[,.!]|\Z)")


def value_of(shape: str, rest: str, line: str, before: str) -> str | None:
    """The value at the start of `rest`, read as its shape demands; None when it is not there."""
    if shape in READERS:
        value = READERS[shape](rest, line)
    elif shape in TIMED:
        value = TIMED[shape](rest, line, before)
    else:
        found = FORMS[shape].match(rest)
        value = found[0].rstrip(" .!") if found else None
    if value is None or shape in ("nothing", "pet name"):
        return value
    value = value.strip(EDGES)
    return value if any(map(str.isalnum, value)) else None


def hedge_of(shape: str) -> str:
    """Which words take a claim of this shape back."""
    return "intent" if shape in INTENT else "order" if shape in ORDERS else "statement"


def due_in(shape: str, low: str, today: datetime.date) -> str | None:
    """The day of an event that a lower-case sentence names."""
    if shape not in TIMED:
        return None
    day = day_in(low, today, past=False)
    return day.isoformat() if day and day >= today else None
