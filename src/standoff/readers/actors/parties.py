"""Parties by where they stand: names nobody listed, single unnamed people and bodies, towns that something is done to.

"Osk refused", "arrested a miner", "shelled Kellin": the noun alone would not do ("a miner's lamp", "talks in Kellin"),
so `arguments` says whether a party stands there. Only what no other pass has named is looked at, and only in the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from standoff.annotation import ActorKind
from standoff.readers.actors.arguments import does, governors, is_done_to, is_place_done_to, says
from standoff.readers.actors.casting import Casting, PartyNoun
from standoff.readers.actors.groups import note_lone, right_end, seat_of
from standoff.readers.actors.names import DEALING_WORDS
from standoff.readers.actors.words import words
from standoff.readers.knowledge import Toponym

NAME, PLACE, BODY = 0.5, 0.6, 0.5
PAPERS, NOT_NAMES = words("parties", "papers"), words("names", "never") | words("names", "honorifics")
NAME_ENDS, ANY_NAME = words("parties", "name_ends"), words("parties", "bodies_of_any_name")
NUMERAL = re.compile(r"[IVXLC]+")
NAMED_AS = frozenset({"", "PERSON", "ORG", "GPE", "NORP"})
"""Entity types that a party's name may have been given; a law, an event, a day is none."""

LONGEST = 4
"""How many words a town's name or a noun for a party has at most."""

DEPS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "conj", "appos", "poss", "compound", "nmod"})


def find_parties(casting: Casting) -> None:
    """Note what stands as a party does: a town, a name, an unnamed person or body."""
    heads = {casting.doc[f.start : f.end].root.i for f in casting.found}
    zone_at = casting.parse.document.zone_at
    places = {e.end - 1: e for e in casting.doc.ents if e.label_ in ("GPE", "LOC")}
    names: list[TokenSpan] = []
    for i, dep in enumerate(casting.parse.deps):
        if dep not in DEPS or i in heads or i in casting.open or casting.at(i) is not None:
            continue
        token = casting.doc[i]
        if token.pos_ not in ("NOUN", "PROPN") or zone_at(token.idx) != "body":
            continue
        place = _place_at(casting, token, places.get(i))
        stands = does(token) or is_done_to(token)
        if place is not None and (is_place_done_to(token) or (place[1] and does(token))):
            _note_place(casting, *place)
        elif dep in ("compound", "nmod") or not stands:
            continue
        elif token.pos_ == "PROPN" and token.lower_ in NAME_ENDS:
            _note_body(casting, token)
        elif (noun := _noun_at(casting, token)) is not None:
            if not _is_named_after(casting, token):
                _note_noun(casting, *noun, token)
        elif (name := _name_at(casting, token)) is not None:
            names.append(name)
    _note_names(casting, names)


def _place_at(casting: Casting, token: Token, entity: TokenSpan | None) -> tuple[TokenSpan, tuple[Toponym, ...]] | None:
    """The town or region whose name ends at a token, with the places that have it; none for one that is not listed."""
    if not token.text[0].isupper():
        return None
    for first in range(max(token.left_edge.i, token.i + 1 - LONGEST), token.i + 1):
        name = casting.doc[first : token.i + 1]
        toponyms = casting.knowledge.toponyms.get(name.text, ())
        if any(t.given for t in toponyms) or (toponyms and token.ent_type_ not in ("PERSON", "ORG")):
            return name, toponyms
    if entity is None:
        return None
    return casting.doc[entity.start + (entity[0].lower_ == "the") : entity.end], ()


def _note_place(casting: Casting, name: TokenSpan, toponyms: tuple[Toponym, ...]) -> None:
    """Note a town as a party, with the code of its state; a capital that acts or is dealt with is its government."""
    head, seat = name.root, seat_of(casting, name[0])
    if seat is not None and (does(head) or _is_dealt_with(head)):
        casting.draft_entity(casting.knowledge.entities[seat])
        casting.add(name.start, name.end, seat, "table-capital", PLACE)
        return
    draft = casting.draft(name.text, "group", "place-as-party", PLACE)
    draft.speaks_for = False
    states = {casting.knowledge.entities[seat].codes.get("iso3")} if seat else {t.country for t in toponyms}
    if len(states) == 1 and (state := states.pop()):
        draft.codes.setdefault("iso3", state)
    casting.add(name.start, name.end, draft.id, "place-as-party", PLACE)


def _is_dealt_with(place: Token) -> bool:
    """Whether what is done to a place is done to those who rule it: "sanctions on |Velm|", not "shelled |Velm|"."""
    return place.dep_ == "pobj" and any(t.lemma_ in DEALING_WORDS for t in governors(place.head))


def _noun_at(casting: Casting, head: Token) -> tuple[int, PartyNoun] | None:
    """The longest noun for a party that ends at a token: its first token, and the noun."""
    for first in range(max(head.left_edge.i, head.i + 1 - LONGEST), head.i + 1):
        noun = casting.index.lone_nouns.get(casting.lower[casting.doc[first].idx : head.idx + len(head)])
        if noun is not None and not casting.taken(first, head.i + 1):
            return first, noun
    return None


def _is_named_after(casting: Casting, noun: Token) -> bool:
    """Whether the party's name follows, so that the noun is its title: "the |leader| Ada Lind"; or its members do."""
    doc, after = casting.doc, noun.i + 1
    if after < len(doc) and doc[after].text == "-":
        return True  # "commander-in-chief"
    if after < len(doc) and doc[after].pos_ == "PROPN" and doc[after].ent_type_ not in ("DATE", "TIME"):
        return True
    beside = any(c.dep_ == "appos" and casting.at(c.i) is not None for c in noun.children)
    return beside or (noun.lower_ == "group" and any(c.lower_ == "of" for c in noun.children))


def _note_noun(casting: Casting, first: int, noun: PartyNoun, head: Token) -> None:
    """Note an unnamed party; "the company" is the organisation named in this sentence or the one before it."""
    doc = casting.doc
    if first and doc[first - 1].lower_ == "the" and first == head.i:
        bodies = _bodies_meant(casting, head)
        if len(bodies) == 1:
            casting.add(head.i, head.i + 1, bodies[0], "body", BODY)
        elif bodies:
            casting.leave_open(head, bodies)
        if bodies:
            return
    elif says(head) and head.left_edge.i + 1 >= head.i:
        return  # "an official said"
    note_lone(casting, first, head, noun)


def _bodies_meant(casting: Casting, head: Token) -> list[str]:
    """The organisations that "the university" can mean: those with the word in their name; any, near "the company"."""
    doc, word = casting.doc, head.lower_
    if word not in NAME_ENDS | ANY_NAME:
        return []
    named = [f for f in casting.found if f.end <= head.i and casting.drafts[f.actor].kind == "organisation"]
    meant = [f.actor for f in named if word in casting.drafts[f.actor].name.lower().split()]
    if not meant and word in ANY_NAME:
        since = doc[head.sent.start - 1].sent.start if head.sent.start else 0
        owned = {f.actor for f in named if casting.drafts[f.actor].codes.get("plover") in ("IGO", "GOV", "MIL")}
        meant = [f.actor for f in named if f.start >= since and f.rule != "institution" and f.actor not in owned]
    return list(dict.fromkeys(meant))


def _note_body(casting: Casting, head: Token) -> None:
    """Note a body by its name, which its own kind ends or begins: "Karsovan Civil Union", "Movement for Peace"."""
    doc, start = casting.doc, head.i
    while start > head.left_edge.i and doc[start - 1].text[0].isupper() and doc[start - 1].pos_ in ("PROPN", "ADJ"):
        start -= 1
    name = doc[start : right_end(casting, head)]
    if start > 1 and doc[start - 1].lower_ == "and" and doc[start - 2].pos_ == "PROPN":
        return  # "Food and |Farming Agency|"
    if len(name) > 1 and not (casting.at(start) and len(name) == 2):
        draft = casting.draft(name.text, "organisation", "name-as-party", NAME)
        casting.add(name.start, name.end, draft.id, "name-as-party", NAME, covers=False)


def _name_at(casting: Casting, head: Token) -> TokenSpan | None:
    """The capitalised name that ends at a token, where it can be a person's or a body's and is no part of a longer."""
    doc, start = casting.doc, head.i
    while start > head.left_edge.i and _is_part(casting, doc[start - 1]) and casting.at(start - 1) is None:
        start -= 1
    name = doc[start : head.i + 1]
    if head.pos_ != "PROPN" and not (head.text.isupper() and len(head) > 2):
        return None
    if not all(_is_part(casting, t) for t in name) or len(head) < (2 if head.text.isupper() else 3):
        return None
    if head.lower_ in PAPERS | NOT_NAMES or NUMERAL.fullmatch(name.text) or _is_of_longer(doc, start, head.i + 1):
        return None
    if name.text.isupper() and name.text.title() in casting.knowledge.toponyms:
        return None  # a dateline
    listed = casting.index.entities.longest_at(casting.text, name[0].idx) is not None
    placed = name.text in casting.knowledge.toponyms and not (head.ent_type_ == "PERSON" and does(head))
    known = head.ent_type_ or head.tag_ == "NNPS" or name.text.isupper() or not _has_article(casting, name)
    return None if listed or placed or not known else name


def _is_of_longer(doc: Doc, start: int, end: int) -> bool:
    """Whether a name began before or goes on: "Action against |Hunger|", "al-|Dorin|", "|Battle| of Kellin"."""
    if end < len(doc) and (doc[end].lower_ == "of" or (doc[end].text == "-" and not doc[end - 1].whitespace_)):
        return True
    if not start:
        return False
    last, before = doc[start - 1], doc[start - 2] if start > 1 else None
    if last.text in ("-", "'s") or (last.pos_ == "PROPN" and last.text[0].isupper() and last.ent_type_ != "NORP"):
        return True
    return last.pos_ == "ADP" and before is not None and before.pos_ == "PROPN"


def _is_part(casting: Casting, token: Token) -> bool:
    """Whether a token can be a part of a party's name."""
    named = token.text[0].isupper() and token.text.isalpha() and token.ent_type_ in NAMED_AS
    return named and token.pos_ not in ("DET", "PRON") and token.i not in casting.offices


def _note_names(casting: Casting, names: Sequence[TokenSpan]) -> None:
    """Note the names, each with one kind: the entity reader's word for a body beats its silence."""
    bodies = {name.text for name in names if _is_name_of_body(casting, name)}
    for name in names:
        kind: ActorKind = "organisation" if name.text in bodies else "person"
        kind = "group" if name[-1].tag_ == "NNPS" else kind
        draft = casting.draft(name.text, kind, "name-as-party", NAME)
        casting.add(name.start, name.end, draft.id, "name-as-party", NAME)


def _is_name_of_body(casting: Casting, name: TokenSpan) -> bool:
    label = name[-1].ent_type_
    return label == "ORG" or name[-1].text.isupper() or (label != "PERSON" and _has_article(casting, name))


def _has_article(casting: Casting, name: TokenSpan) -> bool:
    return name.start > 0 and casting.doc[name.start - 1].lower_ == "the"
