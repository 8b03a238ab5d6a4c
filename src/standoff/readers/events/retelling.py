"""One happening, told several times in a document, is one event: the fullest telling, with all tellings as evidence.

An article tells in its headline what its first sentence tells again, and recalls it further down as "the attack". Such
tellings are folded only where nothing speaks against it: type and mode, parties, time, place, figure, how they stand,
and what else is said of the deed. What remains doubtful stays apart: two rows can be merged by who reads them, a row of
two happenings cannot be told from one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from standoff.annotation import Event, Modality, Why
from standoff.document import ZoneName
from standoff.readers.actors import Cast
from standoff.readers.clauses import carrier, children, is_light, patients
from standoff.readers.events.circumstances import Story

SHARED_WORDS = 0.6
"""The share of the shorter telling's other words that the longer one must have too: "shelled a school in Sarn"."""

MUTUAL = frozenset({"CONSULT", "COOPERATE"})
"""Types whose actors and recipients can change places from one telling to the next."""

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "NUM", "ADJ"})


@dataclass(frozen=True, slots=True)
class _Words:
    """The tables of `data/retellings.toml`: which groups a word is in (`nouns`: between nouns alone), and two lists."""

    groups: Mapping[str, frozenset[int]]
    nouns: Mapping[str, frozenset[int]]
    plural: frozenset[str]
    others: frozenset[str]


@cache
def _words() -> _Words:
    table = tomllib.loads((files("standoff") / "data" / "retellings.toml").read_text("utf-8"))
    groups, nouns = _by_word(table["groups"]), _by_word(table["nouns"])
    return _Words(groups, nouns, frozenset(table["plural"]), frozenset(table["others"]))


def _by_word(groups: Sequence[str]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, group in enumerate(groups):
        for word in group.split():
            found[word] = found.get(word, frozenset()) | {number}
    return found


@dataclass(frozen=True, slots=True)
class _Telling:
    """An event as one sentence tells it, with what decides whether another sentence tells it too."""

    event: Event
    position: int
    words: frozenset[str]
    is_noun: bool
    is_recall: bool
    is_other: bool
    content: frozenset[str]
    zone: ZoneName | None
    stands: frozenset[Modality]
    dated: str | None
    place: str | None
    figure: tuple[str | None, float] | None


def fold_retellings(events: Sequence[Event], story: Story, cast: Cast) -> tuple[Event, ...]:
    """The events in their order, those that tell one happening as one row; each has its own trigger as evidence first.

    A telling joins the one happening that it fits with all its tellings; where it fits several it stays by itself.
    """
    happenings: list[list[_Telling]] = []
    for position, event in enumerate(events):
        telling = _telling(event, position, story, cast)
        fitting = [group for group in happenings if all(_is_same(told, telling, cast) for told in group)]
        if len(fitting) == 1:
            fitting[0].append(telling)
        else:
            happenings.append([telling])
    rows = [_row(group) for group in happenings]
    return tuple(row for _, row in sorted(rows, key=lambda item: item[0]))


def _row(happening: Sequence[_Telling]) -> tuple[int, Event]:
    """The fullest telling of a happening, with its place among the events."""
    best = min(happening, key=_fullness)
    if len(happening) == 1:
        return best.position, best.event
    rest = tuple(telling.event.trigger for telling in happening if telling is not best)
    saw = {**best.event.why.saw, "tellings": str(len(happening))}
    row = replace(best.event, evidence=(best.event.trigger, *rest), why=Why(best.event.why.rule, saw))
    return best.position, row


def _fullness(telling: _Telling) -> tuple[bool, int, int, bool, bool, int]:
    """Sorts the fullest telling first: in the outlet's voice, with most parties and the most exact time, by a verb."""
    event = telling.event
    return (
        event.attribution is not None,
        -bool(event.actors) - bool(event.recipients),
        -len(event.when.value) if event.when is not None else 0,
        telling.is_noun,
        telling.zone != "body",
        telling.position,
    )


def _telling(event: Event, position: int, story: Story, cast: Cast) -> _Telling:
    token = story.parse.tokens_in(event.trigger)[0]
    is_noun = token.pos_ in {"NOUN", "PROPN"}
    light = patients(token) if not is_noun and is_light(token) else ()
    determiners = {child.lower_ for child in children(token, "det")}
    deed = light[0] if light else token
    is_one = deed.tag_ not in {"NNS", "NNPS"} or deed.lemma_.lower() in _words().plural
    beside = [child for head in (token, *light) for child in head.children]
    marks = {child.lower_ for child in (*beside, *_over(token))}
    dated = story.time_of(token)
    place = next((place.name for place in story.places if place.id == event.where), None)
    figure = next(((each.unit, each.value) for each in story.quantities if each.id == event.quantity), None)
    return _Telling(
        event=event,
        position=position,
        words=frozenset(t.lemma_.lower() for t in (token, *light)),
        is_noun=is_noun and carrier(token) is None,
        is_recall=is_noun and carrier(token) is None and is_one and not determiners & {"a", "an", "no"},
        is_other=bool(marks & _words().others) or not is_one,
        content=_content(token, story, cast),
        zone=story.parse.document.zone_at(event.trigger.start),
        stands=frozenset(event.modality) - {"historical"},
        dated=dated.span.exact.lower() if dated is not None else None,
        place=place,
        figure=figure,
    )


def _over(token: Token) -> Sequence[Token]:
    """The adverbs of the verb that carries a noun: "again launched an attack"."""
    verb = carrier(token) if token.pos_ == "NOUN" else None
    return tuple(children(verb, "advmod")) if verb is not None else ()


def _content(token: Token, story: Story, cast: Cast) -> frozenset[str]:
    """The other words that a telling has of the deed: neither its trigger nor its parties nor its time."""
    timed = {t.i for time in story.times_beside(token) for t in story.parse.tokens_in(time.span)}
    verb = carrier(token) if token.pos_ == "NOUN" else None
    head = verb or token
    over = [head.head] if head.dep_ == "relcl" else []  # "the weapons that Merania sent"
    return frozenset(
        t.lemma_.lower()
        for t in (*head.subtree, *over)
        if t.pos_ in CONTENT and t not in {token, verb} and t.i not in timed and t.i not in cast.by_token
    )


def _is_same(one: _Telling, other: _Telling, cast: Cast) -> bool:
    """Whether two tellings, the first of them earlier, tell one happening; False where that is doubtful."""
    first, second = one.event, other.event
    if first.event_type != second.event_type or first.sentence == second.sentence or one.stands != other.stands:
        return False
    if first.mode != second.mode and None not in {first.mode, second.mode}:
        return False
    if "negation" in one.stands and one.zone != "headline":
        return False  # what was not done once and what was not done again look alike
    if one.is_other or other.is_other or (other.is_noun and not other.is_recall):
        return False
    return (
        _are_one_word(one, other)
        and _are_one_time(one, other)
        and (one.place is None or other.place is None or one.place == other.place)
        and (one.figure is None or other.figure is None or one.figure == other.figure)
        and _have_one_content(one, other)
        and _have_one_cast(one, other, cast)
    )


def _are_one_word(one: _Telling, other: _Telling) -> bool:
    """Whether both use one word for the deed or words of one group; a headline may use any of its type and mode."""
    if one.words & other.words:
        return True
    tables = (_words().groups, _words().nouns) if one.is_noun and other.is_noun else (_words().groups,)
    none: frozenset[int] = frozenset()
    if any(table.get(a, none) & table.get(b, none) for table in tables for a in one.words for b in other.words):
        return True
    return one.zone == "headline" and one.event.mode == other.event.mode and bool(one.content & other.content)


def _are_one_time(one: _Telling, other: _Telling) -> bool:
    """Whether the times agree: one is a part of the other by its value, or told by the same words, or not told.

    Background and news of the day are two happenings, unless one is only recalled by a noun.
    """
    if ("historical" in one.event.modality) != ("historical" in other.event.modality) and not other.is_recall:
        return False
    if one.event.when is None or other.event.when is None:
        return one.dated is None or other.dated is None or one.dated == other.dated
    values = (one.event.when.value, other.event.when.value)
    return values[0].startswith(values[1]) or values[1].startswith(values[0])


def _have_one_content(one: _Telling, other: _Telling) -> bool:
    """Whether what else is said of the deed is mostly the same; a headline or a recalling noun may say nothing."""
    shorter = min(len(one.content), len(other.content))
    if shorter == 0:
        return _may_be_short(one, other) or one.content == other.content
    return len(one.content & other.content) >= SHARED_WORDS * shorter


def _may_be_short(one: _Telling, other: _Telling) -> bool:
    return one.zone == "headline" or one.is_recall or other.is_recall


def _have_one_cast(one: _Telling, other: _Telling, cast: Cast) -> bool:
    """Whether the parties agree: on each side the same, or on one side not told by a headline or a recalling noun.

    Whom a deed was done to must be the same party: an attack on Karsovan soldiers is not yet one on Karsova. And those
    who meet must be the same: their states may meet often.
    """
    first, second = one.event, other.event
    if first.event_type in MUTUAL:
        ones, others = (tuple(dict.fromkeys((*e.actors, *e.recipients))) for e in (first, second))
        fewer, more = sorted((ones, others), key=len)
        return set(fewer) <= set(more) and (len(fewer) > 1 or fewer == more)
    told = 0
    for ones, others in ((first.actors, second.actors), (first.recipients, second.recipients)):
        if not ones or not others:
            if ones != others and not _may_be_short(one, other):
                return False
            continue
        told += 1
        fewer, more = sorted((ones, others), key=len)
        exact = ones is first.recipients and first.quad == "material conflict"
        if not all(any(a == b or (not exact and _is_one(a, b, cast)) for b in more) for a in fewer):
            return False
    return told > 0


def _is_one(a: str, b: str, cast: Cast) -> bool:
    """Whether two ids can be one party: the same, or one stands for the other ("Tarland", "Tarlandish troops")."""
    return a == b or cast.principal(a) == b or cast.principal(b) == a
