"""Shorter names of persons: surnames, first names and misspelt surnames, tied to the one full name they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from standoff.readers.actors.casting import Casting
from standoff.readers.actors.genders import Gender, gender_of, read_genders
from standoff.readers.actors.words import words
from standoff.readers.phrases import Phrases

# How sure each way of naming is: set by reading some hundred mentions in the development corpora, not yet calibrated.
SURNAME, FIRST_NAME, MISSPELT = 0.93, 0.85, 0.7

SUFFIXES, PARTICLES = words("names", "suffixes"), words("names", "particles")
INITIAL = re.compile(r"\w\.?")
MIN_MISSPELT = 6  # a shorter surname is too often one letter away from another word


def surname(words: list[str]) -> str:
    """The last word of a name that is not a suffix.

    >>> surname(["Ana", "Dorin", "III"])
    'Dorin'
    """
    for word in reversed(words):
        if word.lower() not in SUFFIXES:
            return word
    return words[-1]


@dataclass
class _Variants:
    """Shorter names of the persons of one document, in lower case, each with the ids of those it can mean."""

    surnames: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)

    def add(self, person: str, words: list[str], *, known: bool) -> None:
        """File the variants of a full name; of one that the tables alone know, the surname."""
        last = surname(words)
        ends = [words.index(last)] if known else range(1, len(words))
        for k in ends:
            variant = " ".join(words[k:]).lower()
            self._file(self.surnames, variant, person)
            if bare := re.sub(r"^al-", "", " ".join(_without_particles(words[k:])).lower()):
                self._file(self.surnames, bare, person)
        self._file(self.surnames, last.lower(), person)
        if not known:
            for word in words[:-1]:
                if word.lower() not in PARTICLES and not INITIAL.fullmatch(word):
                    self._file(self.others, word.lower(), person)

    def meant_by(self, name: str) -> tuple[tuple[str, ...], str]:
        """Those with this surname, else with this other name, else with a surname one letter away; and the rule."""
        word = name.lower()
        if ids := self.surnames.get(word):
            return tuple(ids), "surname"
        if ids := self.others.get(word):
            return tuple(ids), "first-name"
        if len(word) < MIN_MISSPELT:
            return (), ""
        near = [
            i
            for known, ids in self.surnames.items()
            if len(known) >= MIN_MISSPELT and one_letter_away(known, word)
            for i in ids
        ]
        return tuple(dict.fromkeys(near)), "surname-misspelt"

    @staticmethod
    def _file(under: dict[str, list[str]], variant: str, person: str) -> None:
        ids = under.setdefault(variant, [])
        if person not in ids:
            ids.append(person)


def _without_particles(words: list[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 1 and kept[0].lower() in PARTICLES:
        kept.pop(0)
    return kept


def link_variants(casting: Casting) -> None:
    """Merge shorter names into the one full name they belong to, and find surnames that spaCy missed.

    A name that two persons share is left open, unless an honorific tells them apart.
    """
    variants = _Variants()
    for entity in casting.knowledge.entities.values():
        if entity.kind == "person":
            variants.add(entity.id, entity.name.split(), known=True)
    for draft in list(casting.drafts.values()):
        if draft.kind == "person" and len(words := draft.name.split()) > 1:
            variants.add(draft.id, words, known=False)
    for draft in casting.drafts.values():
        if draft.rule == "title-name" and " " not in draft.name and variants.meant_by(draft.name)[1] != "surname":
            variants.add(draft.id, [draft.name], known=True)
    genders = read_genders(casting)
    for found in [f for f in casting.found if casting.drafts[f.actor].kind == "person"]:
        name = casting.drafts[found.actor].name
        ids, rule = variants.meant_by(name)
        if found.actor in ids or (" " in name and rule == "surname-misspelt"):
            continue
        ids = _as_addressed(casting, found.start, ids, genders)
        if ids:
            casting.drop(found)
            _name(casting, found.start, found.end, ids, rule)
            if not any(f.actor == found.actor for f in casting.found):
                del casting.drafts[found.actor]
    phrases = Phrases((variant, variant) for variant in [*variants.surnames, *variants.others])
    after = 0
    for token in casting.doc:
        if token.i < after or casting.taken(token.i, token.i + 1) or token.i in casting.open:
            continue
        if not (token.text[0].isupper() or token.lower_ in PARTICLES):
            continue
        match = phrases.longest_at(casting.lower, token.idx)
        run = casting.tokens_until(token.i, match.end if match else token.idx + 1)
        ids, rule = variants.meant_by(run.text)
        if not ids or not run[-1].text[0].isupper() or not run[-1].is_alpha:
            continue
        if rule == "first-name" and _goes_on(casting, run.end):
            continue
        sure = rule == "surname" and len(run.text) > 2  # "Do" can be a name and a verb
        if casting.taken(run.start, run.end) or not (sure or run[-1].pos_ in ("PROPN", "NOUN")):
            continue
        _name(casting, run.start, run.end, _as_addressed(casting, run.start, ids, genders), rule)
        after = run.end


def _goes_on(casting: Casting, end: int) -> bool:
    """Whether another part of a name follows: "Ada" in "Ada Lind" is not Ada Brandt."""
    following = casting.doc[end] if end < len(casting.doc) else None
    return following is not None and following.pos_ == "PROPN" and following.text[0].isupper()


def _as_addressed(casting: Casting, start: int, ids: tuple[str, ...], genders: Mapping[str, Gender]) -> tuple[str, ...]:
    """Those whom the honorific before a name fits: Mr Dorin is not "Ms Dorin"; the text's own before the tables'."""
    shown = gender_of(casting.doc[start - 1].text) if start > 0 else None
    fitting = tuple(i for i in ids if shown is None or genders.get(i, shown) == shown)
    return tuple(i for i in fitting if i in casting.drafts) or fitting


def _name(casting: Casting, start: int, end: int, ids: tuple[str, ...], rule: str) -> None:
    """Let the tokens name the one person, or leave them open between several."""
    if len(ids) == 1:
        if ids[0] not in casting.drafts:
            casting.draft_entity(casting.knowledge.entities[ids[0]])
        casting.add(start, end, ids[0], rule, {"surname": SURNAME, "first-name": FIRST_NAME}.get(rule, MISSPELT))
    elif ids and rule != "surname-misspelt":
        casting.leave_open(casting.doc[start:end].root, ids)


def one_letter_away(a: str, b: str) -> bool:
    """Whether one letter put in, left out or changed makes one word the other; the first letters must agree.

    >>> one_letter_away("dorin", "dorins"), one_letter_away("dorin", "marin")
    (True, False)
    """
    if abs(len(a) - len(b)) > 1 or a[:1] != b[:1] or a == b:
        return False
    short, long = sorted((a, b), key=len)
    i = next((k for k, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[i:] == long[i + 1 :] if len(short) < len(long) else short[i + 1 :] == long[i + 1 :]
