"""The double track between two sides over time: how much deterrence and how much dialogue, and where that shifts.

What counts, what it weighs and how shifts are found is set out in docs/track.md; a test compares it with the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, cast, get_args

from standoff.annotation import Event, Row, Signal
from standoff.errors import ConfigurationError, MissingExtraError
from standoff.ontology.acts import ACTS
from standoff.ontology.plover import Track as TrackName
from standoff.ontology.plover import event_types
from standoff.record.days import day_range
from standoff.record.entries import Entry, Filters
from standoff.record.queries import ask, bounds, documents, find_actors, names_of, speaks_for
from standoff.record.standing import is_mutual
from standoff.record.store import Case
from standoff.story.happenings import Happening, Sides, gather
from standoff.story.shifts import Method, find_changes, method_for

Period = Literal["day", "week", "month"]
PERIODS: tuple[Period, ...] = get_args(Period)

TRACKS: tuple[TrackName, ...] = get_args(TrackName)

Direction = Literal["between", "forth", "back"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
"""Both ways; from the first side to the second; from the second to the first."""

SERIES = ("balance", *TRACKS)
"""What shifts are looked for in: deterrence less dialogue, and each by itself."""

MOST_PERIODS = 5000
"""Periods that a span may have: more are a slip in `since`, and a chart that nobody can read."""

ONE, OTHER = ("one",), ("other",)
BOTH = {*ONE, *OTHER}


@dataclass(frozen=True, slots=True)
class Counted:
    """A happening as it counts: for which track, how much, and which way; "between" is mutual, and counts both ways."""

    happening: Happening
    track: TrackName
    weight: float
    direction: Direction

    def is_of(self, direction: Direction) -> bool:
        """Whether it counts in this direction."""
        return "between" in (direction, self.direction) or direction == self.direction


@dataclass(frozen=True, slots=True)
class Tally:
    """What one track has in one period: how many happenings, their weight, and the happenings themselves."""

    counted: tuple[Counted, ...]

    @property
    def count(self) -> int:
        """How many happenings."""
        return len(self.counted)

    @property
    def weight(self) -> float:
        """The sum of their weights."""
        return round(sum(each.weight for each in self.counted), 2)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of their rows, copies included, those that stand for a happening first."""
        leads = [each.happening.ids[0] for each in self.counted]
        return (*leads, *(row_id for each in self.counted for row_id in each.happening.ids[1:]))


@dataclass(frozen=True, slots=True)
class Point:
    """A day, an ISO week or a month, with what counts in it, in the order of the days."""

    period: str
    first_day: str
    last_day: str
    counted: tuple[Counted, ...]

    def tally(self, track: TrackName, direction: Direction = "between") -> Tally:
        """What this track has in this direction."""
        return Tally(tuple(each for each in self.counted if each.track == track and each.is_of(direction)))

    def value(self, series: str, direction: Direction = "between") -> float:
        """The weight of a track, or the balance: deterrence less dialogue."""
        if series == "balance":
            return round(self.value("deterrence", direction) - self.value("dialogue", direction), 2)
        return self.tally(cast("TrackName", series), direction).weight


@dataclass(frozen=True, slots=True)
class Shift:
    """Where the mean weight of a series changes: the period in which the new level begins."""

    series: str
    period: str
    first_day: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Track:
    """The double track between two sides.

    `points` has every period of the span, empty ones too; `left_out` says how many happenings do not count, by the
    reason; `one_sided` how many rows of either side name others or nobody. `method` is None where shifts could not be
    looked for, and `no_shifts` says why there are none to show, where that is not the finding.
    """

    between: tuple[str, str]
    by: Period
    points: tuple[Point, ...]
    shifts: tuple[Shift, ...]
    method: Method | None
    no_shifts: str | None
    left_out: Mapping[str, int]
    one_sided: int

    @property
    def counted(self) -> tuple[Counted, ...]:
        """Everything that counts, by day."""
        return tuple(each for point in self.points for each in point.counted)

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell what counts, sorted."""
        return tuple(sorted({outlet for each in self.counted for outlet in each.happening.outlets}))


def weight_of(row: Row) -> float:
    """PLOVER's score of the row without its sign: an event's own, a signal's by the type PLOVER gives its act.

    An act that PLOVER has no type for (`warn`) weighs nothing; it is counted all the same.
    """
    if isinstance(row, Event):
        return abs(row.intensity)
    return act_weight(row.act) if isinstance(row, Signal) else 0.0


def act_weight(act: str) -> float:
    """The weight of a signal by its act.

    >>> act_weight("threaten"), act_weight("warn")
    (3.5, 0.0)
    """
    known = ACTS[act]
    return abs(event_types()[known.plover].intensity_of(known.mode)) if known.plover is not None else 0.0


def period_of(day: date, by: Period) -> tuple[str, date, date]:
    """The period that a day lies in: its name, first and last day.

    >>> period_of(date(2031, 3, 4), "week")
    ('2031-W10', datetime.date(2031, 3, 3), datetime.date(2031, 3, 9))
    """
    if by == "week":
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return f"{year:04}-W{week:02}", first, first + timedelta(days=6)
    value = day.isoformat() if by == "day" else day.isoformat()[:7]
    days = day_range(value)
    assert days is not None  # noqa: S101  (a date is a day of the calendar)
    return value, date.fromisoformat(days[0]), date.fromisoformat(days[1])


def track(
    case: Case,
    between: tuple[str, str],
    by: Period = "week",
    filters: Filters | None = None,
    penalty: float | None = None,
) -> Track:
    """The double track between two sides, each a name, alias, id or code that stands for those who speak for it too.

    `filters` has `since`, `until` and `outlet`; the span goes from the period before the first article (where something
    counts there) to the last one. Raises ConfigurationError for sides that are unknown or the same.
    """
    filters = filters or Filters()
    own = Filters(since=filters.since, until=filters.until, outlet=filters.outlet)
    side, names = _sides(case, between)
    entries = [entry for entry in _rows(case, between, own) if set(sum(_direct(entry.row, side), ())) == BOTH]
    gathered = gather(entries, lambda row: _direct(row, side))
    first, last = _span(case, own, by)
    counted, left_out = _sorted_out(gathered, by, first, last)
    one_sided = _one_sided(case, between, own, len({entry.row.id for entry in entries}))
    points = _points(counted, by, first if filters.since else None, last)
    shifts, method, no_shifts = _shifts(points, by, penalty)
    return Track(names, by, points, shifts, method, no_shifts, left_out, one_sided)


def _sides(case: Case, between: tuple[str, str]) -> tuple[dict[str, tuple[str, ...]], tuple[str, str]]:
    """The side of each actor, and what the sides are called.

    Who has offices on both is of the side that most articles give him one in.
    """
    meant = [set(find_actors(case, name)) for name in between]
    homes = speaks_for(case)
    heads = [{homes.get(one, one) for one in ids} & ids or ids for ids in meant]
    if meant[0] == meant[1] or heads[0] & heads[1]:
        raise ConfigurationError(f"between: {between[0]!r} and {between[1]!r} are one side in this case")
    side: dict[str, tuple[str, ...]] = {}
    for ids, label in zip(meant, (ONE, OTHER), strict=True):
        side |= dict.fromkeys(ids, label)
    for one in meant[0] & meant[1]:
        side[one] = ONE if homes.get(one, one) in heads[0] else OTHER if homes.get(one, one) in heads[1] else ()
    known = names_of(case, {one for ids in heads for one in ids})
    called = [known[next(iter(ids))] if len(ids) == 1 else name for ids, name in zip(heads, between, strict=True)]
    return side, (called[0], called[1])


def _rows(case: Case, between: tuple[str, str], filters: Filters) -> list[Entry]:
    """The events and signals of either side towards the other, each once."""
    found: dict[tuple[str, str], Entry] = {}
    for kind in ("events", "signals"):
        for who, whom in (between, between[::-1]):
            for entry in ask(case, kind, replace(filters, since=None, until=None, actor=who, to=whom)).entries:
                found[entry.origin.id, entry.row.id] = entry
    return list(found.values())


def _one_sided(case: Case, between: tuple[str, str], filters: Filters, found: int) -> int:
    """How many events and signals of either side are not towards the other."""
    asked = replace(filters, since=None, until=None, actor=between, limit=0)
    return sum(ask(case, kind, asked).total for kind in ("events", "signals")) - found


def _direct(row: Row, side: Mapping[str, tuple[str, ...]]) -> Sides:
    """Which side does it to which; third parties in the same row stand aside."""
    if isinstance(row, Signal):
        return side.get(row.sender or row.voice or "", ()), side.get(row.recipient or "", ())
    if not isinstance(row, Event):
        return (), ()
    who, whom = ({side[one] for one in ids if side.get(one)} for ids in (row.actors, row.recipients))
    if is_mutual(row) or (len(who) == len(whom) == 2):
        both = tuple(sorted(label for (label,) in who | whom))
        return both, both
    if len(who) == 2 and len(whom) == 1:
        who -= whom
    if len(whom) == 2 and len(who) == 1:
        whom -= who
    return next(iter(who), ()), next(iter(whom), ())


def _span(case: Case, filters: Filters, by: Period) -> tuple[date | None, date | None]:
    """The first and the last day that can count: as asked, else by the articles, with the period before the first."""
    dates = [found.origin.published for found in documents(case, Filters(outlet=filters.outlet)).entries]
    days = [found for when in dates if when and (found := day_range(when.value))]
    first, last = (None if day is None else date.fromisoformat(day) for day in bounds(filters))
    if first is None and days:
        opening = period_of(date.fromisoformat(min(days)[0]), by)[1]
        first = period_of(opening - timedelta(days=1), by)[1]
    if last is None and days:
        last = date.fromisoformat(max(end for _, end in days))
    return first, last


def _sorted_out(
    gathered: Sequence[Happening], by: Period, first: date | None, last: date | None
) -> tuple[list[tuple[date, Counted]], dict[str, int]]:
    """What counts, with its first day, and how many happenings do not, by the reason."""
    counted: list[tuple[date, Counted]] = []
    left_out: Counter[str] = Counter()
    for happening in gathered:
        row = happening.lead.row
        name = row.track if isinstance(row, Event | Signal) else None
        days = day_range(happening.when.value) if happening.when else None
        start, end = map(date.fromisoformat, days) if days else (None, None)
        reason = _reason(happening, name, start, end, by, first, last)
        if reason is not None:
            left_out[reason] += 1
        elif start is not None and name is not None:
            counted.append((start, Counted(happening, name, weight_of(row), _direction(happening.sides))))
    return counted, {reason: left_out[reason] for reason in REASONS if left_out[reason]}


REASONS = (
    "of neither track",
    "ahead",
    "not done or denied",
    "supposed",
    "told as history",
    "without a date",
    "known by a longer time only",
    "outside the span",
)
"""Why a happening between the sides does not count, in the order in which that is asked."""

_OF_MODALITY = {
    "negation": "not done or denied",
    "hypothetical": "supposed",
    "historical": "told as history",
    "future": "ahead",
}


def _reason(
    happening: Happening,
    name: TrackName | None,
    start: date | None,
    end: date | None,
    by: Period,
    first: date | None,
    last: date | None,
) -> str | None:
    if name is None:
        return "of neither track"
    for modality, reason in _OF_MODALITY.items():
        if modality in happening.standing:
            return reason
    if start is None or end is None:
        return "without a date"
    if period_of(start, by) != period_of(end, by):
        return "known by a longer time only"
    if (first is not None and end < first) or (last is not None and start > last):
        return "outside the span"
    return None


def _direction(sides: Sides) -> Direction:
    return "forth" if sides[0] == ONE and sides[1] == OTHER else "back" if sides[1] == ONE else "between"


def _points(
    counted: Sequence[tuple[date, Counted]], by: Period, since: date | None, last: date | None
) -> tuple[Point, ...]:
    """Every period from the first that counts (or from where it was asked to begin) to the end of the span."""
    begin = since or min((day for day, _ in counted), default=None)
    if begin is None:
        return ()
    last = last or max((day for day, _ in counted), default=begin)
    inside: dict[str, list[Counted]] = {}
    for day, each in counted:
        inside.setdefault(period_of(day, by)[0], []).append(each)
    points: list[Point] = []
    while begin <= last:
        period, first_day, last_day = period_of(begin, by)
        points.append(Point(period, first_day.isoformat(), last_day.isoformat(), tuple(inside.get(period, ()))))
        if len(points) > MOST_PERIODS:
            raise ConfigurationError(f"between {points[0].period} and {last} lie more than {MOST_PERIODS} {by}s")
        begin = last_day + timedelta(days=1)
    return tuple(points)


def _shifts(
    points: Sequence[Point], by: Period, penalty: float | None
) -> tuple[tuple[Shift, ...], Method | None, str | None]:
    try:
        method = method_for(len(points), penalty)
    except MissingExtraError as error:
        return (), None, str(error)
    told = sum(1 for point in points if point.counted)
    if len(points) < method.fewest_periods or told < method.fewest_told:
        least = f"{method.fewest_periods} at the least, {method.fewest_told} of them with something in them"
        return (), method, f"too few {by}s to look for shifts in ({len(points)}, {told} of them not empty; {least})"
    found = [
        Shift(series, points[change.at].period, points[change.at].first_day, change.before, change.after)
        for series in SERIES
        for change in find_changes([point.value(series) for point in points], method)
    ]
    return tuple(sorted(found, key=lambda shift: (shift.first_day, SERIES.index(shift.series)))), method, None
