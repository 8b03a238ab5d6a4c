"""The offices that a text gives to a name: before it, after it, and whose they are."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from standoff.annotation import Role
from standoff.readers.actors.casting import Casting, Draft, Found
from standoff.readers.actors.words import words
from standoff.readers.knowledge import Title

HONORIFICS, MODIFIERS = words("names", "honorifics"), words("names", "modifiers")
FORMER = frozenset({"former", "ex", "late", "then"})


def read_roles(casting: Casting, start: int, end: int, draft: Draft) -> None:
    """Give the person the office that stands before or after the name, with the actor it belongs to."""
    before = office_before(casting, start)
    while before:  # "Karsova's army chief, General |Ada Lind"
        form, title, of, first = before
        _give_role(casting, draft, form, title, of, first, end)
        before = office_before(casting, first) if first > 0 and casting.doc[first - 1].text == "," else None
    after = office_after(casting, end)
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

    "Karsova's outgoing president |Ana ...": the form "president" of Karsova, whose words begin at "Karsova".
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
    if any(doc[i].lower_ in FORMER for i in range(owner, first)):
        title = replace(title, speaks_for=False)  # who was minister once speaks for himself
    holder = casting.at(owner - 1) if owner > 0 else None
    if holder and casting.drafts[holder.actor].kind in ("country", "organisation"):
        return form, title, holder.actor, holder.start
    if owner > 0 and doc[owner - 1].lower_ in ("its", "their"):
        return form, title, last_body(casting, owner - 1), owner - 1
    return form, title, None, first


def body_at(casting: Casting, index: int) -> Found | None:
    """The state or organisation named at a token, where the name stands for itself: not in "the Karsovan firm"."""
    found = casting.at(index)
    if found is None or casting.drafts[found.actor].kind not in ("country", "organisation"):
        return None
    last = casting.doc[found.end - 1]
    return None if last.dep_ in ("amod", "compound", "nmod") and last.head.i >= found.end else found


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
        if doc[i].dep_ in ("nsubj", "nsubjpass"):
            bodies = (f for f in casting.found if f.rule == "institution" and f.end == i + 1)
            if (body := next(bodies, None)) is not None:
                return body.actor
    return None


def _office_of_before(casting: Casting, stop: int) -> tuple[str, Title, int] | None:
    """Read "President of Karsova |Ana Dorin": the office with "of" and an actor between it and the name."""
    doc, titles = casting.doc, casting.index.titles
    holder = casting.at(stop - 1) if stop > 0 else None
    if holder is not None and casting.drafts[holder.actor].kind not in ("country", "organisation"):
        return None
    of = holder.start if holder else stop
    while holder is None and of > 0 and doc[of - 1].text[0].isupper() and casting.at(of - 1) is None:
        of -= 1  # "the mayor of Kellin, |Ada Lind"
    if of == stop:
        return None
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


def _qualifies(token: Token) -> bool:
    """Whether a word qualifies the noun after it: "the Union's |trade| commissioner"."""
    return token.dep_ in ("compound", "amod", "poss", "nmod") and token.head.i > token.i and token.pos_ != "VERB"


def office_after(casting: Casting, start: int) -> tuple[str, Title, str | None, int] | None:
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
                holder = body_at(casting, nxt)
                if holder:
                    of, last = holder.actor, holder.end
            return form, title, of, last
        if found and casting.drafts[found.actor].kind in ("country", "organisation"):
            of = found.actor
            at = found.end
        elif token.lower_ in ("the", "a", "an", "'s", "'") or token.lower_ in MODIFIERS or _qualifies(token):
            at += 1
        else:
            return None
    return None
