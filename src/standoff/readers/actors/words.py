"""The small words that decide what a name is, from `data/name_words.toml`: each list as a frozen set."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_TABLE = tomllib.loads((files("standoff") / "data" / "name_words.toml").read_text("utf-8"))


def words(table: str, key: str) -> frozenset[str]:
    """The words of one list of the table file.

    >>> "mr" in words("names", "honorifics")
    True
    """
    return frozenset(_TABLE[table][key].split())


def phrases(table: str, key: str) -> tuple[str, ...]:
    """The phrases of one list of the table file, in its order.

    >>> "top official" in phrases("offices", "generic_phrases")
    True
    """
    return tuple(_TABLE[table][key])


def rows(table: str, key: str) -> tuple[frozenset[str], ...]:
    """The rows of one list of lists of the table file, each as a frozen set of phrases."""
    return tuple(frozenset(row) for row in _TABLE[table][key])
