"""Unnamed parties and institutions: "Karsovan border guards", "the foreign ministers", "the Defence Ministry"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from standoff.annotation import Role
from standoff.readers.actors.casting import Casting, Draft, PartyNoun
from standoff.readers.actors.offices import FORMER, last_body
from standoff.readers.actors.words import words

WITH_OWNER, WITHOUT_OWNER, INSTITUTION, LONE = 0.9, 0.7, 0.85, 0.6
LONE_RULE = "unnamed-party"

QUANTIFIERS = words("parties", "quantifiers")
OWNED_ONLY, AFFECTED = words("parties", "owned_only"), words("parties", "affected")
COUNTING, POINTING = words("parties", "counting"), words("parties", "pointing")
ALWAYS_OWNED, TOLD_APART = words("parties", "always_owned"), words("parties", "told_apart")
JOINTS = frozenset({"'s", "'", "-", "and", ",", "the"})
SEATED = ("GOV", "COP", "JUD")
"""Sectors whose parties belong to the state in whose capital they are: "police in Velm", not "troops in Velm"."""
OWNING_PREPOSITIONS = ("of", "from", "for")


def find_groups(casting: Casting) -> None:
    """Note unnamed parties and institutions, each tied to the state or organisation its phrase names.

    "the guards" after one earlier "Karsovan border guards" is that same party; with two earlier ones it stands alone.
    """
    nouns = casting.index.nouns
    after = 0
    for i, offset in enumerate(casting.parse.starts):
        match = nouns.longest_at(casting.lower, offset) if i >= after else None
        if match is None or not casting.doc[i].is_alpha or casting.taken(i, i + 1):
            continue
        run = casting.tokens_until(i, match.end)
        head = run[-1]
        after = run.end
        if (
            head.pos_ not in ("NOUN", "PROPN")
            or head.dep_ in ("compound", "amod", "npadvmod")
            or casting.taken(run.start, run.end)
        ):
            continue
        _note(casting, run.start, head, match.values[0])


def _note(casting: Casting, first: int, head: Token, noun: PartyNoun) -> None:
    """Note the party, or one for each owner: "Karsovan and Tarlandish negotiators" are two."""
    doc = casting.doc
    start, end = left_end(casting, first, head), head.i + 1
    owners = _owners_left(casting, start, first)
    if noun.kind == "organisation":
        end = right_end(casting, head)
    owners = owners or _owners_right(casting, head, end)
    if not owners and start > 0 and doc[start - 1].lower_ in ("its", "their") and (body := last_body(casting, start)):
        owners = (body,)
    if not owners and (noun.kind == "organisation" or noun.sector in SEATED):
        owners = _seated_in(casting, head)
    if not owners and start == first:
        same = earlier_parties(casting, head)
        if noun.kind == "organisation" and not same and not doc[first].text[0].isupper():
            return
        if len(same) == 1:
            casting.add(start, end, same[0], "group-again", WITHOUT_OWNER, covers=False)
            return
        if same and start > 0 and doc[start - 1].lower_ == "the":
            casting.leave_open(head, same)
            return
    if not owners and (head.lower_ in OWNED_ONLY or (head.lower_ in AFFECTED and not _is_affected(head))):
        return
    rule = "institution" if noun.kind == "organisation" else "group"
    confidence = INSTITUTION if noun.kind == "organisation" else WITH_OWNER if owners else WITHOUT_OWNER
    _add(casting, first, head, (start, end), owners, noun, rule, confidence)


def note_lone(casting: Casting, first: int, head: Token, noun: PartyNoun) -> None:
    """Note a party whose noun is one only where a party stands: "a Karsovan |miner|", "the |company|"."""
    start, end = left_end(casting, first, head), head.i + 1
    owners = _owners_left(casting, start, first) or _owners_right(casting, head, end)
    if not owners and noun.sector in SEATED:
        owners = _seated_in(casting, head)
    if owners or not _is_vague(casting, start, first, head, noun):
        former = any(t.lower_ in FORMER for t in casting.doc[max(0, start - 1) : first])
        speaks_for = noun.speaks_for and noun.sector != "REB" and not former  # a Karsovan gunman is not Karsova
        noun = replace(noun, kind="group", speaks_for=speaks_for)
        _add(casting, first, head, (start, end), owners, noun, LONE_RULE, LONE)


def _is_vague(casting: Casting, start: int, first: int, head: Token, noun: PartyNoun) -> bool:
    """Whether a party without an owner could be anybody: "the countries", "members", "their children"; or no party."""
    if any(c.dep_ == "poss" and c.pos_ == "PRON" for c in head.children):
        return True
    if head.lower_ in OWNED_ONLY and noun.sector == "MIL":
        return True  # "sent tanks"
    if start < head.i:
        return False
    if head.lower_ in ALWAYS_OWNED:
        return True
    if head.tag_ == "NNS" and any(c.lower_ in POINTING for c in head.children):
        return True
    counted = any(c.dep_ == "nummod" or c.lower_ in COUNTING for c in head.children) or head.head.lower_ == "of"
    return head.lower_ in OWNED_ONLY | TOLD_APART and not counted


def _add(
    casting: Casting,
    first: int,
    head: Token,
    extent: tuple[int, int],
    owners: tuple[str, ...],
    noun: PartyNoun,
    rule: str,
    confidence: float,
) -> None:
    """Note the party, once for each owner, and its tie to that owner."""
    rest = _rest(casting, *extent)
    for owner in owners or (None,):
        name = rest if owner is None else f"{_in_front(casting, owner)} {rest}"
        draft = casting.draft(name, noun.kind, rule, confidence, noun.sector)
        draft.speaks_for = noun.speaks_for
        if owner:
            _link(casting, draft, casting.doc[first : head.i + 1].text.lower(), owner, *extent)
        casting.add(*extent, draft.id, rule, confidence, covers=False)


def _rest(casting: Casting, start: int, end: int) -> str:
    """The words of a phrase but its owners': "president's office" of "the Karsovan president's office"."""
    words: list[str] = []
    for token in casting.doc[start:end]:
        if token.text in ("'s", "'") and token.i > start and casting.at(token.i - 1) is None and words:
            words[-1] += token.text
        elif casting.at(token.i) is None and token.text not in JOINTS:
            words.append(token.text)
    return " ".join(words)


def _is_affected(head: Token) -> bool:
    """Whether something is done to them, or they are counted: "killed four people"."""
    return head.dep_ in ("dobj", "nsubjpass") or any(c.dep_ == "nummod" for c in head.children)


def _in_front(casting: Casting, owner: str) -> str:
    """How an owner stands before a noun: "Karsovan" for Karsova, so that "Karsova's troops" are "Karsovan troops"."""
    entity = casting.knowledge.entity(owner)
    return entity.adjectives[0] if entity and entity.adjectives else casting.drafts[owner].name


def _link(casting: Casting, draft: Draft, title: str, owner: str, start: int, end: int) -> None:
    draft.add_role(Role(title, owner, casting.parse.span(casting.doc[start:end])))
    iso3 = casting.drafts[owner].codes.get("iso3")
    if iso3:
        draft.codes.setdefault("iso3", iso3)


def left_end(casting: Casting, first: int, head: Token) -> int:
    """The first token of the phrase's modifiers: names, adjectives and nouns, without articles and numbers."""
    doc = casting.doc
    start = first
    at = first - 1
    while at >= head.left_edge.i:
        token = doc[at]
        found = casting.at(at)
        if found:
            start = found.start
            at = found.start - 1
            continue
        if token.text in ("'s", "'", "-", "and", ","):
            at -= 1
            if token.text == "," or (token.text == "and" and casting.at(at) is None):
                break
            continue
        if (
            not token.text[0].isalnum()
            or token.lower_ in QUANTIFIERS
            or token.pos_ in ("NUM", "DET", "VERB", "ADP", "PUNCT", "PRON", "SPACE", "ADV")
        ):
            break
        if token.dep_ not in ("amod", "compound", "nmod", "poss"):
            break
        if token.lower_ == "old" and doc[at - 1].text == "-":
            break  # "a 20-year-old |Karsovan man"
        if token.tag_ in ("NNS", "NNPS") and casting.at(start) is not None:
            break  # a relative clause without its pronoun: "the meetings |Karsovan ministers held"
        start = at
        at -= 1
    return _joined_adjective(casting, start)


def _joined_adjective(casting: Casting, start: int) -> int:
    """The first token of "Karsovan and |Meranian negotiators", where the parse takes "Karsovan" for a noun."""
    doc, found = casting.doc, casting.at(start)
    if found and start > 2 and doc[found.end].text == doc[start - 2].text and doc[start - 2].text in ("'s", "'"):
        owner = casting.at(start - 3)  # "Karsova's and |Merania's ministers"
        return owner.start if owner and doc[start - 1].text == "and" else start
    other = casting.at(start - 2) if start > 1 else None
    if found and other and doc[start - 1].text in ("and", "or", ","):
        states = [casting.knowledge.entity(f.actor) for f in (found, other)]
        texts = [casting.doc[f.start : f.end].text for f in (found, other)]
        if all(e is not None and text in e.adjectives for e, text in zip(states, texts, strict=True)):
            return _joined_adjective(casting, other.start)
    return start


def _body_at(casting: Casting, index: int) -> str | None:
    """The actor named at a token where it can own a party: a state, an organisation, or a ruler and his government."""
    found = casting.at(index)
    return found.actor if found and casting.drafts[found.actor].kind in ("country", "organisation") else None


def _owners_left(casting: Casting, start: int, first: int) -> tuple[str, ...]:
    owners = tuple(dict.fromkeys(a for i in range(start, first) if (a := _body_at(casting, i)) is not None))
    ruler = casting.at(first - 1) if first > start else None
    if not owners and ruler is not None and casting.drafts[ruler.actor].kind == "person":
        return (ruler.actor,)  # "the Dorin government"
    return owners


def _owners_right(casting: Casting, head: Token, end: int) -> tuple[str, ...]:
    """The owners after "of", "from" or "for": "the ministers of Karsova and Tarland", "of the Compact's members"."""
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in OWNING_PREPOSITIONS:
            for noun in (c for c in child.children if c.dep_ == "pobj"):
                sides = [noun, *(t for t in noun.conjuncts if t.i > noun.i)]
                owners = [a for t in sides if (a := _body_at(casting, t.i)) is not None]
                inner = (
                    i
                    for i in range(noun.left_edge.i, noun.i)
                    if casting.doc[i].pos_ != "PRON" and _body_at(casting, i) is not None
                )
                if not owners and (at := next(inner, None)) is not None:
                    owners = [a for a in [_body_at(casting, at)] if a]
                if owners:
                    return tuple(dict.fromkeys(owners))
    doc = casting.doc
    at = end if doc[end - 1].lower_ in ("of", "for") else end + 1  # "Ministry of Defence of |Merania"
    after = _body_at(casting, at) if at < len(doc) and doc[at - 1].lower_ in ("of", "for") else None
    return (after,) if after else ()


def _seated_in(casting: Casting, head: Token) -> tuple[str, ...]:
    """The state of "the foreign ministry in Velm", the states of "officials in Velm and Ostmar"."""
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "in":
            places = [t for c in child.children for t in (c, *c.conjuncts)]
            seats = tuple(dict.fromkeys(s for place in places if (s := seat_of(casting, place)) is not None))
            for seat in seats:
                casting.draft_entity(casting.knowledge.entities[seat])
            return seats
    return ()


def seat_of(casting: Casting, place: Token) -> str | None:
    """The one state or organisation that has its capital at this name."""
    match = casting.index.entities.longest_at(casting.text, place.idx)
    seats = [actor for actor, how in match.values if how == "capital"] if match else []
    return seats[0] if len(seats) == 1 else None


def right_end(casting: Casting, head: Token) -> int:
    """The end of "Ministry of Foreign Affairs": an "of" phrase of capitals that names no actor."""
    doc = casting.doc
    at = head.i + 1
    if (
        at + 1 < len(doc)
        and doc[at].lower_ in ("of", "for")
        and doc[at + 1].text[0].isupper()
        and casting.at(at + 1) is None
    ):
        at += 1
        while at < len(doc) and (
            doc[at].text[0].isupper()
            or (doc[at].lower_ == "and" and at + 1 < len(doc) and doc[at + 1].text[0].isupper())
        ):
            if casting.at(at) is not None:
                break
            at += 1
        return at
    return head.i + 1


def earlier_parties(casting: Casting, head: Token) -> list[str]:
    """The parties already found whose phrase ends in the same noun: those that the nearest sentence names."""
    same = [
        d.id
        for d in casting.drafts.values()
        if d.kind in ("group", "organisation")
        and d.roles
        and d.rule in ("group", "institution")
        and d.roles[0].title.split()[-1:] == [head.lower_]
    ]
    return casting.salient(same, head) if len(same) > 1 else same
