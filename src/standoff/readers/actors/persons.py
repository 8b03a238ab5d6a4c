"""Persons in the text: full names, names with a title, and the surnames that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from standoff.readers.actors.casting import Casting, Draft
from standoff.readers.actors.genders import FEMALE_NAMES, MALE_NAMES
from standoff.readers.actors.offices import office_after, read_roles
from standoff.readers.actors.variants import link_variants, surname
from standoff.readers.actors.words import words

# How sure each way of naming is: set by reading some hundred mentions in the development corpora, not yet calibrated.
TITLED, FULL_NAME, SINGLE_NAME = 0.95, 0.85, 0.6

HONORIFICS, SUFFIXES, PARTICLES = words("names", "honorifics"), words("names", "suffixes"), words("names", "particles")
BEFORE_NAMES = HONORIFICS | PARTICLES
EPITHETS = words("names", "epithets")
NOT_NAMES = words("names", "never")
NOT_PERSONS, SAINTS = words("names", "not_persons"), words("names", "saints")
INITIALS = re.compile(r"(?:\w\.-?)+|\w")


def find_persons(casting: Casting) -> None:
    """Note persons named in full or with a title; then their surnames, even where spaCy took them for a place."""
    headlines = [z for z in casting.parse.document.zones if z.zone == "headline"]
    told = [t for t in casting.doc if not (headlines and any(z.start <= t.idx < z.end for z in headlines))]
    # in the title case of a headline every word looks like a name
    for token in told:
        if name := _after_title(casting, token):
            _note_person(casting, *name, rule="title-name", confidence=TITLED)
    for entity in casting.doc.ents:
        if entity.label_ == "PERSON" and not any(z.start <= entity.start_char < z.end for z in headlines):
            start, end = _trim(casting, entity.start, entity.end)
            place = casting.doc[start:end].text in casting.knowledge.toponyms if start < end else True
            if not place and not casting.taken(start, end):
                confidence = FULL_NAME if end - start > 1 else SINGLE_NAME
                _note_person(casting, start, end, rule="person", confidence=confidence)
    for token in told:
        if name := _known_first_name(casting, token):
            _note_person(casting, *name, rule="first-name-known", confidence=FULL_NAME)
        elif name := _before_office(casting, token):
            _note_person(casting, *name, rule="name-title", confidence=FULL_NAME)
    link_variants(casting)
    for found in [f for f in casting.found if casting.drafts[f.actor].kind == "person"]:
        read_roles(casting, found.start, found.end, casting.drafts[found.actor])


def _after_title(casting: Casting, token: Token) -> tuple[int, int] | None:
    """The name after the title that begins at a token, or after its comma: "its foreign minister, |Ada Lind|,"."""
    doc, match = casting.doc, casting.offices.get(token.i)
    if match is None or casting.taken(token.i, token.i + 1):
        return None
    run = casting.tokens_until(token.i, match.end)
    comma = run.end < len(doc) and doc[run.end].text == ","
    name = _name_after(casting, run.end + comma) or _name_after_body(casting, run.end)
    if name and comma:
        second = casting.offices.get(name[0])  # "its army chief, General Ada Lind"
        return None if second or not _set_off(casting, run.start, *name) else name
    return name


def _known_first_name(casting: Casting, token: Token) -> tuple[int, int] | None:
    """A name of two words or more that begins with a common first name, which spaCy did not take for a person."""
    if not _is_first_name(token) or casting.taken(token.i, token.i + 1) or token.ent_type_ == "FAC":
        return None
    before = casting.doc[token.i - 1] if token.i else None
    if before is not None and (before.lower_ in SAINTS or (before.text[0].isupper() and before.pos_ == "PROPN")):
        return None
    name = _name_after(casting, token.i)
    if name is None or name[1] - name[0] < 2:
        return None
    run = casting.doc[name[0] : name[1]]
    unlikely = any(t.lower_ in NOT_PERSONS for t in run) or run.text in casting.knowledge.toponyms
    return None if unlikely or run[-1].pos_ != "PROPN" else name


def _before_office(casting: Casting, token: Token) -> tuple[int, int] | None:
    """A run of two capitalised words or more that an office follows: "|Xun Tao|, the Karsovan president"."""
    inside = token.i > 0 and casting.doc[token.i - 1].pos_ == "PROPN"
    if (
        inside
        or token.pos_ != "PROPN"
        or token.ent_type_ in ("GPE", "FAC", "ORG")
        or casting.taken(token.i, token.i + 1)
    ):
        return None
    name = _name_after(casting, token.i)
    if name is None or name[1] - name[0] < 2 or office_after(casting, name[1]) is None:
        return None
    return None if any(t.lower_ in NOT_PERSONS for t in casting.doc[name[0] : name[1]]) else name


def _is_first_name(token: Token) -> bool:
    return token.text[0].isupper() and (token.lower_ in FEMALE_NAMES or token.lower_ in MALE_NAMES)


def _set_off(casting: Casting, title: int, start: int, end: int) -> bool:
    """Whether a name after "its foreign minister," is that minister's: two words or more, set off again by a mark."""
    before = casting.doc[title - 1] if title else None
    owned = before is not None and (
        before.lower_ in ("its", "their", "the", "'s", "'") or casting.at(title - 1) is not None
    )
    return owned and end - start > 1 and end < len(casting.doc) and casting.doc[end].is_punct


def _is_name_token(token: Token) -> bool:
    text = token.text
    return (
        text[0].isupper()
        and text.lower() not in NOT_NAMES
        and (token.pos_ in ("PROPN", "NOUN", "ADJ", "X") or _is_first_name(token))
        and not (text.isupper() and len(text) > 1 and text.lower() not in SUFFIXES)
    )


def _name_after(casting: Casting, start: int) -> tuple[int, int] | None:
    """The run of one to four capitalised tokens at `start`, with initials, particles and suffixes inside it."""
    doc = casting.doc
    while start < len(doc) and doc[start].lower_ in HONORIFICS:
        start += 1
    end = start
    words = 0
    while end < len(doc) and words < 4 and not casting.taken(end, end + 1):
        token = doc[end]
        if _is_name_token(token) or re.fullmatch(r"[A-Z]\.", token.text):
            words += 1
            end += 1
        elif (
            token.text == "-"
            and end > start
            and end + 1 < len(doc)
            and doc[end].idx == doc[end - 1].idx + len(doc[end - 1])
        ):
            end += 2
        elif end > start and (following := _after_particles(casting, end)) is not None:
            end = following
        else:
            break
    while end < len(doc) and doc[end].lower_ in SUFFIXES and end > start:
        end += 1
    if end <= start or end > len(doc):
        return None
    last = doc[end - 1]
    if doc[start].is_sent_start and start != 0 and words == 0:
        return None
    return (start, end) if any(t.pos_ == "PROPN" for t in doc[start:end]) and last.i < len(doc) else None


def _name_after_body(casting: Casting, at: int) -> tuple[int, int] | None:
    """A name of two words or more after the "of Karsova" at `at`, in "President of Karsova |Ada Lind|"."""
    doc = casting.doc
    if at + 2 >= len(doc) or doc[at].lower_ not in ("of", "for"):
        return None
    body = casting.at(at + 1 + (doc[at + 1].lower_ == "the"))
    if body is None or casting.drafts[body.actor].kind not in ("country", "organisation"):
        return None
    name = _name_after(casting, body.end)
    return name if name and name[1] - name[0] > 1 else None


def _after_particles(casting: Casting, at: int) -> int | None:
    """The token after one or more particles at `at` ("van der |Lind"), where it can be part of a name."""
    doc = casting.doc
    after = at
    while after < len(doc) and doc[after].lower_ in PARTICLES and not doc[after].is_title:
        after += 1
    return after if at < after < len(doc) and _is_name_token(doc[after]) else None


def _trim(casting: Casting, start: int, end: int) -> tuple[int, int]:
    """A PERSON entity without honorifics, titles, possessive mark and anything that is no part of a name."""
    doc = casting.doc
    titles = casting.index.titles
    stop = next((i for i in range(start + 1, end) if doc[i].text == "." or doc[i].is_sent_start), end)
    start, end = _whole_name(casting, start, stop)
    moved = True
    while moved and start < end:
        moved = False
        match = titles.longest_at(casting.lower, doc[start].idx)
        if match:
            start = casting.tokens_until(start, match.end).end
            moved = True
        elif doc[start].lower_ in BEFORE_NAMES or not doc[start].text[0].isupper():
            start += 1
            moved = True
    start = _left_of_particle(casting, start, end)
    while end > start and not (doc[end - 1].text[0].isalpha() and doc[end - 1].text[0].isupper()):
        end -= 1
    if start < end and end + 1 < len(doc) and doc[end].text == "-" and doc[end].idx == _after(doc[end - 1]):
        hyphened = doc[end + 1].pos_ == "PROPN" and doc[end + 1].idx == _after(doc[end])
        end += 2 * hyphened  # "Ada Lin-|so"
    if start < end and (following := _after_particles(casting, end)) is not None:
        end = following + 1  # "Ada |van der Lind"
    if any(c in '\n/:;,()"@|•' for c in doc[start:end].text):
        return start, start
    if end - start == 1 and (doc[start].pos_ not in ("PROPN",) or len(doc[start]) < 3):
        return start, start
    return start, end


def _whole_name(casting: Casting, start: int, end: int) -> tuple[int, int]:
    """The name of which an entity is a part: with the names before and after it that the parse joins to its last."""
    doc = casting.doc
    last = doc[end - 1]
    while last.dep_ == "compound" and _joins(casting, doc[last.i + 1 : last.head.i + 1]):
        last = last.head
    first = start
    while first > 0 and doc[first - 1].dep_ == "compound" and doc[first - 1].head.i in range(first, last.i + 1):
        if not _joins(casting, doc[first - 1 : first]) or doc[first - 1].lower_ in EPITHETS:
            break
        first -= 1
    return first, last.i + 1


def _joins(casting: Casting, tokens: Iterable[Token]) -> bool:
    """Whether all the tokens can be parts of one name: no title, no name of an actor, no place or day."""
    return bool(run := list(tokens)) and all(
        t.text == "-"
        or (
            t.pos_ == "PROPN"
            and _is_name_token(t)
            and t.lower_ not in BEFORE_NAMES
            and t.ent_type_ in ("", "PERSON", "ORG")
            and t.i not in casting.offices
            and not casting.taken(t.i, t.i + 1)
        )
        for t in run
    )


def _after(token: Token) -> int:
    return int(token.idx) + len(token)


def _left_of_particle(casting: Casting, start: int, end: int) -> int:
    """Where a name begins of which spaCy saw only the end: "|Ada van der| Lind"."""
    doc = casting.doc
    first = start
    while 0 < first < end and doc[first - 1].lower_ in PARTICLES and not doc[first - 1].is_title:
        first -= 1
    whole = 0 < first < start and _is_name_token(doc[first - 1]) and doc[first - 1].lower_ not in HONORIFICS
    whole = whole and not casting.taken(first - 1, first)
    return first - 1 if whole else start


def _words(casting: Casting, start: int, end: int) -> list[str]:
    return [w for w in re.split(r"\s+", casting.doc[start:end].text.strip()) if w]


def _note_person(casting: Casting, start: int, end: int, rule: str, confidence: float) -> None:
    words = _words(casting, start, end)
    if casting.taken(start, end):
        return
    known = _same_person(casting, words)
    draft = known or casting.draft(" ".join(words), "person", rule, confidence)
    casting.add(start, end, draft.id, rule, confidence)


def _same_person(casting: Casting, words: list[str]) -> Draft | None:
    """The one person already drafted with this name or a variant, if there is just one.

    Variants have the last word alike, and the first, or its initial: "H. Sorley" is Henrik Sorley.
    """
    if len(words) == 1:
        return None
    same = [
        d
        for d in casting.drafts.values()
        if d.kind == "person"
        and len(other := d.name.split()) > 1
        and _same_first(other[0].lower(), words[0].lower())
        and surname(other).lower() == surname(words).lower()
    ]
    return same[0] if len(same) == 1 else None


def _same_first(a: str, b: str) -> bool:
    return a == b or (a[0] == b[0] and (bool(INITIALS.fullmatch(a)) != bool(INITIALS.fullmatch(b))))
