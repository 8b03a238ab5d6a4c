"""Looking up many phrases in a text at once, longest first, and the words at which a search can begin at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")

_WORD = re.compile(r"\w+|\W")
_BEGIN = 4
"""Characters by which most offsets are told to begin no phrase."""

_RUN = re.compile(r"[^\W\d_]+|\d+")

FIGURES = "0"
"""What any run of digits is filed under in `Openings`."""


class Match(NamedTuple, Generic[V]):
    """Where a phrase ends (exclusive, in code points) and what it was filed under, in the order of filing."""

    end: int
    values: tuple[V, ...]


class Phrases(Generic[V]):
    """Phrases, each filed under one value or several; found at a given offset, whole words only, the longest first.

    Case counts; for a search that ignores it, give lower-case phrases and a lower-case text.

    >>> names = Phrases([("Karsova", 1), ("Karsova Bank", 2)])
    >>> names.longest_at("the Karsova Bank said", 4)
    Match(end=16, values=(2,))
    >>> names.longest_at("the Karsovan troops", 4) is None
    True
    """

    def __init__(self, phrases: Iterable[tuple[str, V]]) -> None:
        filed: dict[str, dict[str, list[V]]] = {}
        for phrase, value in phrases:
            first = _WORD.match(phrase)
            if first is None:
                continue
            values = filed.setdefault(first.group(), {}).setdefault(phrase, [])
            if value not in values:
                values.append(value)
        every = [phrase for group in filed.values() for phrase in group]
        self._begins = frozenset(phrase[:_BEGIN] for phrase in every)
        self._begins_short = frozenset(phrase[:2] for phrase in every if len(phrase) < _BEGIN)
        self._by_first = {
            first: tuple((p, tuple(vs)) for p, vs in sorted(group.items(), key=lambda item: (-len(item[0]), item[0])))
            for first, group in filed.items()
        }

    def longest_at(self, text: str, offset: int) -> Match[V] | None:
        """The longest phrase that begins at `offset` (the begin of a word) and ends at the end of a word."""
        if text[offset : offset + _BEGIN] not in self._begins and text[offset : offset + 2] not in self._begins_short:
            return None  # so at most offsets, at a fraction of the cost
        first = _WORD.match(text, offset)
        if first is None:
            return None
        for phrase, values in self._by_first.get(first.group(), ()):
            end = offset + len(phrase)
            if text.startswith(phrase, offset) and not (
                end < len(text) and text[end].isalnum() and phrase[-1].isalnum()
            ):
                return Match(end, values)
        return None


class Openings(Generic[V]):
    """Where a costly search can begin at all: values, filed under the words (lower case) that open what they look for.

    >>> list(Openings([("the", 1), ("next", 2), (FIGURES, 3)]).iter_in("The 2nd week"))
    [(0, (1,)), (4, (3,))]
    """

    def __init__(self, words: Iterable[tuple[str, V]]) -> None:
        filed: dict[str, list[V]] = {}
        for word, value in words:
            filed.setdefault(word, []).append(value)
        self._by_word = {word: tuple(values) for word, values in filed.items()}

    def iter_in(self, text: str) -> Iterator[tuple[int, tuple[V, ...]]]:
        """The offset of each run of letters or of digits that something is filed under, with what is filed there."""
        for run in _RUN.finditer(lowered(text)):
            word = run[0]
            values = self._by_word.get(FIGURES if word[0].isdigit() else word)
            if values is not None:
                yield run.start(), values


def lowered(text: str) -> str:
    """The text in lower case, as long as it was: a letter whose lower case is longer stays as it is.

    >>> len(lowered("İstanbul"))
    8
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)
