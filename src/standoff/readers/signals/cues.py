"""The cues of speech acts, from `data/act_cues.toml`: verbs, nouns, states and clauses that carry one.

The table says what the fields mean; here they get types, groups of words ("@harm") are filled in, and the cues are
filed by lemma.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast

from standoff.annotation import ConditionKind
from standoff.errors import ConfigurationError
from standoff.ontology.acts import ACTS

_TABLE: dict[str, Any] = tomllib.loads(files("standoff").joinpath("data/act_cues.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class VerbCue:
    """A verb that names its act, with what must stand beside it and where the party addressed stands."""

    act: str
    needs: frozenset[str]
    objects: frozenset[str]
    party: tuple[str, ...]
    unless: frozenset[str]
    without: frozenset[str]
    particle: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class NounCue:
    """A noun that names its act where one of `verbs` carries it; with `to_party` only where it names a party."""

    act: str
    party: tuple[str, ...]
    verbs: frozenset[str]
    to_party: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class StateCue:
    """An adjective or participle that is an act of its subject: "is concerned about"."""

    act: str
    party: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """A shape of a clause that makes an act; a field of None is not asked about."""

    rule: str
    act: str
    subject: frozenset[str]
    subject_noun: frozenset[str] | None
    modal: frozenset[str] | None
    modal_not: frozenset[str]
    verb: frozenset[str] | None
    also: frozenset[str] | None
    object: frozenset[str] | None
    object_not: frozenset[str]
    sufferer: frozenset[str] | None
    negated: bool | None
    passive: bool | None
    party: str | None
    own: bool
    confidence: float


def _words(row: Mapping[str, Any], key: str) -> frozenset[str]:
    found: list[str] = []
    for word in row.get(key, ()):
        if word.startswith("@"):
            if word[1:] not in _TABLE["classes"]:
                raise ConfigurationError(f"data/act_cues.toml: no class {word!r} ({key} of {row.get('act')!r})")
            found += _TABLE["classes"][word[1:]]
        else:
            found.append(word)
    return frozenset(found)


def _words_or_none(row: Mapping[str, Any], key: str) -> frozenset[str] | None:
    return _words(row, key) if key in row else None


def _act(row: Mapping[str, Any]) -> str:
    if row["act"] not in ACTS:
        raise ConfigurationError(f"data/act_cues.toml: {row['act']!r} is not an act of the codebook")
    return cast("str", row["act"])


def _verbs() -> dict[str, tuple[VerbCue, ...]]:
    filed: dict[str, tuple[VerbCue, ...]] = {}
    for row in _TABLE["verb"]:
        cue = VerbCue(
            act=_act(row),
            needs=frozenset(row["needs"]),
            objects=_words(row, "objects"),
            party=tuple(row["party"]),
            unless=_words(row, "unless"),
            without=frozenset(row.get("without", ())),
            particle=row.get("particle"),
            confidence=row["confidence"],
        )
        for lemma in row["lemmas"]:
            filed[lemma] = (*filed.get(lemma, ()), cue)
    return filed


def _nouns() -> dict[str, NounCue]:
    filed = {}
    for row in _TABLE["noun"]:
        verbs = _words(row, "verbs") or CLASSES["carry"]
        for lemma in sorted(_words(row, "lemmas")):
            filed[lemma] = NounCue(_act(row), tuple(row["party"]), verbs, row.get("to_party", False), row["confidence"])
    return filed


def _states() -> dict[str, StateCue]:
    return {
        word: StateCue(_act(row), tuple(row["party"]), row["confidence"])
        for row in _TABLE["state"]
        for word in row["lemmas"]
    }


def _clauses() -> tuple[ClauseRule, ...]:
    return tuple(
        ClauseRule(
            rule=row["rule"],
            act=_act(row),
            subject=frozenset(row["subject"]),
            subject_noun=_words_or_none(row, "subject_noun"),
            modal=_words_or_none(row, "modal"),
            modal_not=_words(row, "modal_not"),
            verb=_words_or_none(row, "verb"),
            also=_words_or_none(row, "also"),
            object=_words_or_none(row, "object"),
            object_not=_words(row, "object_not"),
            sufferer=_words_or_none(row, "sufferer"),
            negated=row.get("negated"),
            passive=row.get("passive"),
            party=row.get("party"),
            own=row.get("own", False),
            confidence=row["confidence"],
        )
        for row in _TABLE["clause"]
    )


CLASSES: Mapping[str, frozenset[str]] = {name: frozenset(words) for name, words in _TABLE["classes"].items()}
"""The groups of words, by name."""

VERBS: Mapping[str, tuple[VerbCue, ...]] = _verbs()
"""The cues of a verb, by its lemma, in the order of the table."""

NOUNS: Mapping[str, NounCue] = _nouns()
STATES: Mapping[str, StateCue] = _states()
CLAUSES: tuple[ClauseRule, ...] = _clauses()

CONDITION_MARKS: Mapping[str, ConditionKind] = _TABLE["conditions"]["marks"]
CONDITION_BACK: Mapping[str, ConditionKind] = _TABLE["conditions"]["back"]
CONDITION_WORDS: Mapping[str, frozenset[str]] = {
    name: frozenset(words) for name, words in _TABLE["conditions"]["words"].items()
}
