"""The words of a row that say what it is about: without the names of the parties, small words, days and numbers.

Two rows speak of one thing when they share such words. Forms of a word are made one by cutting endings and by a table
(`data/content_words.toml`): no parser runs over a case.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from standoff.record.names import fold

ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "als",
    "al",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)
"""What is cut off the end of a word, the longest first."""

SHORTEST = 3
"""The letters that stay at least when an ending is cut."""

_WORD = re.compile(r"[^\W\d_]{2,}(?:['-][^\W\d_]+)*")


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = tomllib.loads((files("standoff") / "data" / "content_words.toml").read_text("utf-8"))
    return found


@cache
def _forms() -> Mapping[str, str]:
    return {form: base for base, forms in _table()["forms"].items() for form in forms.split()}


@cache
def _empty() -> frozenset[str]:
    """Small words and circumstances as they are, the words of committing by their stems: in all their forms."""
    plain = {word for name in ("empty", "circumstances") for line in _table()[name] for word in line.split()}
    return frozenset(plain | {stem(word) for line in _table()["commitment"] for word in line.split()})


@cache
def stem(word: str) -> str:
    """What the forms of a word have in common.

    >>> [stem(word) for word in ("withdrawal", "withdrew", "imposing", "imposed", "planned", "gas")]
    ['withdraw', 'withdraw', 'impos', 'impos', 'plan', 'gas']
    """
    word = _forms().get(word, word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and not word.endswith("ss"):
            cut = word.removesuffix(ending)
            doubled = ending in ("ed", "ing") and cut[-1] == cut[-2] and cut[-1] not in "ls"
            return cut[:-1] if doubled else cut
    return word


def content(text: str, names: Collection[str] = ()) -> dict[str, str]:
    """The content words of a text, each under its stem as it is printed; `names` are stems that do not count.

    >>> content("Karsova will withdraw its troops by Sunday", {"karsova"})
    {'withdraw': 'withdraw', 'troop': 'troops'}
    """
    empty = _empty()
    found: dict[str, str] = {}
    for word in _WORD.findall(fold(text)):
        plain = word.removesuffix("'s")
        root = stem(plain)
        if len(plain) > 2 and not {plain, root} & empty and root not in names:
            found.setdefault(root, plain)
    return found


def name_stems(names: Collection[str]) -> set[str]:
    """The stems of the words that names consist of."""
    return {stem(word.removesuffix("'s")) for name in names for word in _WORD.findall(name)}
