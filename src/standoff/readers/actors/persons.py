"""Persons in the text: full names, names with a title, and the surnames that belong to them."""

from __future__ import annotations

import re

from spacy.tokens import Token

from standoff.readers.actors.casting import Casting, Draft
from standoff.readers.actors.offices import read_roles
from standoff.readers.actors.words import words

# How sure each way of naming is: set by reading some hundred mentions in the development corpora, not yet calibrated.
TITLED, FULL_NAME, SINGLE_NAME, SURNAME, MISSPELT = 0.95, 0.85, 0.6, 0.93, 0.7

HONORIFICS, SUFFIXES, PARTICLES = words("names", "honorifics"), words("names", "suffixes"), words("names", "particles")
BEFORE_NAMES = HONORIFICS | PARTICLES
NOT_NAMES = words("names", "never")
MIN_MISSPELT = 6  # a shorter surname is too often one letter away from another word


def find_persons(casting: Casting) -> None:
    """Note persons named in full or with a title; then their surnames, even where spaCy took them for a place."""
    headlines = [z for z in casting.parse.document.zones if z.zone == "headline"]
    for i, match in casting.offices.items():
        token = casting.doc[i]
        if not casting.taken(i, i + 1) and not any(z.start <= token.idx < z.end for z in headlines):
            run = casting.tokens_until(token.i, match.end)
            comma = run.end < len(casting.doc) and casting.doc[run.end].text == ","
            name = _name_after(casting, run.end + comma)
            if name and comma and not _set_off(casting, run.start, *name):
                name = None
            if name:
                _note_person(casting, *name, rule="title-name", confidence=TITLED)
    for entity in casting.doc.ents:
        in_headline = any(z.start <= entity.start_char < z.end for z in headlines)
        if entity.label_ == "PERSON" and not in_headline:  # in title case every word looks like a name
            start, end = _trim(casting, entity.start, entity.end)
            place = casting.doc[start:end].text in casting.knowledge.toponyms if start < end else True
            if not place and not casting.taken(start, end):
                _note_person(
                    casting, start, end, rule="person", confidence=FULL_NAME if end - start > 1 else SINGLE_NAME
                )
    _link_surnames(casting)
    for found in [f for f in casting.found if casting.drafts[f.actor].kind == "person"]:
        read_roles(casting, found.start, found.end, casting.drafts[found.actor])


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
        and token.pos_ in ("PROPN", "NOUN", "ADJ", "X")
        and not (text.isupper() and len(text) > 1 and text.lower() not in SUFFIXES)
    )


def _name_after(casting: Casting, start: int) -> tuple[int, int] | None:
    """The run of one to four capitalised tokens at `start`, with initials, particles and suffixes inside it."""
    doc = casting.doc
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
    while end > start and not (doc[end - 1].text[0].isalpha() and doc[end - 1].text[0].isupper()):
        end -= 1
    if start < end and (following := _after_particles(casting, end)) is not None:
        end = following + 1  # "Ada |van der Lind"
    if any(c in '\n/:;,()"@|•' for c in doc[start:end].text):
        return start, start
    if end - start == 1 and (doc[start].pos_ not in ("PROPN",) or len(doc[start]) < 3):
        return start, start
    return start, end


def _words(casting: Casting, start: int, end: int) -> list[str]:
    return [w for w in re.split(r"\s+", casting.doc[start:end].text.strip()) if w]


def surname(words: list[str]) -> str:
    """The last word of a name that is not a suffix.

    >>> surname(["Ana", "Dorin", "III"])
    'Dorin'
    """
    for word in reversed(words):
        if word.lower() not in SUFFIXES:
            return word
    return words[-1]


def _note_person(casting: Casting, start: int, end: int, rule: str, confidence: float) -> None:
    words = _words(casting, start, end)
    if casting.taken(start, end):
        return
    known = _same_person(casting, words)
    draft = known or casting.draft(" ".join(words), "person", rule, confidence)
    casting.add(start, end, draft.id, rule, confidence)


def _same_person(casting: Casting, words: list[str]) -> Draft | None:
    """The one person already drafted with this name or a variant (first and last word alike), if there is just one."""
    if len(words) == 1:
        return None
    same = [
        d
        for d in casting.drafts.values()
        if d.kind == "person"
        and len(other := d.name.split()) > 1
        and other[0].lower() == words[0].lower()
        and surname(other).lower() == surname(words).lower()
    ]
    return same[0] if len(same) == 1 else None


def _link_surnames(casting: Casting) -> None:
    """Merge persons of one word into the one full name they belong to, and find surnames that spaCy missed."""
    by_surname: dict[str, list[str]] = {}
    for entity in casting.knowledge.entities.values():
        if entity.kind == "person":
            by_surname.setdefault(surname(entity.name.split()).lower(), []).append(entity.id)
    for draft in casting.drafts.values():
        words = draft.name.split()
        if draft.kind == "person" and len(words) > 1:
            ids = by_surname.setdefault(surname(words).lower(), [])
            if draft.id not in ids:
                ids.append(draft.id)
    for found in [f for f in casting.found if casting.drafts[f.actor].kind == "person"]:
        words = casting.drafts[found.actor].name.split()
        if len(words) == 1:
            target, rule = _full_name(by_surname, words[0])
            if target and target != found.actor:
                casting.drop(found)
                _draft_known(casting, target)
                confidence = SURNAME if rule == "surname" else MISSPELT
                casting.add(found.start, found.end, target, rule, confidence)
                if not any(f.actor == found.actor for f in casting.found):
                    del casting.drafts[found.actor]
    for token in (casting.doc[i] for i, at in enumerate(casting.parse.starts) if casting.text[at].isupper()):
        if len(token) > 2 and token.is_alpha and not casting.taken(token.i, token.i + 1):
            target, rule = _full_name(by_surname, token.text)
            if target and (rule == "surname" or token.pos_ in ("PROPN", "NOUN")):
                _draft_known(casting, target)
                casting.add(token.i, token.i + 1, target, rule, SURNAME if rule == "surname" else MISSPELT)


def _draft_known(casting: Casting, actor_id: str) -> None:
    if actor_id not in casting.drafts:
        casting.draft_entity(casting.knowledge.entities[actor_id])


def _full_name(by_surname: dict[str, list[str]], word: str) -> tuple[str | None, str]:
    """The one person with this surname, or with a surname one letter away; None where two are possible."""
    ids = by_surname.get(word.lower())
    if ids:
        return (ids[0], "surname") if len(ids) == 1 else (None, "")
    if len(word) < MIN_MISSPELT:
        return None, ""
    near = [
        i
        for name, ids in by_surname.items()
        if len(name) >= MIN_MISSPELT and one_letter_away(name, word.lower())
        for i in ids
    ]
    return (near[0], "surname-misspelt") if len(near) == 1 else (None, "")


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
