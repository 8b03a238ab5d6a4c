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
