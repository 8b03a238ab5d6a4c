"""What happened, counted once: events and signals that several articles tell, gathered into happenings.

Two rows are tellings of one happening when they have the same type or act, the same sides, and

- for two signals, much the same words on the same day;
- for two events, the same day (the rule of one a day that tables of events have long been cleaned by), or much the same
  words;
- for a signal and an event, the same words of one article, or the same day where PLOVER gives the signal the event's
  type.

Much the same words in an article that says no day of its own, printed within `REPRINT_DAYS` of the first, are a
reprint. A row is looked for by its type, sides and day, and by pairs of neighbouring words: it is compared with the few
rows that share one, and never with all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from standoff.annotation import Event, Row, Signal, When
from standoff.ontology.acts import ACTS
from standoff.record.days import day_range
from standoff.record.entries import Answer, Entry, Filters, words_of
from standoff.record.names import fold
from standoff.record.queries import speaks_for
from standoff.record.standing import has_happened, is_ahead, is_mutual
from standoff.record.store import Case
from standoff.story.timeline import timeline

REPRINT_DAYS = 2
"""How many days after the first an article may print the same words again and be a reprint, not a second saying."""

SAME_WORDS = 0.7
"""The share of the shorter wording's words that two wordings of one thing have in common; a cut quotation has all."""

FEWEST_WORDS = 3
"""Wordings with fewer words of their own than this are the same only when they are equal."""

NEAR_KEPT = 64
"""Rows that are kept for one pair of words: the bound on how many a row is compared with, whatever the case holds."""

FUNCTION_WORDS = frozenset(
    "a an and are as at be been but by can could did do does for from had has have he her his if in is it its may might"
    " not of on or our she should so than that the their them they this to was we were what when which who will with"
    " would you".split()
)
"""Words that any two sentences share."""

WORD = re.compile(r"\w+")

Sides = tuple[tuple[str, ...], tuple[str, ...]]
"""Who, and to whom: ids of the states, organisations or others on whose behalf it was."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened or was said, with its tellings, the first printed first.

    `what` is the PLOVER type or the act; `sides` who, and to whom; `standing` is empty for what is told as done, else
    the modalities; `lead` is the telling with the highest confidence (of a signal and an event, the signal).
    """

    what: str
    sides: Sides
    when: When | None
    standing: tuple[str, ...]
    is_mutual: bool
    tellings: tuple[Entry, ...]

    @property
    def lead(self) -> Entry:
        """The telling that stands for all."""
        return max(self.tellings, key=lambda entry: (entry.kind == "signals", entry.row.confidence))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all tellings, the lead's first."""
        lead = self.lead.row.id
        return (lead, *(entry.row.id for entry in self.tellings if entry.row.id != lead))

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell it, in the order of the tellings; one that is not known is named nowhere."""
        return tuple(dict.fromkeys(entry.origin.outlet for entry in self.tellings if entry.origin.outlet))


def happenings(case: Case, filters: Filters | None = None) -> Answer[Happening]:
    """Events and signals by the day they happened, each happening once with all its tellings; undated ones last.

    The sides are those on whose behalf something is done: a minister's state. The limit counts happenings.
    """
    filters = filters or Filters()
    told = timeline(case, replace(filters, limit=None))
    homes = speaks_for(case)
    gathered = gather(told.entries, lambda row: sides_of(row, homes))
    return Answer(gathered[: filters.limit], len(gathered), told.names)


def sides_of(row: Row, homes: Mapping[str, str]) -> Sides:
    """Who, and to whom, by those on whose behalf it was; of a mutual event all sides stand on both."""
    if isinstance(row, Event):
        who, whom = (tuple(sorted({homes.get(one, one) for one in side})) for side in (row.actors, row.recipients))
        if is_mutual(row):
            who = whom = tuple(sorted({*who, *whom}))
        return who, whom
    if isinstance(row, Signal):
        who, whom = (() if one is None else (homes.get(one, one),) for one in (row.sender or row.voice, row.recipient))
        return who, whom
    return (), ()


def gather(entries: Iterable[Entry], sides: Callable[[Row], Sides]) -> tuple[Happening, ...]:
    """The happenings that these events and signals tell, in the order of their days."""
    gathering = _Gathering()
    told = sorted((_Telling(entry, sides(entry.row)) for entry in map(dated, entries)), key=_Telling.order)
    for telling in told:  # signals first: what stands in the words of one is no happening beside it
        if isinstance(telling.entry.row, Signal):
            gathering.add_signal(telling)
    for telling in told:
        if isinstance(telling.entry.row, Event):
            gathering.add_event(telling)
    return gathering.happenings()


def dated(entry: Entry) -> Entry:
    """The entry by the day it was done: what is told as done was so, at the latest, when it was printed."""
    row, published = entry.row, entry.origin.published
    if not isinstance(row, Event) or published is None or entry.dated_by != "text" or not has_happened(row):
        return entry
    days, printed = day_range(entry.when.value if entry.when else None), day_range(published.value)
    if days and printed and (is_ahead(row) or days[0] > printed[1]):
        return replace(entry, when=published, dated_by="article")
    return entry


@dataclass(slots=True)
class _Telling:
    """A row on its way into a happening."""

    entry: Entry
    sides: Sides
    what: str = field(init=False)
    day: str = field(init=False)
    standing: tuple[str, ...] = field(init=False)
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        row = self.entry.row
        self.what = row.event_type if isinstance(row, Event) else getattr(row, "act", "")
        self.standing = _standing(row)
        days = day_range(self.entry.when.value) if self.entry.when else None
        self.day = "" if days is None else days[0] if days[0] == days[1] else "/".join(days)
        said = WORD.findall(fold(words_of(row)))
        self.words = tuple(word for word in said if word not in FUNCTION_WORDS) or tuple(said)

    def order(self) -> tuple[bool, str, str, int, str]:
        """Sorts by day, then as printed: nothing depends on the order in which articles were read."""
        row = self.entry.row
        span = row.span if isinstance(row, Signal) else row.trigger if isinstance(row, Event) else None
        origin = self.entry.origin
        return not self.day, self.day, origin.id, span.start if span else 0, row.id

    def has_words_of(self, other: _Telling) -> bool:
        """Whether both are much the same words."""
        mine, others = set(self.words), set(other.words)
        fewest = min(len(mine), len(others))
        return mine == others or (fewest >= FEWEST_WORDS and len(mine & others) >= SAME_WORDS * fewest)

    def is_day_of(self, other: _Telling) -> bool:
        """Whether it is of the same day, or a reprint: dated by its article alone, a few days after the other."""
        if self.day == other.day:
            return True
        if self.entry.dated_by != "article" or not (_is_day(self.day) and _is_day(other.day)):
            return False
        return 0 <= (date.fromisoformat(self.day) - date.fromisoformat(other.day)).days <= REPRINT_DAYS


def _is_day(text: str) -> bool:
    return len(text) == len("2031-03-04")


def _standing(row: Row) -> tuple[str, ...]:
    """The modalities of an event, without the future of an announcement: that was made."""
    if not isinstance(row, Event):
        return ()
    return tuple(said for said in row.modality if not (said == "future" and is_ahead(row)))


Key = tuple[str, Sides, tuple[str, ...]]


class _Gathering:
    """The happenings so far, each a list of tellings, and where to look for the one that a new row tells."""

    def __init__(self) -> None:
        self.groups: list[list[_Telling]] = []
        self.by_day: dict[tuple[Key, str], int] = {}
        self.by_words: dict[tuple[Key, str], list[tuple[_Telling, int]]] = defaultdict(list)
        self.in_article: dict[tuple[str, Sides], list[tuple[_Telling, int]]] = defaultdict(list)
        self.of_type: dict[tuple[str, Sides, str], list[int]] = defaultdict(list)

    def add_signal(self, telling: _Telling) -> None:
        """Put a signal with its like, or make a happening of it."""
        at = self._add(telling, self._with_its_words(telling))
        self.in_article[telling.entry.origin.id, telling.sides].append((telling, at))
        plover = ACTS[telling.what].plover
        if plover is not None and at not in self.of_type[plover, telling.sides, telling.day]:
            self.of_type[plover, telling.sides, telling.day].append(at)

    def add_event(self, telling: _Telling) -> None:
        """Put an event with the signal whose words it stands in or whose type it has, with its like, or by itself."""
        at = None
        if not telling.standing:
            at = self._in_a_signal(telling)
            at = self._beside_signals(telling) if at is None else at
            if at is not None:
                self.groups[at].append(telling)
                return
        at = self._with_its_words(telling)
        own_day = (_key(telling), telling.day)
        if at is None:
            at = self.by_day.get(own_day) if telling.day else None
            at = self._add(telling, at)
            self.by_day.setdefault(own_day, at)
        else:
            self._add(telling, at)

    def happenings(self) -> tuple[Happening, ...]:
        """What was gathered, by day."""
        found = []
        for group in sorted(self.groups, key=lambda group: group[0].order()):
            first = group[0]
            tellings = sorted(group, key=_Telling.order)
            mutual = any(isinstance(t.entry.row, Event) and is_mutual(t.entry.row) for t in group)
            entries = tuple(telling.entry for telling in tellings)
            found.append(Happening(first.what, first.sides, first.entry.when, first.standing, mutual, entries))
        return tuple(found)

    def _add(self, telling: _Telling, at: int | None) -> int:
        if at is None:
            at = len(self.groups)
            self.groups.append([])
        self.groups[at].append(telling)
        for pair in _pairs(telling.words):
            near = self.by_words[_key(telling), pair]
            near[:] = [other for other in near if _is_reprintable(telling, other[0])][-NEAR_KEPT:]
            near.append((telling, at))
        return at

    def _with_its_words(self, telling: _Telling) -> int | None:
        """The happening that has much the same words, of that day or lately."""
        for pair in _pairs(telling.words):
            for other, at in self.by_words.get((_key(telling), pair), ()):
                if telling.is_day_of(other) and telling.has_words_of(other):
                    return at
        return None

    def _in_a_signal(self, telling: _Telling) -> int | None:
        """The signal of the same article and sides whose words the event is told in: the shortest that holds them."""
        event = telling.entry.row
        if not isinstance(event, Event):
            return None
        found: list[tuple[int, int]] = []
        for other, at in self.in_article.get((telling.entry.origin.id, telling.sides), ()):
            signal = other.entry.row
            if not isinstance(signal, Signal):
                continue
            tells = any(signal.span.contains(trigger) for trigger in (event.trigger, *event.evidence))
            reports = ACTS[signal.act].plover == event.event_type and event.sentence.contains(signal.span)
            if tells or reports:
                found.append((signal.span.end - signal.span.start, at))
        return min(found)[1] if found else None

    def _beside_signals(self, telling: _Telling) -> int | None:
        """The signal of the same day and sides that PLOVER gives the event's type: the one with most of its words."""
        if not telling.day:
            return None
        ats = self.of_type.get((telling.what, telling.sides, telling.day), ())
        words = set(telling.words)
        return max(ats, key=lambda at: (len(words & set(self.groups[at][0].words)), -at), default=None)


def _key(telling: _Telling) -> Key:
    return telling.what, telling.sides, telling.standing


def _is_reprintable(later: _Telling, earlier: _Telling) -> bool:
    """Whether what comes after `later` could still be a reprint of `earlier`; rows come in the order of their days."""
    if not (_is_day(later.day) and _is_day(earlier.day)):
        return True
    return (date.fromisoformat(later.day) - date.fromisoformat(earlier.day)).days <= REPRINT_DAYS


def _pairs(words: tuple[str, ...]) -> list[str]:
    """The pairs of neighbouring words, each once; a single word stands for itself.

    >>> _pairs(("severe", "economic", "sanctions"))
    ['severe economic', 'economic sanctions']
    """
    return list(dict.fromkeys(" ".join(pair) for pair in pairwise(words))) or list(words)
