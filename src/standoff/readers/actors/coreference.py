"""Who "the Compact chief", "the minister" and "the alliance" are: offices and bodies tied to one actor, or left open.

A narrow resolver for news: an office is tied to the one person whom the text (or a table) gives that office. When two
remain possible nothing is tied, and both are kept as candidates. Pronouns are left to `pronouns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Token

from standoff.annotation import Role
from standoff.readers.actors.casting import Casting, Draft, Found
from standoff.readers.actors.genders import Gender, gender_of, read_genders
from standoff.readers.actors.groups import earlier_parties
from standoff.readers.actors.offices import FORMER, MODIFIERS, body_at, last_body
from standoff.readers.actors.words import phrases, rows, words
from standoff.readers.knowledge import Office, Title
from standoff.readers.phrases import Phrases

DESCRIPTION, UNNAMED = 0.9, 0.75
BODY = 0.85
BODIES, PAPERS = words("parties", "bodies"), words("parties", "papers")
GENERIC = words("offices", "generic") | frozenset(phrases("offices", "generic_phrases"))
COUNTERPARTS = words("offices", "counterparts")
AIDES = frozenset(phrases("offices", "aides"))
SAME = rows("offices", "same")

_GENERAL = Phrases((form, form) for form in sorted(GENERIC.union(COUNTERPARTS, *SAME)))


def resolve_bodies(casting: Casting) -> None:
    """Tie "the alliance" to the one international organisation that the document names most, "the bank" to a bank.

    Called again when institutions have been found, it ties what is left.
    """
    counts: dict[str, int] = {}
    for found in casting.found:
        draft = casting.drafts[found.actor]
        if draft.kind == "organisation" and draft.codes.get("plover") == "IGO" and found.rule == "table-name":
            counts[draft.id] = counts.get(draft.id, 0) + 1
    most = [actor for actor, n in counts.items() if n == max(counts.values())]
    in_short = _bodies_in_short(casting)
    for token in casting.doc:
        if token.lower_ in in_short:
            meant = in_short[token.lower_]
        elif token.lower_ in BODIES and len(most) == 1:
            meant = most[0]
        else:
            continue
        if casting.taken(token.i, token.i + 1) or token.dep_ in ("compound", "amod"):
            continue
        lefts = [t for t in token.lefts if t.dep_ in ("det", "poss", "amod", "compound", "nmod")]
        if (
            len(lefts) == 1
            and lefts[0].lower_ == "the"
            and not any(c.lower_ in ("of", "between") for c in token.rights)
        ):
            casting.add(token.i, token.i + 1, meant, "body", BODY)


def _bodies_in_short(casting: Casting) -> dict[str, str]:
    """Last words of organisations' names that only one of them has: "the commission" for the Corridor Commission."""
    ends: dict[str, set[str]] = {}
    for found in casting.found:
        name = casting.doc[found.start : found.end]
        body = casting.drafts[found.actor].kind == "organisation" and len(name) > 1 and name[-1].text.isalpha()
        if body and name[-1].lower_ not in PAPERS:
            ends.setdefault(name[-1].lower_, set()).add(found.actor)
    return {word: next(iter(actors)) for word, actors in ends.items() if len(actors) == 1}


def resolve_offices(casting: Casting) -> list[tuple[int, int, str]]:
    """Tie singular offices without a name to their holder; with an owner and no known holder it is a person unnamed.

    An office that several persons hold is left open between those named in the nearest sentence. What stands beside a
    person ("her spokesman") comes back untied, for `resolve_possessed`: first token, token after the last, form.
    """
    genders = read_genders(casting)
    waiting = []
    for first, end, form in _offices(casting):
        if _possessor(casting, casting.doc[end - 1]):
            waiting.append((first, end, form))
        else:
            _tie(casting, first, end, form, genders)
    return waiting


def resolve_possessed(casting: Casting, offices: Iterable[tuple[int, int, str]]) -> None:
    """Tie offices that stand beside a person, when pronouns are known: "her spokesman", "Dorin's foreign minister"."""
    genders = read_genders(casting)
    for first, end, form in offices:
        _tie(casting, first, end, form, genders)


def _offices(casting: Casting) -> Iterator[tuple[int, int, str]]:
    """The offices without a name in the order of the text: first token, token after the last, form."""
    skip_to = 0
    for token in casting.doc:
        if token.i < skip_to or casting.taken(token.i, token.i + 1):
            continue
        match = casting.offices.get(token.i)
        general = _GENERAL.longest_at(casting.lower, token.idx)
        if general and (match is None or general.end >= match.end):
            end = casting.tokens_until(token.i, general.end).end
            form = general.values[0]
        elif match:
            end = casting.tokens_until(token.i, match.end).end
            form = match.values[0][0]
        else:
            continue
        skip_to = end
        head = casting.doc[end - 1]
        following = casting.at(end) if end < len(casting.doc) else None
        named = head.pos_ in ("NOUN", "PROPN") or (
            end - token.i > 1 and head.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
        )
        if not named or (head.dep_ in ("compound", "nmod") and head.head.i >= end):
            continue
        if not (following and casting.drafts[following.actor].kind == "person"):
            yield token.i, end, form


def _possessor(casting: Casting, head: Token) -> Token | None:
    """The word for a person whose office it is: "|her| spokesman", "|Dorin|'s spokesman"; None for "its"."""
    poss = next((c for c in head.children if c.dep_ == "poss"), None)
    if poss is None or (poss.pos_ == "PRON" and gender_of(poss.text) is None):
        return None
    named = casting.at(poss.i)
    if named is not None and casting.drafts[named.actor].kind != "person":
        return None
    return poss if poss.pos_ == "PRON" or poss.ent_type_ == "PERSON" else None


def _tie(casting: Casting, first: int, end: int, form: str, genders: Mapping[str, Gender]) -> None:
    doc, title = casting.doc, casting.knowledge.title_of.get(form)
    start, last, owner = _owner(casting, first, end, form)
    if (named := _named_beside(casting, doc[end - 1], last)) is not None:
        if title:
            named.add_role(Role(form, owner, casting.parse.span(doc[start:last])))
        casting.add(start, last, named.id, "office", DESCRIPTION, covers=False)
        return
    ids = _holders(casting, form, owner, genders)
    if len(ids) > 1:
        ids = casting.salient(ids, doc[first])
    if len(ids) == 1:
        casting.add(start, last, ids[0], "office", DESCRIPTION, covers=False)
    elif ids:
        casting.leave_open(doc[start:last].root, ids)
    elif owner and title:
        _note_unnamed(casting, start, last, form, title, owner)


def _holders(casting: Casting, form: str, owner: str | None, genders: Mapping[str, Gender]) -> list[str]:
    """Who can be meant by an office: of those the text names, else of those the tables know, else of unnamed ones."""
    holders = [d for d in casting.drafts.values() if d.kind == "person" and _holds(casting, d.roles, form, owner)]
    shown = gender_of(form.rsplit(maxsplit=1)[-1])
    holders = [d for d in holders if shown is None or genders.get(d.id, shown) == shown]
    exact = [d for d in holders if any(_same_office(r.title, form) and r.of == owner for r in d.roles)]
    exact = exact or [d for d in holders if any(_same_office(r.title, form) for r in d.roles)]
    ids = [d.id for d in exact or holders if not d.rule.startswith("unnamed")]
    if owner and len(ids) > 1 and not any(r.of == owner for i in ids for r in casting.drafts[i].roles):
        return []  # several presidents of who knows where, and none of Karsova
    return ids or _known_holders(casting, form, owner) or [d.id for d in holders]


def _known_holders(casting: Casting, form: str, owner: str | None) -> list[str]:
    """Persons of the tables, not named in the text, who hold an office of a body that is."""
    known = []
    if form in COUNTERPARTS:
        return []  # whose counterpart holds which office, only the text can say
    for entity in casting.knowledge.entities.values():
        offices = [
            o
            for o in entity.roles
            if casting.in_office(o) and (o.of == owner or (not owner and o.of in casting.drafts))
        ]
        if entity.kind == "person" and offices and _holds(casting, offices, form, owner):
            known.append(entity)
    for entity in known if len(known) == 1 else ():
        casting.draft_entity(entity)
    return [entity.id for entity in known] if len(known) == 1 else []


def _named_beside(casting: Casting, head: Token, last: int) -> Draft | None:
    """The person in apposition to an office, just after it, or said to be it: "the minister is |Ada Lind|"."""
    places = [c.i for c in head.children if c.dep_ == "appos" and c.i > head.i]
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":
        places += [c.i for c in head.head.children if c.dep_ == "attr"]
    if head.dep_ == "pobj" and head.head.lower_ == "as":  # "they elected |Ada Lind| as chairwoman"
        sides = list(head.head.head.children)
        places += [c.i for c in sides if c.dep_ == "dobj"] or [c.i for c in sides if c.dep_ in ("nsubjpass", "nsubj")]
    places += [last] if head.i + 1 < last < len(casting.doc) else []
    for token in casting.doc[head.i + 1 : head.i + 8]:  # "the ambassador to Karsova, |Ada Lind|,"
        if token.text == ",":
            places.append(token.i + 1)
        if token.is_punct or token.pos_ in ("VERB", "AUX"):
            break
    found = (f for i in places if i < len(casting.doc) if (f := casting.at(i)) is not None and _is_set_off(casting, f))
    return next((draft for f in found if (draft := casting.drafts[f.actor]).kind == "person"), None)


def _is_set_off(casting: Casting, found: Found) -> bool:
    """Whether a name after a comma ends at a mark too: not "according to the chief, |Ada Lind| left"."""
    doc = casting.doc
    before = next((doc[i] for i in range(found.start - 1, -1, -1) if not doc[i].text[0].isupper()), None)
    closed = found.end >= len(doc) or doc[found.end].is_punct or doc[found.end].is_space
    return before is None or before.text != "," or closed


def _owner(casting: Casting, first: int, end: int, form: str) -> tuple[int, int, str | None]:
    """Whose office it is, and the tokens with the words for the owner: "Karsova's |minister", "its |minister".

    "Her spokesman" is hers, "her foreign minister" her state's.
    """
    doc = casting.doc
    start = first
    while start > 0 and (doc[start - 1].lower_ in MODIFIERS or doc[start - 1].text in ("'s", "'")):
        start -= 1
    found = casting.at(start - 1) if start > 0 else None
    if found and casting.drafts[found.actor].kind in ("country", "organisation"):
        return found.start, end, found.actor
    if start > 0 and (body := _institution_at(casting, start - 1)) is not None:
        return body.start, end, body.actor
    if start > 0 and doc[start - 1].dep_ == "compound" and len(same := earlier_parties(casting, doc[start - 1])) == 1:
        return first, end, same[0]  # "a ministry |spokesman|" of the ministry named before
    if (poss := _possessor(casting, doc[end - 1])) is not None:
        person = casting.at(poss.i)
        if person is None or casting.drafts[person.actor].kind != "person":
            return first, end, None
        state = next((r.of for r in casting.drafts[person.actor].roles if r.of), None)
        return first, end, person.actor if form in AIDES or state is None else state
    if start > 0 and doc[start - 1].lower_ in ("its", "their"):
        return first, end, last_body(casting, start - 1)
    if end + 1 < len(doc) and doc[end].lower_ in ("of", "for"):
        nxt = end + 1 + (doc[end + 1].lower_ == "the")
        holder = body_at(casting, nxt) if nxt < len(doc) else None
        if holder and not (holder.end < len(doc) and doc[holder.end].text in ("'s", "'")):
            return first, holder.end, holder.actor
        body = next((f for f in casting.found if f.start <= nxt < f.end and _is_institution(casting, f)), None)
        if body:
            return first, body.end, body.actor
    return first, end, None


def _institution_at(casting: Casting, index: int) -> Found | None:
    """The institution whose words end at a token: "the Karsovan foreign |ministry| spokesman"."""
    return next((f for f in casting.found if f.end == index + 1 and _is_institution(casting, f)), None)


def _is_institution(casting: Casting, found: Found) -> bool:
    return found.rule == "institution"


def _note_unnamed(casting: Casting, start: int, last: int, form: str, title: Title, owner: str) -> None:
    words = " ".join(casting.doc[start:last].text.split())
    named = any(f.actor == owner and start <= f.start and f.end <= last for f in casting.found)
    possessive = "'s" if casting.drafts[owner].kind == "person" else ""
    name = words if named else f"{casting.drafts[owner].name}{possessive} {words}"
    draft = casting.draft(name, "person", "unnamed-office", UNNAMED, title.sector)
    draft.speaks_for = title.speaks_for
    draft.add_role(Role(form, owner, casting.parse.span(casting.doc[start:last])))
    casting.add(start, last, draft.id, "unnamed-office", UNNAMED, covers=False)


def _holds(casting: Casting, roles: Sequence[Role | Office], form: str, owner: str | None) -> bool:
    """Whether who has these roles holds that office.

    "The Compact chief" can be whoever holds its top office, "her Karsovan counterpart" whoever of Karsova has one, and
    "the minister" any minister but the prime minister.
    """
    if form in COUNTERPARTS:
        return owner is not None and any(r.of == owner for r in roles)
    for role in roles:
        if owner and role.of and role.of != owner:
            continue
        if _same_office(role.title, form) or _in_short(role.title, form):
            return True
        office = casting.knowledge.title_of.get(role.title)
        if form in GENERIC and owner and role.of == owner and office is not None and office.head:
            return True
    return False


def _same_office(a: str, b: str) -> bool:
    return a == b or any(a in same and b in same for same in SAME)


def _in_short(title: str, form: str) -> bool:
    """Whether `form` is a shorter way to say the title: its last word and some before it, in order."""
    long, short = title.split(), [w for w in form.split() if w not in FORMER]
    if long[-1] != short[-1] or title in ("prime minister", "vice president"):
        return False
    words = iter(long)
    return all(word in words for word in short)
