"""Names of states and organisations in the text: the actors of the tables, and organisations that spaCy alone sees."""

from __future__ import annotations

from standoff.readers.actors.arguments import governors
from standoff.readers.actors.casting import Casting
from standoff.readers.actors.words import words

# How sure each way of naming is: set by reading some hundred mentions in the development corpora, not yet calibrated.
TABLE, ADJECTIVE, SEAT, ORGANISATION = 0.98, 0.95, 0.8, 0.6

LOCATIVE, MOTION, DEALING = words("places", "locative"), words("places", "motion"), words("places", "dealing")
MOTION_VERBS, ATTACK_VERBS = words("places", "motion_verbs"), words("places", "attack_verbs")
DEALING_WORDS = words("places", "dealing_words")


def find_entities(casting: Casting) -> None:
    """Note every name of an actor in the tables; a capital or seat only where it acts, speaks or is dealt with."""
    names = casting.index.entities
    waiting: list[tuple[int, int, tuple[tuple[str, str], ...]]] = []
    after = 0
    for i, offset in enumerate(casting.parse.starts):
        first = casting.text[offset]
        if i < after or not (first.isupper() or first.isdigit() or first in "aAeE"):
            continue
        match = names.longest_at(casting.text, offset)
        if match is None:
            continue
        run = casting.tokens_until(i, match.end)
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
            return any(t.lemma_ in DEALING_WORDS for t in governors(head.head))
        return preposition in DEALING
    return False


def find_organisations(casting: Casting) -> None:
    """Note organisations that only spaCy sees: two words or more, or an acronym, in running text."""
    _find_unlisted(casting)
    _link_acronyms(casting)


def _link_acronyms(casting: Casting) -> None:
    """Let the acronym that stands in brackets after an organisation's name mean it, wherever it stands."""
    doc = casting.doc
    bodies = [f for f in casting.found if casting.drafts[f.actor].kind == "organisation" and f.end - f.start > 1]
    for body in bodies:
        short = doc[body.end + 1].text if body.end + 2 < len(doc) else ""
        bracketed = short and (doc[body.end].text, doc[body.end + 2].text) == ("(", ")")
        if not (bracketed and short.isalpha() and short.isupper() and 1 < len(short) < 8):
            continue
        for token in doc:
            found = casting.at(token.i)
            if token.text == short and found != body and (found is None or found.rule == "organisation"):
                if found is not None:
                    casting.drop(found)
                casting.add(token.i, token.i + 1, body.actor, "acronym", ORGANISATION)


def _find_unlisted(casting: Casting) -> None:
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
        if any(f.rule == "institution" and f.start <= start and end <= f.end for f in casting.found):
            continue
        acronym = len(tokens) == 1 and text.isupper() and 2 < len(text) < 8
        if acronym or (
            len(tokens) > 1
            and all(t.text[0].isupper() or t.lower_ in ("of", "the", "for", "and", "on", "-") for t in tokens)
        ):
            draft = casting.draft(text, "organisation", "organisation", ORGANISATION)
            casting.add(start, end, draft.id, "organisation", ORGANISATION)
