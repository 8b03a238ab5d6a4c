"""Where the text speaks of: toponyms, resolved to one place each.

A name is looked up in the gazetteer, the longest first and with its case. What a person's name holds is no place, and
what an organisation's holds is doubtful. States count where they act, too: which reading a name has there is for those
who use the row. A name that several places share goes to one of them by what stands beside it ("Paris, Texas"), then by
the states that the document names, then by size; its confidence says which. A name the gazetteer lacks but the parser
takes for a place becomes a row without coordinates. Adjectives ("Karsovan") name no place.
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
from standoff.readers.actors import Cast
from standoff.readers.knowledge import Knowledge, Toponym
from standoff.readers.knowledge.tables import LARGE_CITY
from standoff.readers.parsing import Parse
from standoff.readers.phrases import Match

READER = "places 1"

CONFIDENCE: Mapping[str, float] = {
    "only-one": 0.9,
    "given": 0.95,
    "beside": 0.9,
    "states-named": 0.8,
    "largest": 0.7,
    "inside-name": 0.5,
    "parser": 0.6,
}
"""By rule: the share that was right on development news, rounded, and lowered where the place may be another one."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
"""spaCy's labels for places."""

BEFORE_PLACES = frozenset({"in", "at", "near", "from", "to", "of", "around", "outside", "across", "into", "on", "for"})
"""Words before a place. Without one, a single unlisted name, and any building's, is wrong two times in three (measured
on development news), so they are not taken."""

DIRECTIONS = ("northern", "eastern", "southern", "western")
"""Words that alone name no place: in "Western Karsova" they say which part."""

KINDS = frozenset(
    {
        "County",
        "District",
        "Governorate",
        "Island",
        "Islands",
        "Oblast",
        "Peninsula",
        "Prefecture",
        "Province",
        "Region",
    }
    | {"Valley"}
)
"""Words that belong to the name of a place before them: "Velm Province"."""

SIZE_OF_STATE = 7.0
SIZE_OF_REGION = 6.7
SIZE_OF_SITE = 5.0
"""What a place without a known population weighs against log10 of the population of a city of the same name: a state
as ten million people, a region as five, a sea, base or site as a hundred thousand."""

WEIGHT_OF_CONTEXT = 1.0
"""A state that the document names counts for its places as ten times their population would."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in the text, the places it can mean, and whether it is a part of an organisation's name."""

    start: int
    end: int
    candidates: tuple[Toponym, ...]
    inside: bool


def read_places(parse: Parse, knowledge: Knowledge, cast: Cast) -> tuple[Place, ...]:
    """The toponyms of the story, in the order of the text, each with the one place it most likely means."""
    found = tuple(_find(parse, knowledge, cast))
    countries = _countries(found, knowledge, cast)
    text = parse.text
    rows = [_row(parse, f, countries, _country_beside(text, found, i)) for i, f in enumerate(found)]
    taken = {i for f in found for i in range(f.start, f.end)}
    rows += [_unknown(parse, span) for span in _unlisted(parse, cast, taken)]
    return tuple(sorted(rows, key=lambda row: (row.span.start, row.span.end)))


def _find(parse: Parse, knowledge: Knowledge, cast: Cast) -> Iterator[_Found]:
    text, names, end = parse.text, knowledge.places, 0
    persons = {actor.id: actor.name for actor in cast.actors if actor.kind == "person"}
    organisations = {actor.id for actor in cast.actors if actor.kind == "organisation"}
    for offset in parse.starts:
        match = names.longest_at(text, offset) if offset >= end and text[offset].isalpha() else None
        if match is None:
            continue
        tokens = parse.tokens_in(parse.document.span(offset, match.end))
        holders = [cast.at(t) for t in tokens]
        large = any(c.given or c.kind != "city" or c.population >= LARGE_CITY for c in match.values)
        name = text[offset : match.end] if large else ""
        if any(h in persons and persons[h] != name for h in holders) or _goes_on(
            parse, text, knowledge, cast, match.end
        ):
            continue
        end, candidates = _with_kind(tokens, match), match.values
        if end > match.end:
            candidates = tuple(c._replace(name=text[offset:end], geonames=None) for c in candidates)
        yield _Found(offset, end, candidates, any(h in organisations for h in holders))


def _goes_on(parse: Parse, text: str, knowledge: Knowledge, cast: Cast, end: int) -> bool:
    """Whether a longer name goes on after a hyphen at `end`: so in "Sarn-Oststadt", not in "Karsova-Tarland talks"."""
    if text[end : end + 1] != "-" or not text[end + 1 : end + 2].isupper():
        return False
    after = parse.tokens_in(parse.document.span(end + 1, end + 2))[0]
    return cast.at(after) is None and knowledge.places.longest_at(text, end + 1) is None


def _with_kind(tokens: TokenSpan, match: Match[Toponym]) -> int:
    """Where the name ends with the word for its kind after it, if it is no state and no other name goes on there."""
    doc, after = tokens.doc, tokens.end
    if any(c.kind == "state" for c in match.values) or after >= len(doc) or doc[after].text not in KINDS:
        return match.end
    if after + 1 < len(doc) and doc[after + 1].text[0].isupper():
        return match.end
    return int(doc[after].idx + len(doc[after]))


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


def _country_beside(text: str, found: Sequence[_Found], at: int) -> str | None:
    """The state of the name that follows after a comma: "Paris, Texas" says USA."""
    if at + 1 == len(found) or text[found[at].end : found[at + 1].start] != ", ":
        return None
    wide = [c for c in found[at + 1].candidates if c.kind in ("state", "region")]
    return wide[0].country if wide else None


def _row(parse: Parse, found: _Found, named: Mapping[str, int], beside: str | None) -> Place:
    rule, place = _resolve(found.candidates, named, beside)
    rule = "inside-name" if found.inside else rule
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


def _unlisted(parse: Parse, cast: Cast, taken: set[int]) -> Iterator[Span]:
    """What the parser takes for a place and nothing else has claimed, without an article or a possessive."""
    for entity in parse.tokens.ents:
        if entity.label_ not in PLACE_LABELS:
            continue
        tokens = [t for t in entity if not t.is_space]
        while tokens and tokens[0].lower_ in ("the", "a", "an"):
            tokens = tokens[1:]
        while tokens and tokens[-1].text in ("'s", "'"):
            tokens = tokens[:-1]
        if len(tokens) == 1 and tokens[0].lower_.endswith(DIRECTIONS):
            continue
        if not tokens or not tokens[0].text[0].isupper() or any(_is_held(cast, t) for t in tokens):
            continue
        before = [t.lower_ for t in parse.tokens[max(0, entity.start - 2) : tokens[0].i]]
        if (len(tokens) == 1 or entity.label_ == "FAC") and not BEFORE_PLACES.intersection(before):
            continue
        span = parse.span(tokens)
        if not taken.intersection(range(span.start, span.end)):
            yield span


def _is_held(cast: Cast, token: Token) -> bool:
    """Whether a token belongs to an actor's name; the words for a group may hold a place: "a |Kellin| man"."""
    actor = cast.at(token)
    return actor is not None and cast.actor(actor).kind != "group"


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
