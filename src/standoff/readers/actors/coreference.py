"""Who "the NATO chief", "the minister" and "he" are: offices and pronouns tied to one actor, or left open.

A narrow resolver for news: an office is tied to the one person whom the text (or a table) gives that office; a pronoun
to the nearest fitting subject. When two actors remain possible nothing is tied.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Role
from standoff.readers.actors.casting import Casting, Draft
from standoff.readers.actors.offices import MODIFIERS, body_at
from standoff.readers.actors.words import words
from standoff.readers.knowledge import Title

DESCRIPTION, UNNAMED, PRONOUN_SUBJECT, PRONOUN = 0.9, 0.75, 0.8, 0.65
BODY = 0.85
BODIES, GENERIC = words("parties", "bodies"), words("offices", "generic")
SHE, HE, THEY = words("pronouns", "female"), words("pronouns", "male"), words("pronouns", "plural")
FEMALE, MALE = SHE | words("pronouns", "female_titles"), HE | words("pronouns", "male_titles")
SENTENCES_BACK = 4  # a "he" whose man was last named five sentences ago is more often wrong than right


def resolve_bodies(casting: Casting) -> None:
    """Tie "the alliance" and the like to the one international organisation that the document names most."""
    counts: dict[str, int] = {}
    for found in casting.found:
        draft = casting.drafts[found.actor]
        if draft.kind == "organisation" and draft.codes.get("plover") == "IGO" and found.rule == "table-name":
            counts[draft.id] = counts.get(draft.id, 0) + 1
    most = [actor for actor, n in counts.items() if n == max(counts.values())]
    if len(most) != 1:
        return
    for token in (casting.doc[i] for i, word in enumerate(casting.parse.lowers) if word in BODIES):
        if casting.taken(token.i, token.i + 1) or token.dep_ in ("compound", "amod"):
            continue
        lefts = [t for t in token.lefts if t.dep_ in ("det", "poss", "amod", "compound", "nmod")]
        if (
            len(lefts) == 1
            and lefts[0].lower_ == "the"
            and not any(c.lower_ in ("of", "between") for c in token.rights)
        ):
            casting.add(token.i, token.i + 1, most[0], "body", BODY)


def resolve_offices(casting: Casting) -> None:
    """Tie singular offices without a name to their holder; with an owner and no known holder it is a person unnamed."""
    skip_to = 0
    for token in (casting.doc[i] for i, w in enumerate(casting.parse.lowers) if i in casting.offices or w in GENERIC):
        if token.i < skip_to or casting.taken(token.i, token.i + 1):
            continue
        match = casting.offices.get(token.i)
        form, title, end = "", None, token.i + 1
        if match:
            end = casting.tokens_until(token.i, match.end).end
            form, title = match.values[0]
        else:
            form = token.lower_
        skip_to = end
        head = casting.doc[end - 1]
        following = casting.at(end) if end < len(casting.doc) else None
        named = head.pos_ in ("NOUN", "PROPN") or (
            end - token.i > 1 and head.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
        )
        if not named or (head.dep_ in ("compound", "nmod") and head.head.i >= end):
            continue
        if following and casting.drafts[following.actor].kind == "person":
            continue
        _tie(casting, token.i, end, form, title)


def _tie(casting: Casting, first: int, end: int, form: str, title: Title | None) -> None:
    doc = casting.doc
    start = first
    while start > 0 and (doc[start - 1].lower_ in MODIFIERS or doc[start - 1].text in ("'s", "'")):
        start -= 1
    owner_found = casting.at(start - 1) if start > 0 else None
    owner = (
        owner_found.actor
        if owner_found and casting.drafts[owner_found.actor].kind in ("country", "organisation")
        else None
    )
    start = owner_found.start if owner and owner_found else first
    last = end
    if owner is None and end + 1 < len(doc) and doc[end].lower_ in ("of", "for"):
        nxt = end + 1 + (doc[end + 1].lower_ == "the")
        holder = body_at(casting, nxt)
        possessor = holder is not None and holder.end < len(doc) and doc[holder.end].text in ("'s", "'")
        if holder and not possessor:
            owner, last = holder.actor, holder.end
    generic = form.rsplit(maxsplit=1)[-1] in GENERIC
    holders = [d for d in casting.drafts.values() if d.kind == "person" and _holds(casting, d, form, owner, generic)]
    named = [d for d in holders if not d.rule.startswith("unnamed")] or holders
    if len(named) == 1:
        casting.add(start, last, named[0].id, "office", DESCRIPTION, covers=False)
    elif not named and owner and title:
        name = " ".join(doc[start:last].text.split())
        draft = casting.draft(name, "person", "unnamed-office", UNNAMED, title.sector)
        draft.speaks_for = title.speaks_for
        draft.add_role(Role(form, owner, casting.parse.span(doc[start:last])))
        casting.add(start, last, draft.id, "unnamed-office", UNNAMED, covers=False)


def _holds(casting: Casting, draft: Draft, form: str, owner: str | None, generic: bool) -> bool:
    """Whether the person holds that office; "the Compact chief" can be whoever holds its top office."""
    for role in draft.roles:
        if owner and role.of and role.of != owner:
            continue
        if role.title == form or role.title.endswith(" " + form):
            return True
        office = casting.knowledge.title_of.get(role.title)
        if generic and owner and role.of == owner and office is not None and office.head:
            return True
    return False


def resolve_pronouns(casting: Casting) -> None:
    """Tie he and she to the nearest fitting person, they to the nearest party that is subject; else leave them open."""
    persons = _heads(casting, ("person",))
    parties = _heads(casting, ("country", "organisation", "group"))
    genders = _genders(casting)
    sentences = list(casting.doc.sents)
    number = {i: n for n, sentence in enumerate(sentences) for i in range(sentence.start, sentence.end)}
    for token in (casting.doc[i] for i, pos in enumerate(casting.parse.pos) if pos == "PRON"):
        word = token.lower_
        if casting.taken(token.i, token.i + 1):
            continue
        if word in (HE | SHE):
            gender = "f" if word in SHE else "m"
            barred = {a for a, g in genders.items() if g != gender} | _subject_of_clause(token, persons)
            found = _nearest(persons, sentences, number, token, barred)
            if found:
                genders.setdefault(found[0], gender)
        elif word in THEY:
            found = _nearest_party(parties, sentences, number, token)
        else:
            continue
        if found:
            actor, confidence = found
            casting.add(token.i, token.i + 1, actor, "pronoun", confidence)
            if word in HE | SHE:
                persons[token.i] = actor


def _subject_of_clause(pronoun: Token, persons: dict[int, str]) -> set[str]:
    """The person who is subject of the verb whose object the pronoun is: "he assured her" names two."""
    over = pronoun.head
    if over.pos_ == "ADP":
        over = over.head
    if pronoun.dep_ in ("dobj", "dative", "pobj") and not pronoun.lower_.endswith("self"):
        return {persons[c.i] for c in over.children if c.dep_ == "nsubj" and c.i in persons}
    return set()


def _heads(casting: Casting, kinds: tuple[str, ...]) -> dict[int, str]:
    """The actor of each head token of a mention of these kinds, by token index."""
    return {
        casting.doc[f.start : f.end].root.i: f.actor for f in casting.found if casting.drafts[f.actor].kind in kinds
    }


def _genders(casting: Casting) -> dict[str, str]:
    """The gender that a person's titles and honorifics show."""
    genders: dict[str, str] = {}
    for found in casting.found:
        draft = casting.drafts[found.actor]
        if draft.kind != "person":
            continue
        words = {w for role in draft.roles for w in role.title.split()}
        if found.start > 0:
            words.add(casting.doc[found.start - 1].lower_)
        if words & FEMALE:
            genders[draft.id] = "f"
        elif words & MALE:
            genders[draft.id] = "m"
    return genders


def _subjects(sentence: TokenSpan) -> Iterator[Token]:
    yield from (t for t in sentence if t.dep_ in ("nsubj", "nsubjpass"))


def _nearest(
    heads: dict[int, str], sentences: list[TokenSpan], number: dict[int, int], token: Token, barred: set[str]
) -> tuple[str, float] | None:
    here = number[token.i]
    for back in range(SENTENCES_BACK + 1):
        n = here - back
        if n < 0:
            break
        named = {t.i: heads[t.i] for t in sentences[n] if t.i in heads and t.i < token.i and heads[t.i] not in barred}
        if not named:
            continue
        subjects = [named[t.i] for t in _subjects(sentences[n]) if t.i in named]
        actors = list(dict.fromkeys(named.values()))
        if len(actors) == 1:
            return actors[0], PRONOUN_SUBJECT if subjects else PRONOUN
        if len(set(subjects)) == 1:
            return subjects[0], PRONOUN
        return None
    return None


def _nearest_party(
    heads: dict[int, str], sentences: list[TokenSpan], number: dict[int, int], token: Token
) -> tuple[str, float] | None:
    here = number[token.i]
    for n in (here, here - 1):
        if n < 0:
            break
        subjects = list(dict.fromkeys(heads[t.i] for t in _subjects(sentences[n]) if t.i in heads and t.i < token.i))
        if len(subjects) == 1:
            return subjects[0], PRONOUN
        inside = list(dict.fromkeys(heads[t.i] for t in sentences[n] if t.i in heads and t.i < token.i))
        if len(inside) == 1 and not subjects:
            return inside[0], PRONOUN
        if inside:
            return None
    return None
