"""Persons in the text: full names, names with a title, and the surnames that belong to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from standoff.readers.actors.casting import Casting, Draft
from standoff.readers.actors.genders import FEMALE_NAMES, MALE_NAMES, Gender, gender_of, read_genders
from standoff.readers.actors.offices import office_after, read_roles
from standoff.readers.actors.words import words
from standoff.readers.phrases import Phrases

# How sure each way of naming is: set by reading some hundred mentions in the development corpora, not yet calibrated.
TITLED, FULL_NAME, SINGLE_NAME, SURNAME, FIRST_NAME, MISSPELT = 0.95, 0.85, 0.6, 0.93, 0.85, 0.7

HONORIFICS, SUFFIXES, PARTICLES = words("names", "honorifics"), words("names", "suffixes"), words("names", "particles")
NOT_NAMES = words("names", "never")
NOT_PERSONS, SAINTS = words("names", "not_persons"), words("names", "saints")
INITIALS = re.compile(r"(?:\w\.-?)+|\w")
MIN_MISSPELT = 6  # a shorter surname is too often one letter away from another word


def find_persons(casting: Casting) -> None:
    """Note persons named in full or with a title; then their surnames, even where spaCy took them for a place."""
    titles = casting.index.titles
    headlines = [z for z in casting.parse.document.zones if z.zone == "headline"]
    for token in casting.doc:
        match = titles.longest_at(casting.lower, token.idx)
        if (
            match
            and not casting.taken(token.i, token.i + 1)
            and not any(z.start <= token.idx < z.end for z in headlines)
        ):
            run = casting.tokens_until(token.i, match.end)
            comma = run.end < len(casting.doc) and casting.doc[run.end].text == ","
            name = _name_after(casting, run.end + comma)
            if name and comma and titles.longest_at(casting.lower, casting.doc[name[0]].idx):
                name = None  # "its army chief, General Ada Lind": the second title will find the name
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
    for token in casting.doc:
        if any(z.start <= token.idx < z.end for z in headlines):
            continue
        if name := _known_first_name(casting, token):
            _note_person(casting, *name, rule="first-name-known", confidence=FULL_NAME)
        elif name := _before_office(casting, token):
            _note_person(casting, *name, rule="name-title", confidence=FULL_NAME)
    _link_variants(casting)
    for found in [f for f in casting.found if casting.drafts[f.actor].kind == "person"]:
        read_roles(casting, found.start, found.end, casting.drafts[found.actor])


def _known_first_name(casting: Casting, token: Token) -> tuple[int, int] | None:
    """A name of two words or more that begins with a common first name, which spaCy did not take for a person."""
    if not _is_first_name(token) or casting.taken(token.i, token.i + 1) or token.ent_type_ in ("GPE", "FAC"):
        return None
    before = casting.doc[token.i - 1] if token.i else None
    if before is not None and (before.lower_ in SAINTS or (before.text[0].isupper() and before.pos_ == "PROPN")):
        return None
    name = _name_after(casting, token.i)
    if name is None or name[1] - name[0] < 2:
        return None
    run = casting.doc[name[0] : name[1]]
    unlikely = any(t.lower_ in NOT_PERSONS for t in run) or run.text in casting.knowledge.toponyms
    return None if unlikely or not run[-1].pos_ == "PROPN" else name


def _before_office(casting: Casting, token: Token) -> tuple[int, int] | None:
    """A run of two capitalised words or more that an office follows: "|Xun Tao|, the Karsovan president"."""
    inside = token.i > 0 and casting.doc[token.i - 1].pos_ == "PROPN"
    if inside or token.pos_ != "PROPN" or token.ent_type_ in ("GPE", "FAC", "ORG") or casting.taken(token.i, token.i + 1):
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
        elif doc[start].lower_ in HONORIFICS | PARTICLES or not doc[start].text[0].isupper():
            start += 1
            moved = True
    while end > start and not (doc[end - 1].text[0].isalpha() and doc[end - 1].text[0].isupper()):
        end -= 1
    if start < end and (following := _after_particles(casting, end)) is not None:
        end = following + 1  # "Ada |van der Lind"
    if "\n" in doc[start:end].text or any(c in doc[start:end].text for c in '/:;,()"@|•'):
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
                if len(word) > 2 and word.lower() not in PARTICLES:
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


def _link_variants(casting: Casting) -> None:
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
        if not ids or not run[-1].text[0].isupper() or not (len(run.text) > 2 and run[-1].is_alpha):
            continue
        if casting.taken(run.start, run.end) or (rule != "surname" and run[-1].pos_ not in ("PROPN", "NOUN")):
            continue
        _name(casting, run.start, run.end, _as_addressed(casting, run.start, ids, genders), rule)
        after = run.end


def _as_addressed(casting: Casting, start: int, ids: tuple[str, ...], genders: Mapping[str, Gender]) -> tuple[str, ...]:
    """Those whom the honorific before a name fits (not Mr Dorin where the text says "Ms Dorin"); the text's own first."""
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
