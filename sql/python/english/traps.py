"""What takes a statement back: a tale, others' words, a wish, a doubt, what is over, a joke."""

import re

from english.acts import KNOWN_WHEN
from english.sentences import QUOTE, Clause

# What takes a statement back: a tale, others' words, a wish, a doubt, a time that is over, a joke.
TALE = re.compile(
    r"\bin (?:my|the|this|our|a|his|her|that|one|another) (?:[a-z]+ )?(?:novel|story|play|"
    r"book|film|movie|poem|script|"
    r"song|scene|sketch|dreams?|screenplay|fantasy|role-?play|life|game|contract|letter|"
    r"text|example|sentence)\b|"
    r"\b(?:role-?play(?:ing)?|lyrics?|hypothetical(?:ly)?|fictional|pretend(?:ing)?|"
    r"imagin(?:e|ing)|as if (?:you|i)|"
    r"act as|let's (?:play|role)|the (?:narrator|witch|hero|heroine|character|villain|"
    r"protagonist|speaker)|character|suppose|let's say|"
    r"for (?:the|this|our) (?:exercise|sketch|scene|role-?play|skit)|"
    r"(?<!it )(?:begins?|opens?|ends?) with|(?:that|which) (?:says|reads|goes)|for example|"
    r"e\.g\.)\b|"
    r"\A\W*(?:you are|you're) (?:an?|the) [a-z -]{3,40}? (?:and|while|but)\b|"
    r"\bin (?:chapter|act|episode|verse|part|book|season|volume) |"
    r"^\W*(?:please |pls |can you |could you )*(?:write|draft|translate|proofread|correct|"
    r"fix|rewrite|rephrase|paraphrase|"
    r"summari[sz]e|improve|edit|polish|say|compose|repeat|type|print|send|tweet|post|reply|"
    r"answer|spell|add|put|insert|append)\b[^,.;]*:"
)
IRONY = re.compile(
    r"\b(?:jk|just kidding|kidding|joking|in my dreams|yeah (?:right|sure)|i just (?:love|"
    r"adore) (?:it when|waiting|how|being|when|filling in|queu\w+|paying|having to|doing my tax|"
    r"sitting in)|as if!|in another life|(?:said|says) no "
    r"?(?:one|body) ever|"
    r"\A\W*(?:oh|yeah|yes),? (?:sure|right|great|brilliant|wonderful|fantastic|lovely|perfect),? "
    r"(?:because |"
    r"cos )?i (?:just |absolutely |really |totally |so )*(?:love|adore)|not!|oh joy|lucky "
    r"me)(?!\w)|[\U0001f643\U0001f644]|(?<= )/s\b"
)
IN_QUOTE = re.compile(
    r"(?<![\w.,;])'(?!(?:em|til|cause|tis|twas|bout|n|s)\b)[a-z](?:[^']|'(?=\w))*\Z"
)
SAID = re.compile(
    r"\b(?:said|says|saying|(?<!were )(?<!was )(?<!been )(?:told|asked(?![,;]))|tells|asks|wrote|"
    r"(?:he|she|they|it|people)(?:'s|'re|'d| was| were| is| are| go| goes)? (?:all |just |so "
    r")*like(?=,)|"
    r"writes|thinks|thought|claims|claimed|believes|heard|"
    r"reads|titled|sings|sang|translate|proofread|headline|caption|texted|replied|"
    r"insists|insisted|swears|"
    r"assumes?|dreamt|dreamed|pretended|lied)\b"
)
OWN_WORDS = re.compile(
    r"\b(?:i (?:already |just |have )*(?:said|told|mentioned|was told|heard|wrote to)|i've "
    r"told|as i said|like i said|"
    r"doctors? (?:just )?(?:says?|said|told)|happy to say|sad to say|told you)\b"
)
UNREAL = re.compile(
    r"\b(?:wish(?:ed|es)?|supposing|might|maybe|perhaps|possibly|probably|not sure|doubt|"
    r"unless|whether|i (?:think|guess|"
    r"suppose|hope)|what if|would have|(?:could|would) be|dream(?:t|ed)? (?:that|of|about)|"
    r"hopefully|supposedly|allegedly|apparently not|should i|as though|"
    r"(?<!what )if i(?:'m| was| were| had| could)?)\b(?! mentioned| told| said)"
)
DOUBT = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|someday|some day|one day|hypothetically|i think|"
    r"i guess|i suppose|not sure|"
    r"allegedly|supposedly|presumably|if you count|(?<=, )apparently|if only|so to "
    r"speak|figuratively|like an? (?:dog|horse|king|queen|zombie|rock))\b"
)
NEARLY = re.compile(r"\b(?:almost|nearly|practically) (?!every|all|always|\d)")
CONDITION_OF = re.compile(
    r"(?<!know )(?<!see )(?<!check )(?<!ask )\b(?:if|unless|whether)\b(?! (?:you|u) (?:want|"
    r"like|need))"
)
IF_EVER = re.compile(
    r"(?:\A|[,;] |\bbut )(?:if|unless|whether|when i (?:win|grow))\b(?! (?:it helps|you must))"
)
ALONE = re.compile(r"\b(?:and|but|so|because|since|now|plus|then)\b|;")
SAID_AFTER = re.compile(
    r"[^,;.]{0,20},[\"\u201d]? (?:he|she|they|the [a-z]+|(?!has|have|had|and|who|was|is|i|we|"
    r"just|already)[a-z]+) (?:said|says|told|wrote|asked|thought)\b"
)
OVER = re.compile(
    r"\b(?:as a (?:kid|child|teenager|teen|boy|girl|student|youngster)|when i was|when we "
    r"were|back when|back then|in (?:college|"
    r"high school|my (?:teens|twenties|youth|childhood))|at the time|in those days|"
    r"formerly|previously|years ago i|"
    r"in the (?:\w+ies|\d0s|past))\b"
)
OTHERS_ORDER = re.compile(
    r"\b(?:he|she|they|people|mother|mum|mom|dad|teacher|boss|guide|manual|doctor|recipe|"
    r"sign|the rules) |"
    r"\b(?:used to|imagine|pretend)\b|"
    r"(?<!my )(?<!our )\b(?:mottos?|mantras?|slogan|proverb|saying)\b|"
    r"\b(?:his|her|their|[a-z]+'s) (?:[a-z]+ ){0,2}(?:rules?|motto|mantra|principles?|advice|"
    r"policy|tips?)\b|"
    r"(?<!\bi )(?<!\bwe )(?<!'ve )\b(?:has|have|had) (?:[a-z0-9]+ ){0,3}rules?\b|"
    r"\bwith (?:[a-z0-9]+ ){0,3}rules?\b"
)
OWN_ORDER = re.compile(r", ?(?:so|hence|therefore|which is why) ")


GOES_ON = re.compile(r"[,;] (?:so|but|and) ")


def doubted_to(low: str, end: int, stop: int) -> int:
    """How far a doubt may be of a value: not behind it in what goes on from there."""
    on = GOES_ON.search(low, end, stop)
    return on.start() if on else stop


def is_as_said(low: str, clause: Clause, value: tuple[int, int], kind: str) -> bool:
    """Whether what a clause says of a value is meant: nobody's words, no tale, wish or doubt."""
    start = clause.start
    if (
        len(QUOTE.findall(low, 0, start)) % 2
        or IN_QUOTE.search(low[: start + 1])
        or IRONY.search(low)
        or SAID_AFTER.match(low, value[1])
        or TALE.search(low, 0, max(start, 1))
    ):
        return False
    said = SAID.search(low, 0, start)
    if said and not OWN_WORDS.search(low, 0, start) and not ALONE.search(low, clause.lead, start):
        return False
    if kind == "mention":
        return True
    if kind == "order":
        others = OTHERS_ORDER.search(low, 0, start)
        return others is None or OWN_ORDER.search(low, others.end() - 1, start) is not None
    if (
        UNREAL.search(low, 0, start)
        or DOUBT.search(low, start, doubted_to(low, value[1], clause.stop))
        or NEARLY.search(low, start, value[1])
    ):
        return False
    if kind == "intent":
        said_now = KNOWN_WHEN.sub("know if", low[start : clause.stop])
        return not (CONDITION_OF.search(said_now) or IF_EVER.search(low, 0, start))
    return OVER.search(low, 0, value[0]) is None
