"""Names in the text: actors of the tables, and persons with the offices the text gives them."""

from __future__ import annotations

import re

from spacy.tokens import Token

from standoff.annotation import Role
from standoff.readers.actors.casting import Casting, Draft
from standoff.readers.actors.words import words
from standoff.readers.knowledge import Title

# How sure each way of naming is: set by reading some hundred mentions in the development corpora, not yet calibrated.
TABLE, ADJECTIVE, SEAT = 0.98, 0.95, 0.8
TITLED, FULL_NAME, SINGLE_NAME, SURNAME, MISSPELT = 0.95, 0.85, 0.6, 0.93, 0.7
ORGANISATION = 0.6

HONORIFICS, SUFFIXES, PARTICLES = words("names", "honorifics"), words("names", "suffixes"), words("names", "particles")
MODIFIERS, NOT_NAMES = words("names", "modifiers"), words("names", "never")
LOCATIVE, MOTION, DEALING = words("places", "locative"), words("places", "motion"), words("places", "dealing")
MOTION_VERBS, ATTACK_VERBS = words("places", "motion_verbs"), words("places", "attack_verbs")
DEALING_WORDS = words("places", "dealing_words")
MIN_MISSPELT = 6  # a shorter surname is too often one letter away from another word


def find_entities(casting: Casting) -> None:
    """Note every name of an actor in the tables; a capital or seat only where it acts, speaks or is dealt with."""
    names = casting.index.entities
    waiting: list[tuple[int, int, tuple[tuple[str, str], ...]]] = []
    after = 0
    for token in casting.doc:
        if token.i < after or not (token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in "aAeE"):
            continue
        match = names.longest_at(casting.text, token.idx)
        if match is None:
            continue
        run = casting.tokens_until(token.i, match.end)
        after = run.end
        if run[-1].idx + len(run[-1]) != match.end:
            continue
        if _inside_person(casting, run.start, run.end):
            continue
        if len(match.values) == 1 and match.values[0][1] not in ("capital", "seat"):
            actor_id, how = match.values[0]
            _note_entity(casting, run.start, run.end, actor_id, how)
        else:
            waiting.append((run.start, run.end, match.values))
    for start, end, values in waiting:
        chosen = _choose(casting, start, end, values)
        if chosen:
            _note_entity(casting, start, end, *chosen)


def _note_entity(casting: Casting, start: int, end: int, actor_id: str, how: str) -> None:
    entity = casting.knowledge.entities[actor_id]
    casting.draft_entity(entity)
    confidence = {"name": TABLE, "adjective": ADJECTIVE, "people": ADJECTIVE}.get(how, SEAT)
    casting.add(start, end, actor_id, f"table-{how}", confidence)


def _inside_person(casting: Casting, start: int, end: int) -> bool:
    """Whether spaCy reads the tokens as part of a longer name of a person ("Chad Smith", "Michael Jordan")."""
    first = casting.doc[start]
    if first.ent_type_ != "PERSON" or end - start > 1:
        return False
    before = first.ent_iob_ == "I" and casting.doc[start - 1].pos_ == "PROPN"
    follows = end < len(casting.doc) and casting.doc[end].ent_iob_ == "I" and casting.doc[end].pos_ == "PROPN"
    return before or follows


def _choose(casting: Casting, start: int, end: int, values: tuple[tuple[str, str], ...]) -> tuple[str, str] | None:
    """One reading of a name with several, or of a capital or seat: the actor that the document names otherwise."""
    acting = [(actor, how) for actor, how in values if how not in ("capital",) or is_acting(casting, start, end)]
    if len(acting) < 2:
        return acting[0] if acting else None
    counts = {actor: sum(f.actor == actor for f in casting.found) for actor, _ in acting}
    return max(acting, key=lambda value: (counts[value[0]], value[1] == "name"))


def is_acting(casting: Casting, start: int, end: int) -> bool:
    """Whether a place name stands for its government: it acts, owns, or is spoken to; not where things are or go."""
    head = casting.doc[start:end].root
    if end < len(casting.doc) and casting.doc[end].text == "," and end + 1 < len(casting.doc):
        following = casting.doc[end + 1]
        if following.ent_type_ == "GPE" and head.dep_ == "pobj":
            return False
    while head.dep_ == "conj":
        head = head.head
    if head.dep_ in ("nsubj", "nsubjpass", "agent"):
        return head.head.pos_ in ("VERB", "AUX")
    if head.dep_ == "poss":
        return head.head.ent_type_ not in ("FAC", "LOC", "GPE")
    if head.dep_ == "dobj":
        return head.head.lemma_ not in MOTION_VERBS | ATTACK_VERBS
    if head.dep_ == "pobj":
        preposition = head.head.lower_
        if preposition in LOCATIVE:
            return False
        if preposition in MOTION:
            return head.head.head.lemma_ in DEALING_WORDS
        return preposition in DEALING
    return False


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
        elif token.lower_ in PARTICLES and end + 1 < len(doc) and _is_name_token(doc[end + 1]):
            end += 1
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
        elif doc[start].lower_ in HONORIFICS or not (doc[start].text[0].isupper() or doc[start].lower_ in PARTICLES):
            start += 1
            moved = True
    while end > start and not (doc[end - 1].text[0].isalpha() and doc[end - 1].text[0].isupper()):
        end -= 1
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
    for token in casting.doc:
        if token.text[0].isupper() and len(token) > 2 and token.is_alpha and not casting.taken(token.i, token.i + 1):
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


def read_roles(casting: Casting, start: int, end: int, draft: Draft) -> None:
    """Give the person the office that stands before or after the name, with the actor it belongs to."""
    before = office_before(casting, start)
    if before:
        form, title, of, first = before
        _give_role(casting, draft, form, title, of, first, end)
    after = _office_after(casting, end)
    if after:
        form, title, of, last = after
        _give_role(casting, draft, form, title, of, start, last)


def _give_role(casting: Casting, draft: Draft, form: str, title: Title, of: str | None, first: int, last: int) -> None:
    span = casting.parse.span(casting.doc[first:last])
    draft.add_role(Role(form, of, span))
    draft.codes.setdefault("plover", title.sector)
    draft.speaks_for = draft.speaks_for and title.speaks_for


def office_before(casting: Casting, end: int) -> tuple[str, Title, str | None, int] | None:
    """The office that ends just before token `end`: (form, title, actor it belongs to, its first token).

    "NATO's outgoing Secretary General |Jens ...": the form "secretary general" of NATO, whose words begin at "NATO".
    """
    doc, titles = casting.doc, casting.index.titles
    stop = end
    while stop > 0 and doc[stop - 1].lower_ in HONORIFICS:
        stop -= 1
    best: tuple[str, Title, int] | None = None
    for first in range(max(0, stop - 7), stop):
        match = titles.longest_at(casting.lower, doc[first].idx)
        if match and casting.tokens_until(first, match.end).end == stop:
            best = (match.values[0][0], match.values[0][1], first)
            break
    if best is None and stop > 0 and doc[stop - 1].text == ",":  # "its foreign minister, Teodor Ansel,"
        return office_before(casting, stop - 1) if stop == end else None
    if best is None:
        best = _office_of_before(casting, stop)
        if best is None:
            return None
        return best[0], best[1], _of_between(casting, best[2], stop), best[2]
    form, title, first = best
    owner = first
    while owner > 0 and (doc[owner - 1].lower_ in MODIFIERS or doc[owner - 1].text in ("'s", "'", "-")):
        owner -= 1
    holder = casting.at(owner - 1) if owner > 0 else None
    if holder and casting.drafts[holder.actor].kind in ("country", "organisation"):
        return form, title, holder.actor, holder.start
    if owner > 0 and doc[owner - 1].lower_ in ("its", "their"):
        return form, title, last_body(casting, owner - 1), owner - 1
    return form, title, None, first


def last_body(casting: Casting, before: int) -> str | None:
    """Whose "its" is: the state or organisation that was last the subject, in this sentence or the one before it."""
    doc = casting.doc
    sentence = doc[before].sent
    start = doc[sentence.start - 1].sent.start if sentence.start > 0 else sentence.start
    for i in range(before - 1, start - 1, -1):
        found = casting.at(i)
        if (
            found
            and casting.drafts[found.actor].kind in ("country", "organisation")
            and doc[i].dep_ in ("nsubj", "nsubjpass")
        ):
            return found.actor
    return None


def _office_of_before(casting: Casting, stop: int) -> tuple[str, Title, int] | None:
    """Read "President of Karsova |Ana Dorin": the office with "of" and an actor between it and the name."""
    doc, titles = casting.doc, casting.index.titles
    holder = casting.at(stop - 1) if stop > 0 else None
    if holder is None or casting.drafts[holder.actor].kind not in ("country", "organisation"):
        return None
    of = holder.start
    while of > 0 and doc[of - 1].lower_ == "the":
        of -= 1
    if of == 0 or doc[of - 1].lower_ not in ("of", "for"):
        return None
    for first in range(max(0, of - 6), of - 1):
        match = titles.longest_at(casting.lower, doc[first].idx)
        if match and casting.tokens_until(first, match.end).end == of - 1:
            return match.values[0][0], match.values[0][1], first
    return None


def _of_between(casting: Casting, first: int, stop: int) -> str | None:
    return next((f.actor for i in range(first, stop) if (f := casting.at(i))), None)


def _office_after(casting: Casting, start: int) -> tuple[str, Title, str | None, int] | None:
    """Read "Ana Dorin|, the Karsovan foreign minister,": (form, title, actor it belongs to, the token after it)."""
    doc, titles = casting.doc, casting.index.titles
    at = start
    if at >= len(doc) or doc[at].text not in (",", "("):
        return None
    at += 1
    of: str | None = None
    while at < len(doc) and at < start + 9:
        token = doc[at]
        found = casting.at(at)
        match = titles.longest_at(casting.lower, token.idx)
        if match:
            run = casting.tokens_until(at, match.end)
            form, title = match.values[0]
            last = run.end
            if of is None and last + 1 < len(doc) and doc[last].lower_ in ("of", "for", "to"):
                nxt = last + 1 + (doc[last + 1].lower_ == "the")
                holder = casting.at(nxt)
                if holder and casting.drafts[holder.actor].kind in ("country", "organisation"):
                    of, last = holder.actor, holder.end
            return form, title, of, last
        if found and casting.drafts[found.actor].kind in ("country", "organisation"):
            of = found.actor
            at = found.end
        elif token.lower_ in ("the", "a", "an", "'s", "'") or token.lower_ in MODIFIERS:
            at += 1
        else:
            return None
    return None


def find_organisations(casting: Casting) -> None:
    """Note organisations that only spaCy sees: two words or more, or an acronym, in running text."""
    for entity in casting.doc.ents:
        if entity.label_ != "ORG" or casting.taken(entity.start, entity.end):
            continue
        start, end = entity.start, entity.end
        while start < end and casting.doc[start].lower_ in ("the", "a", "an"):
            start += 1
        while end > start and casting.doc[end - 1].text in ("'s", "'", ".", ","):
            end -= 1
        tokens = casting.doc[start:end]
        text = tokens.text.strip()
        if not text or any(c in text for c in "\n,;:|/@\"'•") or not text[0].isupper():
            continue
        if text in casting.knowledge.toponyms or casting.parse.document.zone_at(tokens[0].idx) != "body":
            continue
        acronym = len(tokens) == 1 and text.isupper() and 2 < len(text) < 8
        if acronym or (
            len(tokens) > 1
            and all(t.text[0].isupper() or t.lower_ in ("of", "the", "for", "and", "on", "-") for t in tokens)
        ):
            draft = casting.draft(text, "organisation", "organisation", ORGANISATION)
            casting.add(start, end, draft.id, "organisation", ORGANISATION)
