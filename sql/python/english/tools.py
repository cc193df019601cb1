"""Software, technology and subscriptions that people use, read from the start of a text."""

import re

from english.anchors import CAPITAL
from english.lexicon import NO_NAMES, TIERS, TOOLS
from english.people import NATIONS
from english.phrases import ARTICLE, NO_TOOLS, PLAN

USER = re.compile(
    r"(?P<value>[\w+]+(?: [\w+]+)?) (?:subscriber|member|user|customer|tier|plan)s?\b", re.I
)

TOOL_KINDS = frozenset(
    "code pro studio desktop office server cloud premium workspace suite drive docs actions "
    "classic air max mini calendar keep maps meet analytics cli lake".split()
)


def plan(rest: str, line: str) -> str | None:
    """The name of a subscription: one called a plan and capitalised, or a usual one."""
    article = re.match(r"(?:the|your|our|my|an?) ", rest, re.I)
    usual = re.match(
        r"(?P<value>[\w+]+(?: (?:plus|pro|max|premium|duo|family|student))?)(?=[,.;!?)]|\Z| "
        r"(?:now|and|plan|tier|"
        r"yesterday|today|last|this|on|in|since|for|at|but|because|so|from|subscription|"
        r"package|membership|account|version|two|a|three|again|instead|before|after|earlier)\b)",
        rest[article.end() :] if article else rest,
        re.I,
    )
    value = usual["value"] if usual else ""
    if value.lower().split(" ")[0] in TIERS and (
        article is None or PLAN.match(rest) or value[:1].isupper()
    ):
        return value
    if value[:1].isupper() and " " in value:
        return value
    found = PLAN.match(rest)
    value = found["value"] if found else ""
    words = value.lower().split()
    bad = set(words) & {
        "wrong",
        "same",
        "new",
        "old",
        "different",
        "cheaper",
        "cheapest",
        "phone",
        "data",
        "meal",
        "gym",
        "your",
        "my",
        "to",
        "other",
        "better",
        "any",
        "bank",
        "email",
        "google",
        "user",
        "latest",
        "current",
        "previous",
        "right",
        "lease",
        "payment",
    }
    return value if (value[:1].isupper() or any(w in TIERS for w in words)) and not bad else None


def plan_user(rest: str, line: str) -> str | None:
    """The subscription of somebody who is "a Premium subscriber"."""
    found = USER.match(rest)
    value = found["value"] if found else ""
    return value if value.split(" ")[0].lower() in TIERS - {"family", "team", "trial"} else None


def tool(rest: str, line: str) -> str | None:
    """Software, hardware or technology: a known one, or one with a name."""
    article = ARTICLE.match(rest)
    taken: list[str] = []
    for word in rest[article.end() if article else 0 :].split(" ")[:4]:
        core = word.rstrip(".,;:!?)\u2026")
        named = any(map(str.isupper, core)) and core.lower().rstrip("s") not in NO_NAMES
        version = bool(taken) and (core[:1].isdigit() or core.lower() in TOOL_KINDS)
        if not (named or version or core.lower() in TOOLS):
            break
        taken.append(core)
        if core != word:
            break
    value = " ".join(taken).removesuffix("'s")
    if taken and taken[-1].endswith("'s") and value.lower() not in TOOLS:
        return None  # somebody's
    if taken and (taken[0].lower() in TIERS or (taken[0] in CAPITAL_TOOLS)):
        return None
    if (
        article
        and article[0].lower() not in ("a ", "an ")
        and taken
        and taken[0].lower() not in TOOLS
    ):
        return None
    return (
        None
        if not value or NO_TOOLS.fullmatch(value) or NATIONS.match(value) or value.lower() in TIERS
        else value
    )


CAPITAL_TOOLS = frozenset(
    "spring things bear wave teams word fish monday linear chef sage mint go swift spark "
    "oracle make signal unity fusion loom doodle harvest edge "
    "brave opera arch premiere logic roam r c rails sketch cursor numbers pages eclipse "
    "sap fastmail stripe tidal scale sheets notes zoom puppet "
    "kitty conda nix caddy salt elastic stata sass shell base rust ruby julia notion "
    "discord finale copilot affinity poetry".split()
)


def known_tool(rest: str, line: str) -> str | None:
    """Software that is known as such."""
    value = tool(rest, line)
    return value if value and value.split(" ")[0].lower() in TOOLS else None


OF_TOOLS = {
    "plan": plan,
    "plan user": plan_user,
    "tool": tool,
    "known tool": known_tool,
}
KNOWN_TOOLS = frozenset(tool.rstrip("+#") for tool in TOOLS)
NEEDED_OF_TOOLS = {
    "known tool": [KNOWN_TOOLS],
    "plan": [TIERS | CAPITAL],
    "plan user": [TIERS],
    "tool": [KNOWN_TOOLS | CAPITAL],
}
