"""What a text gives away: e-mail addresses, phone numbers, card numbers, secrets."""

import re

EMAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}(?![\w-])"
)
# Runs of digits with the separators that people write in them. The digits tell what they are.
NUMBER = re.compile(r"(?<![\w.,:/+-])(\+|\()?\d[\d ().-]{5,60}\d(?![\w/:])")
DATE = re.compile(r"(?:\d{4}[-. ]\d{1,2}[-. ]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ]\d{4})(?!\d)")
LOCAL = re.compile(r"\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}|0\d{1,5}[-. ]\d[\d -]{4,}")
SECRET = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
    r"|(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{20,}"
    r"|gh[opsu]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])|AIza[A-Za-z0-9_-]{35}"
    r"|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"
    r"|(?i:password|passwd|api[-_ ]?key|secret)[\"']?(?: is|:| =|=)[ \"']{0,3}"
    r"(?=[^\s\"']*\d)[^\s\"']{8,128}"
    r")"
)


DOUBLED = str.maketrans("0123456789", "0246813579")  # the sum of the digits of twice each digit


def is_card(digits: str) -> bool:
    """Whether a number of 13 to 19 digits is a payment card's, by first digit and Luhn's check."""
    if digits[0] not in "23456":
        return False
    return sum(map(int, digits[::-2] + digits[-2::-2].translate(DOUBLED))) % 10 == 0


def has_card(number: str) -> bool:
    """Whether successive groups of a number, the first of four digits or all, make up a card's."""
    groups = re.findall(r"\d+", number)
    for first, opening in enumerate(groups):
        if not (len(opening) == 4 or 13 <= len(opening) <= 19):
            continue
        digits = opening
        for group in [*groups[first + 1 : first + 5], ""]:
            if 13 <= len(digits) <= 19 and is_card(digits):
                return True
            digits += group
    return False


def is_phone(number: str) -> bool:
    """Whether a number is written as phone numbers are: international, or grouped with an area."""
    digits = len(re.findall(r"\d", number))
    if not 7 <= digits <= 15 or DATE.match(number):
        return False
    return (
        number[0] == "+" or (number[:2] == "00" and digits >= 10) or bool(LOCAL.fullmatch(number))
    )


def labels_of(text: str) -> list[str]:
    """The labels that a text suggests, in alphabetical order."""
    numbers = [found[0] for found in NUMBER.finditer(text)]
    found = {
        "card": any(map(has_card, numbers)),
        "email": "@" in text and bool(EMAIL.search(text)),
        "phone": any(is_phone(number) and not has_card(number) for number in numbers),
        "secret": bool(SECRET.search(text)),
    }
    return [label for label, is_there in found.items() if is_there]


def detections(texts: list[str]) -> list[tuple[int, str]]:
    """What each text gives away: its number from 1, and card, email, phone or secret."""
    return [(number, label) for number, text in enumerate(texts, 1) for label in labels_of(text)]
