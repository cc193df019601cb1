"""How the value of a claim is read from the text behind the words that announce it."""

import datetime
import re
from collections.abc import Callable

from english.days import day_in
from english.sentences import QUOTE

EDGES = " \t,;:-\u2013\u2014*"
DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas easter thanksgiving"
)
NO_NAMES = frozenset((DAYS + " i i'm i'll i've god mr mrs ms dr english lol ok").split())
TITLES = frozenset("dr. dr prof. prof mr. mrs. ms. mx. st. sir".split())
LINKS = frozenset("of de da do del di la le el van von der den bin al y & the upon on".split())
NO_PLACES = re.compile(
    r" (?:plan|tier|subscription|package|membership|team|department|group|project|account|mode|"
    r"version|app|format)\b",
    re.IGNORECASE,
)
TIERS_WORDS = (
    "free basic starter standard plus pro premium business team teams enterprise family "
    "individual personal student gold silver platinum bronze unlimited lite ultimate annual "
    "monthly yearly essential essentials advanced growth scale hobby developer"
)
TIERS = frozenset(TIERS_WORDS.split())
MONTH_NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?"
DATE = re.compile(
    rf"(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH_NAME}|{MONTH_NAME} (?:the )?\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\b)(?:,? \d{{4}})?|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}",
    re.IGNORECASE,
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES = "one|two|three|four|five|six|seven|eight|nine"
YEARS = re.compile(
    rf"(?:\d{{1,3}}|(?:{TENS})(?:[- ](?:{ONES}))?|eighteen|nineteen|sixteen|seventeen)"
    r"(?= ?years?[- ]old\b|-years?-old\b|[,;.!)]|\Z| (?:now|and|last|this|next|today|yesterday|on|"
    r"already|in (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)|years young|but|but still|with|so)\b| -)",
    re.IGNORECASE,
)
STATUS = re.compile(
    r"(?:single|married|divorced|engaged|widowed|separated|in a relationship|newly single|a "
    r"widow(?:er)?|remarried)(?=[,;.!)]|\Z| (?:to|now|again|last|this|and|with|for|since|but|"
    r"yesterday|in|on|happily|twice|at|over|two|three|\d+|a)\b)",
    re.IGNORECASE,
)
DIET = re.compile(
    r"(?:(?:lacto-|ovo-)*vegan|(?:lacto-|ovo-)*vegetarian|pescatarian|pescetarian|flexitarian|"
    r"gluten[- ]free|lactose[- ]intolerant|lactose[- ]free|dairy[- ]free|sugar[- ]free|keto(?:genic)?"
    r"|paleo|plant[- ]based|low[- ](?:carb|fodmap|sodium|salt|fat)|halal|kosher|whole30|"
    r"mediterranean|carnivore|raw food(?:ist)?)(?: diet)?"
    r"(?=[,;.!)]|\Z| (?:now|since|for|and|because|so|diet|food|again|anymore|any more|these|at|"
    r"household|home|but|last|this|in|with|meals?|only|by|as|myself|about|after)\b)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"[+(]?\d[\d ().-]{5,20}\d")
ADDRESS = re.compile(
    r"(?:(?:flat|apt\.?|apartment|unit|suite) [\w-]+, )?\d{1,5}[a-z]?,? [A-Z0-9][^.;!?\n()]{3,100}"
)
PRONOUNS = re.compile(r"(?:he|she|they|ze|xe|it|any)(?: ?/ ?[a-z]+){1,2}|any pronouns", re.I)
PLAN = re.compile(
    r"(?:the |your |our |an? )?(?P<value>[\w+-]+(?: [\w+-]+){0,2}?)"
    r" (?:plan|tier|subscription|package|membership|account|option|version)\b",
    re.IGNORECASE,
)
USER = re.compile(r"(?P<value>[\w+]+(?: [\w+]+)?) (?:subscriber|member|user|customer)\b")
LANGUAGES = (
    "english|spanish|french|german|italian|portuguese|dutch|swedish|norwegian|danish|finnish|"
    "icelandic|polish|czech|slovak|hungarian|romanian|bulgarian|greek|turkish|russian|ukrainian|"
    "serbian|croatian|bosnian|slovenian|albanian|macedonian|estonian|latvian|lithuanian|irish|"
    "welsh|gaelic|scots|basque|catalan|galician|arabic|hebrew|farsi|persian|dari|pashto|kurdish|"
    "urdu|hindi|punjabi|bengali|bangla|gujarati|marathi|tamil|telugu|kannada|malayalam|sinhala|"
    "nepali|chinese|mandarin|cantonese|japanese|korean|vietnamese|thai|lao|khmer|burmese|malay|"
    "indonesian|tagalog|filipino|javanese|swahili|amharic|somali|yoruba|igbo|hausa|zulu|xhosa|"
    "afrikaans|twi|wolof|berber|armenian|georgian|azerbaijani|kazakh|uzbek|mongolian|tibetan|"
    "esperanto|latin|yiddish|maori|hawaiian|quechua|brazilian portuguese|sign language|asl|bsl"
)
LANGUAGE = re.compile(rf"(?:(?:brazilian|swiss|british|american|mexican) )?(?:{LANGUAGES})\b", re.I)
NATIONS = re.compile(
    r"(?:american|british|english|scottish|welsh|irish|french|german|italian|spanish|portuguese|"
    r"dutch|belgian|swiss|austrian|swedish|norwegian|danish|finnish|polish|czech|hungarian|"
    r"romanian|bulgarian|greek|turkish|russian|ukrainian|canadian|mexican|brazilian|argentinian|"
    r"chilean|colombian|peruvian|australian|kiwi|indian|pakistani|chinese|japanese|korean|thai|"
    r"vietnamese|filipino|indonesian|nigerian|kenyan|ghanaian|ethiopian|egyptian|moroccan|iranian|"
    r"israeli|lebanese|syrian|south african|new zealander)\b",
    re.IGNORECASE,
)
OCCUPATIONS = (
    "engineer|developer|programmer|designer|architect|teacher|professor|lecturer|tutor|nurse|"
    "midwife|doctor|surgeon|physician|gp|dentist|hygienist|pharmacist|paramedic|vet|veterinarian|"
    "therapist|physio|physiotherapist|counselor|counsellor|psychologist|psychiatrist|lawyer|"
    "attorney|solicitor|barrister|paralegal|judge|notary|accountant|bookkeeper|auditor|actuary|"
    "analyst|banker|broker|trader|economist|consultant|adviser|advisor|manager|director|"
    "supervisor|executive|officer|president|principal|headteacher|ceo|cto|cfo|coo|cmo|vp|founder|"
    "co-founder|cofounder|entrepreneur|freelancer|contractor|salesperson|rep|representative|"
    "realtor|agent|writer|copywriter|author|novelist|poet|editor|journalist|reporter|blogger|"
    "podcaster|youtuber|streamer|translator|interpreter|librarian|archivist|curator|historian|"
    "artist|illustrator|animator|painter|sculptor|potter|jeweller|jeweler|musician|singer|"
    "drummer|guitarist|pianist|violinist|cellist|composer|conductor|dj|producer|actor|actress|"
    "comedian|dancer|choreographer|photographer|videographer|filmmaker|chef|cook|baker|barista|"
    "brewer|waiter|waitress|server|bartender|butcher|fishmonger|florist|cashier|shopkeeper|clerk|"
    "receptionist|farmer|gardener|landscaper|fisherman|forester|ranger|carpenter|joiner|plumber|"
    "electrician|mechanic|machinist|welder|roofer|bricklayer|builder|plasterer|tiler|driver|"
    "trucker|courier|postman|mailman|pilot|captain|sailor|cabin crew|flight attendant|steward|"
    "stewardess|firefighter|policeman|policewoman|detective|guard|soldier|marine|veteran|"
    "scientist|researcher|chemist|physicist|biologist|geologist|astronomer|mathematician|"
    "statistician|student|apprentice|trainee|intern|postdoc|assistant|secretary|administrator|"
    "admin|technician|operator|hairdresser|barber|beautician|stylist|tailor|seamstress|cleaner|"
    "caretaker|janitor|carer|caregiver|nanny|au pair|childminder|babysitter|coach|trainer|"
    "instructor|referee|athlete|footballer|priest|pastor|minister|vicar|rabbi|imam|nun|monk|"
    "missionary|social worker|planner|surveyor|coordinator|specialist|strategist|marketer|"
    "recruiter|tester|sysadmin|devops|sre|dba|scrum master|product owner|partner|lead|"
    "stay-at-home (?:mum|mom|dad|parent)|homemaker|housewife|pensioner|retiree|undertaker|"
    "optician|optometrist|radiologist|radiographer|cardiologist|anaesthetist|anesthesiologist|"
    "dermatologist|oncologist|paediatrician|pediatrician|neurologist|sommelier|locksmith|"
    "beekeeper|upholsterer|decorator|handyman|plasterer|inspector|dispatcher|controller|"
    "buyer|merchandiser|underwriter|adjuster|treasurer|politician|diplomat|civil servant"
)
OCCUPATION = re.compile(
    rf"(?:(?!the |my |your |his |her |that |this )[a-z0-9/'&-]+ ){{0,4}}?(?:{OCCUPATIONS})"
    rf"(?: (?:{OCCUPATIONS}))?(?: of [a-z]+(?: and [a-z]+)?)?"
    r"(?=[,;.!)]|\Z| -| (?:at|for|with|in|from|and|by|based|working|who|here|but|now|these|on|"
    r"speciali[sz]ing|so|since|again|if|as|too|over|myself|turned|living|there|again|last|this|"
    r"nowadays|full-time|part-time|,|i|then|because|near|to|under|during|by)\b)",
    re.IGNORECASE,
)
NO_OCCUPATION = re.compile(
    r"\b(?:big|huge|lousy|terrible|bad|good|better|great|natural|born|slow|fast|careful|quick|"
    r"control|partner in|aspiring|wannabe|former|ex|retired|failed|armchair|keen|amateur|hobby|"
    r"fussy|picky|nervous|light|heavy)\b",
    re.IGNORECASE,
)
EMPLOYER = re.compile(r"(?:[a-z/&-]+ ){1,6}?(?:at|for|with) (?:the )?(?=[A-Z])")
STOP = re.compile(
    r"[,;:!?()\u2014\u2013\u2026]|\.(?=\s|\Z)|-\s| (?:because|since|so|but|when|while|whenever|"
    r"after|before|until|although|though|which|that|who|as|if|where|even|than|over|rather|instead|"
    r"cause|coz|i|we|it's|they|except|unless|especially)\b",
    re.IGNORECASE,
)
TIMES = (
    r"now|anymore|any more|any longer|these days|nowadays|at the moment|currently|right now|for "
    r"now|too|as well|again|already|btw|lol|haha|tbh|though|by the way|a lot|so much|so so much|"
    r"very much|at all|the most|most of all|please|instead|yesterday|today|recently|tonight|"
    r"sometimes|ever|lately|more than anything|like crazy|to bits|to death|with a passion|"
    r"every (?:single )?(?:day|morning|evening|night|week|month|year|time|weekend)|daily|"
    r"(?:once|twice) (?:a|per) (?:day|week|month)|all the time|all day|all year round|in general|"
    r"of all time|for (?:everything|work|that|ages|a living|fun|life|sure|real|good|years|months)|"
    r"(?:just )?(?:last|this|next|past) [a-z]+|back in \w+|(?:in|since|during|around|until|from|"
    r"on|by|at) (?:early |late |mid-?|the )*(?:\d{4}|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|spring|summer|autumn|fall|winter|mondays?|"
    r"tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|then|mornings?|evenings?|"
    r"nights?|christmas|easter|weekends?|first|least)|"
    r"(?:about |around |some |over |almost |nearly )?(?:a|an|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|\d+|couple of|few) (?:couple of |few )?(?:days?|weeks?|months?|years?|"
    r"decades?) (?:ago|back|now)|for (?:about |around |over |almost |nearly |the (?:past|last) )?"
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: [a-z]+)? (?:years?|months?|"
    r"weeks?|days?|decades?)|since (?:i was [a-z0-9 ]+|childhood|birth|forever|last [a-z]+)|"
    r"first thing|as of (?:today|now)|of course|to be honest|honestly|personally|tho|yet"
)
TAIL = re.compile(rf"(?:(?: |\A)(?:{TIMES}))+\Z", re.IGNORECASE)
UNCLEAR = re.compile(
    r"(?:it|that|this|these|those|you|your|you're|him|her|his|their|its|them|how|what|when|where|"
    r"why|the (?:idea|way|fact|sound|look|thought|new|one|part|update|result|answer|suggestion|"
    r"plan|first|second|last)|me|us|myself|one|some|both|everything|anything|nothing|all|being "
    r"able|seeing you|hearing|knowing|my|our|not|no|to (?:say|think|hear|see|know|admit|bother|"
    r"break|be|make sure|ask|disagree|disappoint|interrupt|complain|have|point out)|a (?:lot|good "
    r"deal)|just|more|another|such|if)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:it|this|that|them|him|her|you|your|there)\b", re.IGNORECASE)
DANGLING = frozenset(
    "to of with in on for at by about and or what how is are from the a my".split()
)
ARTICLE = re.compile(r"(?:an?|the|some|my|our) ", re.IGNORECASE)
WHERE = re.compile(" (?:at|for|with|in|by|from|on) ")
QUOTED = ("'", '"', "\u201c", "\u201d")
DOER = re.compile(
    r"(?:i|i'm|i'll|i've|we|we'll|he|she|they|it|it's|things|my|our|always|never|call me|this|"
    r"that|there|everything|everyone|the)\b",
    re.I,
)
ORDER = re.compile(
    r"(?:use|using|send|sending|reply|answer|answering|respond|responding|write|writing|include|"
    r"including|format|translate|cite|address|speak|talk|summari[sz]e|check|confirm|assume|"
    r"assuming|suggest|suggesting|recommend|schedule|scheduling|book|booking|email|emailing|"
    r"e-mail|text|texting|notify|remind|reminding|contact|refer|mention|mentioning|share|charge|"
    r"ship|deliver|store|delete|round|convert|disclose|reveal|apologi[sz]e|apologi[sz]ing|"
    r"interrupt|verify|double-check|bill|cancel|show|give|giving|tell|telling|ask|asking|call|"
    r"calling|keep|explain|explaining|provide|quote|add|adding|put|putting|start|starting|end|"
    r"ending|begin|sign|offer|offering|sell|leave|leaving|make|do|treat|list|stick|be|say|saying|"
    r"spell|flag|warn|copy|cc|attach|run|test|commit|push|read|avoid|skip|skipping|prefer|point|"
    r"proofread|correct|label|number|break|wait|get|consult|compare|highlight|bring|ping|message|"
    r"type|set|default|only|mark|save|log|keep it|order|buy|suggest|wrap|indent|comment|return|"
    r"greet|wish|thank|sugarcoat|lecture|assume|repeat|repeating|end|open|close|name|sort|draft|"
    r"review|pull|round|measure|express|stop|let|try|forward|phrase|phone|ring|omit|drop|lead|"
    r"finish|finishing|state|link|describe|present|track|update|merge|deploy|change|touch|edit|"
    r"calculate|count|report|note|shorten|limit|reference|credit|book|plan|pick|choose|spend)\b",
    re.IGNORECASE,
)
MODEST = re.compile(r"(?:do|be|make|get|say|let|try|put|set|end|stop|go|plan|pick)\b", re.I)
GOODS = re.compile(
    r"\b(?:car|truck|van|campervan|camper|motorhome|caravan|house|flat|apartment|condo|cottage|"
    r"cabin|boat|sailboat|kayak|canoe|bike|bicycle|motorbike|motorcycle|scooter|moped|e-bike|"
    r"guitar|bass|piano|keyboard|violin|cello|drum kit|synth|synthesizer|ukulele|saxophone|"
    r"trumpet|laptop|computer|desktop|pc|monitor|camera|lens|phone|smartphone|iphone|tablet|ipad|"
    r"kindle|e-reader|tv|television|printer|router|console|switch|playstation|xbox|headphones|"
    r"earbuds|speaker|turntable|record player|watch|smartwatch|telescope|microscope|sewing "
    r"machine|loom|kiln|lathe|drill|espresso machine|coffee machine|stand mixer|air fryer|oven|"
    r"grill|barbecue|smoker|freezer|fridge|washing machine|dishwasher|treadmill|rowing machine|"
    r"tent|surfboard|snowboard|skis|skateboard|drone|3d printer|greenhouse|allotment|garden|pool|"
    r"hot tub|tractor|horsebox|trailer|land|farm|vineyard|typewriter|vinyl collection|sofa|desk|"
    r"mattress|heat pump|solar panels|wheelchair|hearing aids|motorhome|sedan|suv|pickup|"
    r"convertible|hatchback|estate|minivan|minibus|jeep|vespa)s?\b",
    re.IGNORECASE,
)
TOOLS_WORDS = (
    "vim neovim emacs vscode python rust golang go java javascript typescript ruby perl php "
    "haskell scala kotlin swift c c++ c# r matlab julia sql postgres postgresql mysql sqlite "
    "mongodb redis docker podman kubernetes k8s terraform ansible git github gitlab linux ubuntu "
    "debian fedora arch nixos macos windows android ios iphone chrome firefox safari excel word "
    "powerpoint sheets slack teams zoom notion obsidian evernote trello jira asana figma sketch "
    "photoshop lightroom illustrator gimp blender ableton logic garageband wordpress shopify "
    "stripe paypal xero quickbooks salesforce hubspot zapier airtable react vue svelte angular "
    "django flask rails laravel nextjs spark kafka airflow dbt tableau powerbi latex overleaf "
    "zotero anki spotify gmail outlook thunderbird tmux zsh fish bash jetbrains pycharm intellij "
    "xcode heroku aws azure gcp vercel netlify nginx apache jenkins grafana prometheus dropbox "
    "onedrive numpy pandas pytorch tensorflow jupyter strava duolingo canva todoist things bear"
)
TOOLS = frozenset(TOOLS_WORDS.split())
NO_TOOLS = re.compile(
    rf"(?:{LANGUAGES}|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|"
    r"march|april|june|july|august|september|october|november|december|i|i'm|i'll|ok|lol|"
    r"europe|america|london|paris|berlin)\b",
    re.IGNORECASE,
)
DRUGS = re.compile(
    r"(?:insulin|the pill|birth control|blood thinners?|antidepressants?|beta[- ]blockers?|"
    r"statins?|antihistamines?|steroids?|painkillers|aspirin|paracetamol|vitamin [a-k]\d*|iron "
    r"tablets|iron supplements|thyroid (?:medication|meds)|blood pressure (?:pills|tablets|"
    r"medication|meds)|ssris?|hrt|lithium|ventolin|prozac|zoloft|xanax|adderall|ritalin|concerta|"
    r"vyvanse|ozempic|wegovy|mounjaro|lexapro|humira|eliquis|xarelto|lipitor|synthroid|flonase|"
    r"claritin|zyrtec|tylenol|advil|coumadin|"
    r"[a-z]{3,}(?:formin|pril|sartan|statin|olol|dipine|azole|prazole|tidine|mycin|cillin|oxetine|"
    r"aline|alopram|zepam|zolam|afil|thyroxine|barbital|triptan|mab|tinib|parin|gliptin|"
    r"glutide|oxaban|idone|apine|etine|amine|profen|xen|solone|sone|thiazide|semide|lactone|"
    r"lukast|terol|tropium|gabalin|bapentin|icam|codone|morphine|rolimus|trexate|zine|"
    r"dronate|cycline|floxacin|conazole|vir|phenidate|zosin|dopa|tine|pidem))\b",
    re.IGNORECASE,
)
DOSE = re.compile(
    r"(?:\d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu)(?: of)? )?(?P<value>[a-z][a-z-]+(?: [a-z]+)??)"
    r"(?= \d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu)\b)|\d+(?:\.\d+)? ?(?:mg|mcg|ml|units?|iu) (?:of )?"
    r"(?P<other>[a-z]+)",
    re.IGNORECASE,
)
CONDITIONS = (
    r"(?:type (?:1|2|one|two) )?diabetes|prediabetes|diabetic|asthma|asthmatic|hypertension|high "
    r"blood pressure|low blood pressure|high cholesterol|(?:chronic )?migraines?|arthritis|"
    r"rheumatoid arthritis|osteoarthritis|osteoporosis|adhd|add|autism|autistic|dyslexia|dyslexic|"
    r"dyspraxia|dyspraxic|epilepsy|epileptic|co?eliac(?: disease)?|crohn's(?: disease)?|colitis|"
    r"ibs|irritable bowel(?: syndrome)?|pcos|endometriosis|(?:clinical )?depression|(?:social |"
    r"generali[sz]ed )?anxiety(?: disorder)?|bipolar(?: disorder)?|ocd|ptsd|eczema|psoriasis|"
    r"rosacea|an?emia|an?emic|hypothyroidism|hyperthyroidism|hashimoto's|graves' disease|an? "
    r"(?:under|over)active thyroid|sleep apno?ea|insomnia|lupus|multiple sclerosis|ms|"
    r"fibromyalgia|chronic fatigue(?: syndrome)?|me/cfs|long covid|pots|ehlers-danlos|tinnitus|"
    r"vertigo|glaucoma|cataracts|colou?r ?blind(?:ness)?|(?:chronic |lower |bad )?back pain|"
    r"(?:a )?(?:bad|dodgy|gammy|trick) (?:back|knee|hip|shoulder)|sciatica|scoliosis|(?:a )?herniated disc|"
    r"gout|acid reflux|gerd|ulcers?|hay ?fever|sinusitis|copd|emphysema|(?:a )?heart (?:condition|"
    r"disease|murmur|failure)|(?:a )?pacemaker|atrial fibrillation|afib|arrhythmia|raynaud's|"
    r"parkinson's(?: disease)?|alzheimer's|dementia|cancer|breast cancer|leuk(?:a)?emia|"
    r"kidney (?:disease|stones)|hepatitis(?: [a-c])?|hiv|haemophilia|hemophilia|sickle cell(?: "
    r"disease)?|cystic fibrosis|cerebral palsy|tourette's(?: syndrome)?|narcolepsy|"
    r"lactose intolerance|gluten intolerance|plantar fasciitis|tendonitis|carpal tunnel(?: "
    r"syndrome)?|tennis elbow|deaf|hard of hearing|blind in one eye|partially sighted|"
    r"(?:a )?wheelchair user|pregnant|interstitial cystitis|vitiligo|alopecia|shingles|"
    r"restless legs?(?: syndrome)?|neuropathy|hypoglyc(?:a)?emia|(?:a )?hernia|varicose veins"
)
CONDITION = re.compile(
    rf"(?:(?:severe|mild|chronic|moderate|terrible|awful|bad|really bad|pretty bad|late-onset|"
    rf"gestational|adult|stage \w+|a touch of|a bit of) )*(?P<value>{CONDITIONS})\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:tomorrow|tonight|later today|this (?:afternoon|evening|weekend|coming [a-z]+|[a-z]+day|"
    r"spring|summer|autumn|fall|winter|month|year)|next (?:week(?:end)?|month|year|spring|summer|"
    r"autumn|fall|winter|[a-z]+day|january|february|march|april|may|june|july|august|september|"
    r"october|november|december)|(?:the day )?after tomorrow|(?:early |late |at the (?:end|start|"
    r"beginning) of |in mid-?)?(?:on|in|for|by|until|from|at|this|come|over) (?:early |late |mid-?|the )*"
    r"(?:coming )?(?:mondays?|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|"
    r"fall|winter|christmas|easter|halloween|new year|\d{1,2}(?:st|nd|rd|th)\b|20\d\d)|"
    r"(?:on |for )?(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|"
    r"oct|nov|dec)[a-z]*|(?:on |for )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|"
    r"june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? "
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)?|(?:on )?20\d\d-\d\d-\d\d|in (?:a |an |one |two |three |four "
    r"|five |six |seven |eight |nine |ten |\d+ |about |around )+(?:couple of |few )?(?:days?|weeks?"
    r"|months?|years?|fortnight)(?:' time|'s time)?|(?:on |by )?(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day|soon|christmas|a week on \w+)\b",
    re.IGNORECASE,
)
EVENT_VERBS = re.compile(
    r"(?:flying|travel+ing|going|heading|moving|getting married|getting|starting|having|seeing|"
    r"visiting|leaving|off|driving|taking|hosting|running|presenting|meeting|due|booked|scheduled|"
    r"speaking|giving|graduating|retiring|playing|performing|throwing|celebrating|attending|"
    r"returning|joining|launching|interviewing|sitting|defending|closing|adopting|hiking|cycling|"
    r"sailing|camping|away|out|back|be|visit|fly|move|travel|leave|start|attend|get married|go|"
    r"welcoming|expecting|hiking|cruising|backpacking|studying|doing|renovating|switching|picking|"
    r"headed|set|exhibiting|marrying|competing|racing)\b",
    re.IGNORECASE,
)
EVENT_NOUNS = re.compile(
    r"\b(?:appointment|interview|exam|test|wedding|trip|holiday|vacation|flight|train|surgery|"
    r"operation|scan|check-?up|meeting|call|demo|presentation|conference|concert|gig|show|"
    r"performance|recital|match|game|race|marathon|party|birthday|anniversary|dinner|lunch|"
    r"reservation|deadline|due date|move|house move|launch|release|ceremony|graduation|funeral|"
    r"hearing|court date|driving test|retreat|workshop|course|class|audition|tournament|festival|"
    r"cruise|honeymoon|reunion|review|inspection|renewal|lease|contract|visa|passport|mot|viewing|"
    r"closing|delivery|session|screening|vaccination|jab|booster|biopsy|physio|defen[cs]e|thesis|"
    r"viva|dissertation|final|finals|midterm|shift|sabbatical|maternity leave|paternity leave|"
    r"baby|due|exhibition|opening|stag do|hen do|baby shower|barbecue|road trip|camp|tickets?|"
    r"rehearsal|performance review|parents' evening|open day|half[- ]marathon|triathlon|"
    r"consultation|mammogram|colonoscopy|mri|cleaning|filling|root canal|haircut|talk|webinar|"
    r"hackathon|offsite|away day|book club|choir|christening|baptism|bar mitzvah|recital)s?\b",
    re.IGNORECASE,
)
EVENT_IS = re.compile(
    r"(?P<value>[^,.;]{3,70}?) (?:is|are|'s|leaves?|starts?|begins?|takes place|lands?|departs?|"
    r"arrives?|falls|comes up|coming up|happens|ends?|expires?|runs out|(?:has|have) been moved|"
    r"got moved|was moved|(?:has|have) been (?:scheduled|booked|set)|got scheduled|kicks off|opens?|"
    r"closes|moves?|needs to be done)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|several|twin|an?|one)\b", re.I
)
HERE = re.compile(r"(?P<value>[A-Z][a-z'-]+(?: (?:Mc|O')?[A-Z][a-z'-]+)?) here(?=[,.!\u2014 -]|\Z)")
NOBODY = frozenset(
    "anyone someone everyone nobody hi hello new nothing weather work same not still first hey "
    "me vegan vegetarian longtime over down up right all".split()
)
PERSON = re.compile(r"(?P<value>[a-z-]+(?: [a-z-]+)??) (?:person|kind of (?:person|guy|girl))\b", re.I)
NO_PERSON = frozenset(
    "good bad nice busy private shy quiet kind very different happy lazy honest religious old "
    "new sick grown normal positive terrible better changed curious patient single".split()
)
UNDERTAKING = re.compile(
    r"(?:think|see|be honest|be right back|be back|brb|try|have (?:a|the|an)|take the|pass|wait|"
    r"never|admit|bet|let you|say|be fine|be there for|explain why|tell you what|give it|miss|"
    r"assume|probably|need|want|just|always|stop here|leave it|keep an eye|go with|stick with|be "
    r"(?:late|busy|away|out|in|flying|visiting|travell?ing)|kill|die|cry|scream|not|get (?:used|"
    r"over)|pretend|go (?:to bed|now)|regret|survive|love)\b",
    re.IGNORECASE,
)


def proper(rest: str) -> str | None:
    """The capitalised name at the start of `rest`: at most five words, "Rio de Janeiro"."""
    taken: list[str] = []
    for word in rest.split(" ")[:5]:
        core = word.rstrip(".,;:!?)\u2026")
        if word.lower() in TITLES:
            taken.append(word)
            continue
        if (core[:1].isupper() and core.lower() not in NO_NAMES) or (taken and core.isdigit()):
            taken.append(word)
            if core.endswith("'s"):
                break
        elif core == word and core in LINKS:
            taken.append(word)
            continue
        else:
            break
        if core != word and word.lower() not in TITLES and len(core) > 1:
            break
    while taken and taken[-1] in LINKS:
        taken.pop()
    value = " ".join(taken).rstrip(",;:!?)\u2026").removesuffix("'s")
    stripped = value.rstrip(".")
    last = stripped.rpartition(" ")[2]
    value = value if "." in last else stripped
    return value if any(word[:1].isupper() for word in taken) else None


def lower_name(rest: str, line: str) -> str | None:
    """A name of one word that ends its clause, in a line written without capitals."""
    stop = re.search(r"[,;.!?()]| (?:and|but|so|now|with|where|because|for|since)\b", rest)
    value = TAIL.sub("", rest[: stop.start() if stop else len(rest)].rstrip(" .,;!"))
    if line.islower() and value.replace(" ", "").isalpha() and not UNCLEAR.match(value):
        short = len(value) > 2 and value.count(" ") < 2
        known = value in TIERS or value.split(" ")[0] in NO_NAME_WORDS
        return value if short and not known else None
    return None


PLAIN_WORDS = (
    "not here there home wrong missing okay fine good back abroad a an the in on at so very just "
    "still really always never going trying doing having being sorry happy sad tired sick busy"
)
NO_NAME_WORDS = frozenset(PLAIN_WORDS.split())


def name(rest: str, line: str) -> str | None:
    """A person's name, or what else is written with capitals."""
    return proper(rest) or lower_name(rest, line)


ENDINGS = ("", "please", "instead", "here", "now", "from now on", "thanks", "okay", "everywhere")


def only_name(rest: str, line: str) -> str | None:
    """A name behind which nothing more is said of it."""
    value = name(rest, line)
    tail = rest[len(value or "") :]
    word = tail.strip(" .!)").lower()
    done = word in ENDINGS or tail.startswith((",", ".", "!", " and ", " -", ";", " (", " for "))
    done = done or word.startswith(("at work", "in chats", "online", "or ", "not ", "rather"))
    return value if value and done else None


def here_name(rest: str, line: str) -> str | None:
    """Who signs on: "Tom Baker here"."""
    found = HERE.match(rest)
    return found["value"] if found and found["value"].lower() not in NOBODY else None


def place(rest: str, line: str) -> str | None:
    """The name of a town, a country or a school."""
    value = name(rest, line)
    return None if value and NO_PLACES.match(rest, len(value)) else value


def origin(rest: str, line: str) -> str | None:
    """Where somebody is from: a place, no firm and no time."""
    return place(rest, line)


def employer(rest: str, line: str) -> str | None:
    """The name of a firm."""
    value = proper(rest)
    return None if value is None or NO_TOOLS.match(value) or NATIONS.fullmatch(value) else value


def employer_of(rest: str, line: str) -> str | None:
    """The company behind an occupation: "nurse at Mercy Hospital"."""
    found = EMPLOYER.match(rest)
    if found and OCCUPATION.match(rest):
        return proper(rest[found.end() :])
    return None


def thing(rest: str, line: str) -> str | None:
    """A few words, up to the end of what is said of them; without article or adverbials."""
    stop = STOP.search(rest)
    value = TAIL.sub("", rest[: stop.start() if stop else len(rest)].strip(" .*")).strip()
    if value[:1] in QUOTED and value[-1:] in QUOTED:
        value = value[1:-1]
    article = ARTICLE.match(value)
    value = value[article.end() :] if article else value
    broken = value.rpartition(" ")[2].lower() in DANGLING or QUOTE.search(value)
    return value if value and value.count(" ") < 8 and not broken else None


def counted(rest: str, line: str) -> str | None:
    """What somebody has, without what else they have."""
    value = thing(rest, line)
    return value.partition(" and ")[0] if value else None


def number_of(rest: str, line: str) -> str | None:
    """How many there are."""
    found = NUMBER.match(rest)
    return found[0] if found and found[0].lower() not in ("a", "an") else None


def occupation(rest: str, line: str) -> str | None:
    """What somebody is by profession."""
    found = OCCUPATION.match(rest)
    return found[0] if found and not NO_OCCUPATION.search(found[0]) else None


def role(rest: str, line: str) -> str | None:
    """What somebody works as, without where."""
    known = OCCUPATION.match(rest)
    value = known[0] if known else thing(rest, line)
    return WHERE.split(value)[0] if value and not UNCLEAR.match(value) else None


def liked(rest: str, line: str) -> str | None:
    """What is liked or disliked; nothing where only the talk before tells what it is."""
    value = None if UNCLEAR.match(rest) else thing(rest, line)
    return value.removeprefix("to ") if value and not PRONOUN.search(value) else None


def preferred(rest: str, line: str) -> str | None:
    """What is preferred, without what it is preferred to."""
    value = liked(rest, line)
    return value.partition(" to ")[0] if value else None


def favourite(rest: str, line: str) -> str | None:
    """What somebody's favourite is."""
    return liked(rest, line)


def kind_of_person(rest: str, line: str) -> str | None:
    """What somebody is a person of: "a morning person"."""
    found = PERSON.match(rest)
    value = found["value"] if found else ""
    return value if value and not NO_PERSON & set(value.lower().split()) else None


def named_before(rest: str, line: str) -> str | None:
    """What was named before the words that say what it is to somebody."""
    value = ARTICLE.sub("", rest, count=1) if ARTICLE.match(rest) else rest
    first = value.partition(" ")[0].lower()
    unclear = UNCLEAR.match(value) or PRONOUN.search(value) or first in ("he", "she", "they", "i")
    return None if unclear or value.count(" ") > 5 else value


def plan(rest: str, line: str) -> str | None:
    """The name of a subscription: one called a plan and capitalised, or a usual one."""
    usual = thing(rest, line)
    if usual and usual.lower() in TIERS:
        return usual
    found = PLAN.match(rest)
    value = found["value"] if found else ""
    return value if value[:1].isupper() or value.lower() in TIERS else None


def plan_user(rest: str, line: str) -> str | None:
    """The subscription of somebody who is "a Premium subscriber"."""
    found = USER.match(rest)
    value = found["value"] if found else ""
    return value if value.lower() in TIERS else None


def language(rest: str, line: str) -> str | None:
    """A language that people speak."""
    found = LANGUAGE.match(rest)
    return found[0] if found else None


def order(rest: str, line: str) -> str | None:
    """What to do: begins with something an assistant can do."""
    stop = re.search(r"\.(?=\s|\Z)|!|;|\u2014| - |, (?:please|ok|okay|thanks|i |it |my |that )", rest)
    value = rest[: stop.start() if stop else len(rest)].strip(" .!,\"'")
    return value.removesuffix(" please").removesuffix(", please") if ORDER.match(rest) else None


def order_after(rest: str, line: str) -> str | None:
    """What to do in some case."""
    return order(rest, line)


def order_again(rest: str, line: str) -> str | None:
    """What not to do any more."""
    found = re.search(
        r"(?:,? (?:ever )?(?:again|anymore|any more|ever|from now on|in (?:the )?future|in (?:your|"
        r"any|my)[a-z ]*))[.! ]*\Z",
        rest,
    )
    if found is None:
        return None
    return order(rest[: found.start()] if " in " not in found[0] else rest, line)


def tail_order(rest: str, line: str) -> str | None:
    """What to do from now on, where that is said at the end."""
    found = re.search(
        r",? (?:from now on|going forward|from here on(?: out| in)?|in (?:the )?future|henceforth|"
        r"moving forward)",
        rest,
        re.IGNORECASE,
    )
    value = rest[: found.start()].strip() if found else ""
    return order(value, line)


def new_order(rest: str, line: str) -> str | None:
    """What to do from now on: not what somebody will do."""
    return None if DOER.match(rest) else rest.strip(" .!\"'") or None


def owned(rest: str, line: str) -> str | None:
    """What somebody has."""
    value = counted(rest, line)
    return None if value is None or UNCLEAR.match(value) else value


def goods(rest: str, line: str) -> str | None:
    """Something lasting: of a usual kind, or called by its maker's name."""
    value = counted(rest, line)
    if value is None or UNCLEAR.match(value):
        return None
    branded = any(w[:1].isupper() and w.lower() not in NO_NAMES for w in value.split(" "))
    return value if GOODS.search(value) or (branded and not EVENT_NOUNS.search(value)) else None


def tool(rest: str, line: str) -> str | None:
    """Software, hardware or technology: a known one, or one with a name."""
    article = ARTICLE.match(rest)
    taken: list[str] = []
    for word in rest[article.end() if article else 0 :].split(" ")[:4]:
        core = word.rstrip(".,;:!?)\u2026")
        named = any(map(str.isupper, core)) and core.lower() not in NO_NAMES
        version = bool(taken) and (core[:1].isdigit() or core.lower() in ("code", "pro", "studio"))
        if not (named or version or core.lower() in TOOLS):
            break
        taken.append(core)
        if core != word:
            break
    value = " ".join(taken).removesuffix("'s")
    return None if not value or NO_TOOLS.fullmatch(value) or NATIONS.match(value) else value


def ailment(rest: str, line: str) -> str | None:
    """What somebody is allergic to, or was diagnosed with."""
    value = thing(rest, line)
    return None if value is None or UNCLEAR.match(value) else value


def allergy(rest: str, line: str) -> str | None:
    """What causes the allergy that is named behind it."""
    found = re.match(r"(?:(?:severe|mild|bad|serious|terrible) )*(?P<value>[a-z -]+?) allerg", rest, re.I)
    return found["value"] if found else None


def condition(rest: str, line: str) -> str | None:
    """An illness or a condition that has a name."""
    found = CONDITION.match(rest.removeprefix("a ").removeprefix("an "))
    return found["value"] if found else None


def drug(rest: str, line: str) -> str | None:
    """A medicine: one with a known name or ending, or whatever has a dose."""
    article = re.match(r"(?:my|the daily|daily|a low dose of|low-dose|a|some) ", rest)
    rest = rest[article.end() :] if article else rest
    dosed = DOSE.match(rest)
    if dosed:
        return dosed["value"] or dosed["other"]
    found = DRUGS.match(rest)
    return found[0] if found else None


def event(rest: str, line: str) -> str | None:
    """What is going to happen, without when."""
    found = FUTURE.search(rest)
    ahead = found is None and FUTURE.match(line.lstrip())
    if found is None and not ahead:
        return None
    value = re.split(r"[,;.!?(]| because | so | but ", rest[: found.start() if found else len(rest)])[0]
    value = re.sub(
        r"(?: (?:on|at|for|by|in|from|until|scheduled|booked|set|coming up|lined up|due|early|late|"
        r"sometime|next|back|around|planned|first thing))+ *\Z",
        "",
        value.rstrip(),
    )
    value = ARTICLE.sub("", value, count=1) if ARTICLE.match(value) else value
    known = EVENT_VERBS.match(value) or EVENT_NOUNS.search(value)
    return value if known and 0 < value.count(" ") + 1 < 10 and not UNCLEAR.match(value) else None


def event_is(rest: str, line: str) -> str | None:
    """What is at a time that is named behind it."""
    found = EVENT_IS.match(rest)
    if found is None or not EVENT_NOUNS.search(found["value"]):
        return None
    return found["value"] if FUTURE.match(rest[found.end() :].lstrip(" ,")[:80]) or FUTURE.search(rest[found.end() :]) else None


def decided(rest: str, line: str) -> str | None:
    """What was decided, up to the reason for it."""
    stop = re.search(
        r"[;!?(\u2014]|\.(?=\s|\Z)| - |, (?:because|since|so|but|as|which|and i|and we|it|not|even|"
        r"after)| (?:because|since|after|but|although|even though)\b",
        rest,
    )
    value = TAIL.sub("", rest[: stop.start() if stop else len(rest)].strip(" .,")).strip()
    return value if value and not re.match(r"(?:it|that|this|to be|on it|against it)\b *\Z", value) else None


def undertaking(rest: str, line: str) -> str | None:
    """What somebody is going to do for somebody: no empty words, nothing that depends."""
    stop = re.search(r"[;!?(\u2014]|\.(?=\s|\Z)| - |, (?:so|but|because|ok|promise|and then|i)\b", rest)
    value = rest[: stop.start() if stop else len(rest)].strip(" .,")
    if UNDERTAKING.match(value) or re.search(r"\b(?:if|unless|whenever|maybe)\b", value):
        return None
    return value if value.count(" ") > 0 else None


def explained(rest: str, line: str) -> str | None:
    """A sentence that explains, whole."""
    return line.strip(" .!") if len(line) < 300 else None


def nothing(rest: str, line: str) -> str | None:
    """No value: whichever it was."""
    return ""


Reader = Callable[[str, str], str | None]
READERS: dict[str, Reader] = {
    "name": name,
    "only name": only_name,
    "here name": here_name,
    "place": place,
    "origin": origin,
    "employer": employer,
    "employer of": employer_of,
    "occupation": occupation,
    "role": role,
    "plan": plan,
    "plan user": plan_user,
    "plan ended": plan,
    "language": language,
    "number of": number_of,
    "counted": counted,
    "thing": thing,
    "liked": liked,
    "preferred": preferred,
    "favourite": favourite,
    "kind of person": kind_of_person,
    "named before": named_before,
    "order": order,
    "order after": order_after,
    "order again": order_again,
    "tail order": tail_order,
    "new order": new_order,
    "owned": owned,
    "goods": goods,
    "tool": tool,
    "ailment": ailment,
    "allergy": allergy,
    "condition": condition,
    "drug": drug,
    "event": event,
    "event is": event_is,
    "decided": decided,
    "undertaking": undertaking,
    "explained": explained,
    "nothing": nothing,
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
INTENT = frozenset(("event", "event is", "decided", "undertaking"))
ORDERS = frozenset(("order", "order after", "order again", "tail order", "new order", "only name"))


def value_of(shape: str, rest: str, line: str) -> str | None:
    """The value at the start of `rest`, read as its shape demands; None when it is not there."""
    if shape in READERS:
        value = READERS[shape](rest, line)
    else:
        found = FORMS[shape].match(rest)
        value = found[0].rstrip(" .!") if found else None
    if value is None or shape == "nothing":
        return value
    value = value.strip(EDGES)
    return value if any(map(str.isalnum, value)) else None


def hedge_of(shape: str) -> str:
    """Which words take a claim of this shape back."""
    return "intent" if shape in INTENT else "order" if shape in ORDERS else "statement"


def due_in(shape: str, low: str, today: datetime.date) -> str | None:
    """The day of an event that a lower-case sentence names."""
    if shape not in ("event", "event is"):
        return None
    day = day_in(low, today, past=False)
    return day.isoformat() if day and day >= today else None
