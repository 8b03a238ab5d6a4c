"""Whether a person is a woman or a man, as far as the text shows it: by an honorific, a title, or the first name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from standoff.readers.actors.casting import Casting, Draft, Found
from standoff.readers.actors.words import words
from standoff.readers.knowledge import slug

Gender = Literal["f", "m"]

FEMALE = words("pronouns", "female") | words("genders", "female_words")
MALE = words("pronouns", "male") | words("genders", "male_words")
FEMALE_NAMES, MALE_NAMES = words("genders", "female"), words("genders", "male")


def gender_of(word: str) -> Gender | None:
    """The gender that a word for a person shows: an honorific, a title, a noun, a pronoun; None for other words.

    >>> gender_of("Spokeswoman"), gender_of("mr"), gender_of("minister")
    ('f', 'm', None)
    """
    return "f" if word.lower() in FEMALE else "m" if word.lower() in MALE else None


def read_genders(casting: Casting) -> dict[str, Gender]:
    """The gender of each person whose honorifics or titles show it, else of those with a telling first name."""
    genders = told_genders(casting)
    for draft in casting.drafts.values():
        if draft.kind == "person" and draft.id not in genders and (named := _first_name(draft)) is not None:
            genders[draft.id] = named
    return genders


def told_genders(casting: Casting) -> dict[str, Gender]:
    """The gender of each person whose honorifics, titles or the noun beside the name show it."""
    genders: dict[str, Gender] = {}
    for found in casting.found:
        draft = casting.drafts[found.actor]
        if draft.kind != "person" or draft.id in genders:
            continue
        shown = [word for role in draft.roles for word in role.title.split()]
        if found.start > 0 and casting.doc[found.start - 1].pos_ != "PRON":  # not the "her" of "her doctor, Emil Lind"
            shown.append(casting.doc[found.start - 1].text)
        shown.extend(_beside(casting, found))
        gender = next((g for word in shown if (g := gender_of(word)) is not None), None)
        if gender is not None:
            genders[draft.id] = gender
    return genders


def _beside(casting: Casting, found: Found) -> Iterator[str]:
    """The noun that a name between commas stands beside: "her |brother|, Emil, nods"."""
    doc = casting.doc
    closed = found.end < len(doc) and doc[found.end].is_punct
    if closed and found.start > 1 and doc[found.start - 1].text == "," and doc[found.start - 2].pos_ == "NOUN":
        yield doc[found.start - 2].text


def _first_name(draft: Draft) -> Gender | None:
    names = draft.name.split()
    if len(names) < 2 or draft.rule.startswith("unnamed"):
        return None
    first = slug(names[0]).split("-")[0]
    return "f" if first in FEMALE_NAMES else "m" if first in MALE_NAMES else None
