"""Numbers as news writes them: "150,000", "1.5 million", "two dozen", "twenty-four", "half a dozen"."""

from __future__ import annotations

import re

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "trn": 1e12,
}

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_TENS = rf"(?:{'|'.join(TENS)})"
_SMALL = rf"(?:{_TENS}(?:[- ](?:{'|'.join(list(ONES)[1:10])}))?|{'|'.join(sorted(ONES, key=len, reverse=True))})"
_SCALE_WORDS = r"(?:dozen|hundred|thousand|million|billion|trillion)"
WORDS = (
    rf"(?:half a {_SCALE_WORDS}"
    rf"|(?:an?|{_SMALL})(?: {_SCALE_WORDS})+(?:(?: and)? {_SMALL}(?: {_SCALE_WORDS})?)?"
    rf"|{_SMALL})"
)
"""The source of a pattern for a number in words; "a" counts only before a scale ("a dozen")."""

FIRST_WORDS = ("half", "a", "an", *ONES, *TENS)
"""The words with which a number in words begins."""

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+", re.IGNORECASE)


def number_of(text: str) -> float | None:
    """The value of a number in digits or words, scale words and letters included; None where it is not a number.

    >>> number_of("1.5 million"), number_of("two dozen"), number_of("a hundred and twenty-four"), number_of("several")
    (1500000.0, 24.0, 124.0, None)
    """
    total, current, seen = 0.0, 0.0, False
    for word in _TOKEN.findall(text.lower()):
        if word[0].isdigit():
            current += float(word.replace(",", ""))
        elif word == "half":
            current += 0.5
        elif word in ("a", "an"):
            current = current or 1.0
            if "half" in text.lower():
                current = 0.5
        elif word in ONES:
            current += ONES[word]
        elif word in TENS:
            current += TENS[word]
        elif word in SCALES:
            current = (current or 1.0) * SCALES[word]
            if SCALES[word] >= 1e3:
                total, current = total + current, 0.0
        elif word != "and":
            return None
        seen = True
    return total + current if seen else None
