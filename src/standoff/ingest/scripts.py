"""Which script a line is written in, and which language a text: a look at letters and at the commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

OWN_SCRIPT = 0.9
"""Share of the letters of a line that must belong to one script."""

FEWEST_LETTERS = 4

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the of and to in that is for on was with said by as at from has be it are his he not will have".split()
    ),
    "de": frozenset("der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch".split()),
    "fr": frozenset("de la le et les des en un une du que est dans pour qui par sur au pas plus".split()),
    "es": frozenset("de la que el en y a los se del las un por con no una su para es al".split()),
    "it": frozenset("di che e la il un in per del non una sono con le della dei alla si da".split()),
    "pl": frozenset("w i na z do się że nie to jest o jak po od za przez dla są oraz ale".split()),
    "nl": frozenset("de het een en van in is dat op te zijn voor met niet aan er om ook als".split()),
    "ru": frozenset("и в не на что с по как это к из за от его для о на был".split()),
    "uk": frozenset("і в не на що з у та до як це за від його для про є був".split()),
}
FEWEST_STOP_WORDS = 0.08
"""Share of a text's words that must be its language's commonest ones: .25 to .35 in English news."""

SAMPLE = 2000
LATIN_LETTER = re.compile(r"[A-Za-z]")
OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z]")
WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    name = unicodedata.name(character, "").split(" ", 1)[0]
    return "HAN" if name in ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC") else name


def script_of(text: str) -> str | None:
    """The script of nine in ten letters of `text`, by its Unicode name ("LATIN"); None for a mix or too few letters.

    >>> script_of("Velm said no."), script_of("1.2.")
    ('LATIN', None)
    """
    if text.isascii():
        return "LATIN" if sum(map(str.isalpha, text[:200])) >= FEWEST_LETTERS else None
    text = text[:SAMPLE]
    counts = Counter(_script(c) for c in OTHER_LETTER.findall(text))
    counts["LATIN"] += len(LATIN_LETTER.findall(text))
    total = sum(counts.values())
    if total < FEWEST_LETTERS:
        return None
    script, count = counts.most_common(1)[0]
    return script if count >= OWN_SCRIPT * total else None


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of the language whose commonest words are most frequent in `text`; None when none is.

    >>> guess_language("The minister of Karsova said that it was ready for talks."), guess_language("Velm!")
    ('en', None)
    """
    words = [word.lower() for word in WORD.findall(text[:SAMPLE])]
    if not words:
        return None
    counts = {code: sum(map(common.__contains__, words)) for code, common in STOP_WORDS.items()}
    code = max(counts, key=lambda key: counts[key])
    return code if counts[code] >= max(2, FEWEST_STOP_WORDS * len(words)) else None
