"""The thirty-seven contexts of PLOVER and the words that show them, from `contexts.toml` beside this file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from types import MappingProxyType

from standoff.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Context:
    """Something an event can be about; each of `phrases` shows it, word for word ("combat/NOUN" with its tag).

    What lies inside one of `hides` does not: "war crimes" are not about crime.
    """

    name: str
    meaning: str
    phrases: tuple[tuple[str, ...], ...]
    hides: tuple[tuple[str, ...], ...]


@cache
def contexts() -> Mapping[str, Context]:
    """The contexts by name, in the order of the table.

    Raises ConfigurationError when a context lacks a key.

    >>> len(contexts()), ("armed", "forces") in contexts()["military"].phrases
    (37, True)
    """
    table = tomllib.loads((files("standoff.ontology") / "contexts.toml").read_text("utf-8"))
    found = {}
    for row in table["context"]:
        try:
            phrases, hides = (tuple(_phrases(words)) for words in (row["words"], row.get("hides", "")))
            found[row["name"]] = Context(row["name"], row["meaning"], phrases, hides)
        except KeyError as error:
            raise ConfigurationError(f"contexts.toml: context {row.get('name')!r} has no key {error}") from error
    return MappingProxyType(found)


def _phrases(words: str) -> Iterator[tuple[str, ...]]:
    """The phrases of an entry, one for each way through its alternatives."""
    for phrase in re.sub(r"\|\s+", "|", words).split(";"):
        if phrase.strip():
            yield from product(*(word.split("|") for word in phrase.split()))
