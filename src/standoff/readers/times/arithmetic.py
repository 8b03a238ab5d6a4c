"""Counting in days, weeks, months and years from a date that is known only as far as its grain.

A result keeps the grain it was counted in: "two weeks ago" is a week, "half a year ago" a month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.annotation import When
from standoff.document import Grain
from standoff.readers.numerals import number_of

GRAIN_OF_UNIT: Mapping[str, Grain] = {
    "minute": "minute", "hour": "hour", "day": "day", "week": "week", "weekend": "week", "month": "month",
    "quarter": "quarter", "year": "year", "decade": "year", "century": "year",
}  # fmt: skip

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""Month in which each northern season begins (meteorological)."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date to count from, as far as it is known: `month` and `day` are None where its grain is coarser."""

    iso: str
    year: int
    month: int | None
    day: date | None


def anchor_of(published: str | None) -> Anchor | None:
    """The anchor for an ISO date at any grain; None where there is no date to read.

    >>> anchor_of("2031-03").month
    3
    >>> anchor_of("soon") is None
    True
    """
    week = re.match(r"(\d{4})-W(\d\d)$", published or "")
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", published or "")
    if match is None:
        return None
    try:
        if week:
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return Anchor(week[0], monday.year, monday.month, None)
        year, month = int(match[1]), int(match[2]) if match[2] else None
        day = date(year, month, int(match[3])) if month and match[3] else None
        date(year, month or 1, 1)
    except ValueError:
        return None
    return Anchor(match[0], year, month, day)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression was read as: value and grain (None where unknown), and whether the anchor was needed."""

    value: str | None
    grain: Grain | None
    anchored: bool = True

    @property
    def when(self) -> When | None:
        """The value with its grain; None without a value."""
        return When(self.value, self.grain) if self.value and self.grain else None


def day_reading(day: date, *, anchored: bool = True) -> Reading:
    """The day as a reading."""
    return Reading(day.isoformat(), "day", anchored)


def month_reading(year: int, month: int, *, anchored: bool = True) -> Reading:
    """The month as a reading."""
    return Reading(f"{year:04}-{month:02}", "month", anchored)


def week_reading(day: date) -> Reading:
    """The ISO week that holds the day, as a reading."""
    iso = day.isocalendar()
    return Reading(f"{iso.year:04}-W{iso.week:02}", "week")


def months_on(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month so many months on (or back); OverflowError outside the years 1 to 9999."""
    index = year * 12 + month - 1 + count
    if not 12 <= index < 120000:
        raise OverflowError
    return index // 12, index % 12 + 1


def weekend(step: int, anchor: Anchor | None) -> Reading:
    """The weekend of this week (0), the last one begun before the anchor (-1), or the one after this week's (1)."""
    if anchor is None or anchor.day is None:
        return Reading(None, "day")
    today = anchor.day
    saturday = today + timedelta(days=5 - today.weekday())
    if step > 0:
        saturday += timedelta(days=7)
    elif step < 0 and today <= saturday:
        saturday -= timedelta(days=7)
    return Reading(f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", "day")


def shifted(unit: str, count: int, anchor: Anchor | None) -> Reading:
    """The day, week, month, quarter, year or decade that lies `count` of them from the anchor's."""
    grain = GRAIN_OF_UNIT[unit]
    if anchor is None:
        return Reading(None, grain)
    if unit in ("year", "decade"):
        year = anchor.year + count * (10 if unit == "decade" else 1)
        if not 1 <= year <= 9999:
            raise OverflowError
        return Reading(f"{year:04}", "year")
    if unit in ("month", "quarter"):
        if anchor.month is None:
            return Reading(None, grain)
        year, month = months_on(anchor.year, anchor.month, count * (3 if unit == "quarter" else 1))
        return Reading(f"{year:04}-Q{(month + 2) // 3}", "quarter") if unit == "quarter" else month_reading(year, month)
    if anchor.day is None:
        return Reading(None, grain)
    return (
        week_reading(anchor.day + timedelta(weeks=count))
        if unit == "week"
        else day_reading(anchor.day + timedelta(days=count))
    )


def count_of(text: str | None) -> float | None:
    """How many: None where the words do not say ("a few", "several")."""
    word = (text or "").strip().lower()
    return {"a couple of": 2.0, "couple of": 2.0}.get(word) or (number_of(word) if word else None)


def singular(unit: str) -> str:
    """The unit in lower case, without a plural."""
    word = unit.lower()
    return "century" if word.startswith("centur") else word.rstrip("s")


def offset(unit: str, count: float | None, way: int, anchor: Anchor | None) -> Reading:
    """So many units back (`way` -1) or on (1) from the anchor, at the unit's grain; parts of units at a finer one."""
    grain = GRAIN_OF_UNIT[unit]
    if count is None or unit in ("minute", "weekend", "quarter"):
        return Reading(None, grain)
    if unit == "hour":
        if count % 24:
            return Reading(None, grain)
        unit, count = "day", count / 24
    if unit == "century":
        unit, count = "year", count * 100
    if count % 1:
        finer = {"year": ("month", 12), "decade": ("year", 10)}.get(unit)
        if finer is None:
            return Reading(None, grain)
        unit, count = finer[0], count * finer[1]
    return shifted(unit, way * round(count), anchor)


def day_of(value: str | None, *, last: bool) -> date | None:
    """The first or last day of a value as `read_times` writes them; None where it has none.

    >>> day_of("2031-02", last=True), day_of("2031-W10", last=False)
    (datetime.date(2031, 2, 28), datetime.date(2031, 3, 3))
    """
    if not value:
        return None
    part = value.split("/")[-1 if last else 0].split("T")[0]
    bits = part.split("-")
    try:
        year = int(bits[0])
        if len(bits) == 1:
            return date(year, 12, 31) if last else date(year, 1, 1)
        if bits[1].startswith("W"):
            return date.fromisocalendar(year, int(bits[1][1:]), 7 if last else 1)
        if bits[1][0] in "SFWQ":
            first = SEASON_MONTH.get(bits[1]) or 3 * int(bits[1][1:]) - 2
            return _month_end(year, first + 2) if last else date(year, first, 1)
        if len(bits) == 2:
            return _month_end(year, int(bits[1])) if last else date(year, int(bits[1]), 1)
        return date(year, int(bits[1]), int(bits[2][:2]))
    except (ValueError, KeyError, OverflowError):
        return None


def _month_end(year: int, month: int) -> date:
    year, month = year + month // 12, month % 12 + 1
    return date(year, month, 1) - timedelta(days=1)
