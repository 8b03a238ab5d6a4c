"""Where the text speaks of: toponyms, resolved to one place each.

A name is looked up in the gazetteer, the longest first and with its case; what lies inside a person's name is none.
A name that several places share goes to one of them by what stands beside it ("Paris, Texas"), then by the states that
the document names, then by size; its confidence says which. A name the gazetteer lacks but the parser takes for a place
becomes a row without coordinates. Adjectives ("Karsovan") name no place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from standoff.annotation import Place, Why, row_id
from standoff.document import Span
from standoff.read.actors import Cast
from standoff.read.knowledge import Knowledge, Toponym
from standoff.read.parsing import Parse

READER = "places 1"

CONFIDENCE: Mapping[str, float] = {
    "only-one": 0.9,
    "given": 0.95,
    "beside": 0.9,
    "states-named": 0.7,
    "largest": 0.6,
    "parser": 0.5,
}
"""By rule: an honest guess, to be calibrated."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
"""spaCy's labels for places."""

SIZE_OF_STATE = 7.0
SIZE_OF_REGION = 6.7
SIZE_OF_SITE = 5.0
"""What a place without a known population weighs against log10 of the population of a city of the same name: a state
as ten million people, a region as five, a sea, base or site as a hundred thousand."""

WEIGHT_OF_CONTEXT = 1.0
"""A state that the document names counts for its places as ten times their population would."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in the text and the places it can mean."""

    start: int
    end: int
    candidates: tuple[Toponym, ...]


def read_places(parse: Parse, knowledge: Knowledge, cast: Cast) -> tuple[Place, ...]:
    """The toponyms of the story, in the order of the text, each with the one place it most likely means."""
    closed = _insides(cast)
    found = tuple(_find(parse, knowledge, closed))
    countries = _countries(found, knowledge, cast)
    rows = [_row(parse, f, countries, _country_beside(parse, found, i)) for i, f in enumerate(found)]
    taken = closed.union(*(range(f.start, f.end) for f in found))
    rows += [_unknown(parse, span) for span in _unlisted(parse, knowledge, taken)]
    return tuple(sorted(rows, key=lambda row: (row.span.start, row.span.end)))


def _insides(cast: Cast) -> set[int]:
    """The offsets inside names of persons, where a word such as "Jordan" is no place."""
    persons = {actor.id for actor in cast.actors if actor.kind == "person"}
    return {i for m in cast.mentions if m.actor in persons for i in range(m.span.start, m.span.end)}


def _find(parse: Parse, knowledge: Knowledge, closed: set[int]) -> Iterator[_Found]:
    text, names, end = parse.tokens.text, knowledge.places, 0
    for token in parse.tokens:
        start = token.idx
        if start < end or start in closed or not token.text[0].isalpha():
            continue
        match = names.longest_at(text, start)
        if match and not closed.intersection(range(start, match.end)):
            end = match.end
            yield _Found(start, end, match.values)


def _countries(found: Sequence[_Found], knowledge: Knowledge, cast: Cast) -> Counter[str]:
    """How often the document names each state: as an actor, or by a place that is in one state only."""
    named: Counter[str] = Counter()
    for mention in cast.mentions:
        entity = knowledge.entity(mention.actor)
        if entity and entity.kind == "country" and "iso3" in entity.codes:
            named[entity.codes["iso3"]] += 1
    for place in found:
        countries = {c.country for c in place.candidates}
        if len(countries) == 1 and (country := countries.pop()):
            named[country] += 1
    return named


def _country_beside(parse: Parse, found: Sequence[_Found], at: int) -> str | None:
    """The state of the name that follows after a comma: "Paris, Texas" says USA."""
    if at + 1 == len(found) or parse.tokens.text[found[at].end : found[at + 1].start] != ", ":
        return None
    wide = [c for c in found[at + 1].candidates if c.kind in ("state", "region")]
    return wide[0].country if wide else None


def _row(parse: Parse, found: _Found, named: Mapping[str, int], beside: str | None) -> Place:
    rule, place = _resolve(found.candidates, named, beside)
    span = parse.document.span(found.start, found.end)
    return Place(
        id=row_id(parse.document, "place", span.start, span.end),
        confidence=CONFIDENCE[rule],
        reader=READER,
        why=Why(rule, {"words": span.exact, "candidates": str(len(found.candidates))}),
        span=span,
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        country=place.country,
        geonames=place.geonames,
    )


def _resolve(candidates: Sequence[Toponym], named: Mapping[str, int], beside: str | None) -> tuple[str, Toponym]:
    """The rule that decided, and the place."""
    if len(candidates) == 1:
        return "only-one", candidates[0]
    given = [c for c in candidates if c.given]
    if given:
        return "given", given[0]
    there = [c for c in candidates if beside and c.country == beside]
    if there:
        return "beside", max(there, key=_size)
    largest = max(candidates, key=_size)
    likeliest = max(candidates, key=lambda c: _size(c) + WEIGHT_OF_CONTEXT * _is_named(c, named))
    return ("states-named" if _is_named(likeliest, named) else "largest"), likeliest if named else largest


def _is_named(place: Toponym, named: Mapping[str, int]) -> bool:
    return place.country in named


def _size(place: Toponym) -> float:
    if place.population:
        return log10(place.population)
    return {"state": SIZE_OF_STATE, "region": SIZE_OF_REGION}.get(place.kind, SIZE_OF_SITE)


def _unlisted(parse: Parse, knowledge: Knowledge, taken: set[int]) -> Iterator[Span]:
    """What the parser takes for a place and nothing else has claimed, without an article or a possessive."""
    for entity in parse.tokens.ents:
        if entity.label_ not in PLACE_LABELS:
            continue
        tokens = [t for t in entity if not t.is_space]
        while tokens and tokens[0].lower_ in ("the", "a", "an"):
            tokens = tokens[1:]
        while tokens and tokens[-1].text in ("'s", "'"):
            tokens = tokens[:-1]
        if not tokens or not tokens[0].text[0].isupper():
            continue
        span = parse.span(tokens)
        if not taken.intersection(range(span.start, span.end)):
            yield span


def _unknown(parse: Parse, span: Span) -> Place:
    return Place(
        id=row_id(parse.document, "place", span.start, span.end),
        confidence=CONFIDENCE["parser"],
        reader=READER,
        why=Why("parser", {"words": span.exact}),
        span=span,
        name=span.exact,
        latitude=None,
        longitude=None,
        country=None,
        geonames=None,
    )
