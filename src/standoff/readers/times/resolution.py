"""What a time expression means: its ISO 8601 value at its own grain, given a date to count from and a direction.

Values beyond plain ISO 8601 follow EDTF and TIMEX3: a season is `2031-SU` (SP, SU, FA, WI; winter by the year it begins
in), a quarter `2031-Q3`, a decade the range of its years `1990/1999`, a weekend the range of its two days. A part of a
day ("Monday morning") has the value of its day; an hour is as written, in whatever time zone the text writes it. A bare
weekday or date is the nearest on its side, the day of publication included on both; "last" and "next" leave that day
out. Vague times ("recent weeks") have a grain, no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from standoff.annotation import When
from standoff.readers.tense import Direction
from standoff.readers.times.arithmetic import (
    GRAIN_OF_UNIT,
    SEASON_MONTH,
    Anchor,
    Reading,
    anchor_of,
    count_of,
    day_reading,
    month_reading,
    offset,
    shifted,
    singular,
    weekend,
)
from standoff.readers.times.grammar import HOLIDAYS, MONTHS, SEASONS, WEEKDAYS, Expression

FAR_DAYS = 330
"""A date without a year that its verb's tense puts further off than this is the near one on the other side: "agreed
talks on 10 January", printed on 3 January. A month's room, chosen on wording seen in news."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against: publication, the way its verb looks, the last time told, date habit."""

    anchor: Anchor | None
    direction: Direction | None
    reference: When | None
    day_first: bool


IMPOSSIBLE = Reading(None, None)
"""An expression that names a day that does not exist."""


def resolve(expression: Expression, setting: Setting) -> Reading:
    """The reading of the expression in its setting; `IMPOSSIBLE` for a date that cannot exist (31 February)."""
    try:
        return _RESOLVERS[expression.rule](expression.parts, setting)
    except (ValueError, OverflowError):
        return IMPOSSIBLE


def month_number(word: str) -> int:
    """The number of a month's name or abbreviation."""
    return MONTHS[word.lower().rstrip(".")]


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return WEEKDAYS[word.lower().rstrip(".")]


def _day_number(word: str) -> int:
    return int(word.rstrip("stndrh"))


def _rel_year(word: str, anchor: Anchor) -> int:
    return anchor.year + {"last": -1, "this": 0, "next": 1}[word.split(maxsplit=1)[0].lower()]


def _at_clock(reading: Reading, clock: str | None) -> Reading:
    """The reading with an hour added: "6 p.m." has the grain hour, "6:15 p.m." minute."""
    if clock is None or reading.grain != "day" or reading.value is None:
        return reading
    word = clock.lower().replace(".m", "m").strip()
    if word == "noon":
        return Reading(f"{reading.value}T12:00", "hour", reading.anchored)
    if word == "midnight":  # in the news the end of that day: the first moment of the next
        try:
            following = date.fromisoformat(reading.value) + timedelta(days=1)
        except (ValueError, OverflowError):  # a range of days, or the last day there is
            return reading
        return Reading(f"{following.isoformat()}T00:00", "hour", reading.anchored)
    match = re.match(r"(\d{1,2})[:.](\d\d)|(\d\d)(\d\d)|(\d{1,2})", word)
    if match is None:
        return reading
    hour, minute = int(match[1] or match[3] or match[5]), int(match[2] or match[4] or 0)
    if word.rstrip(".").endswith("m"):
        hour = hour % 12 + (12 if "p" in word else 0)
    if hour > 23 or minute > 59:
        return reading
    return Reading(f"{reading.value}T{hour:02}:{minute:02}", "minute" if minute else "hour", reading.anchored)


def _nearest(candidates: list[date], setting: Setting, today: date, *, strict: bool = False) -> date:
    """Of days a year (or a week) apart, the one on the side the verb looks; without a side the nearest one."""
    past = [c for c in candidates if (c < today if strict else c <= today)]
    ahead = [c for c in candidates if (c > today if strict else c >= today)]
    last, coming = max(past), min(ahead)
    back, on = (today - last).days, (coming - today).days
    if setting.direction == "past":
        return coming if back > FAR_DAYS else last
    if setting.direction == "future":
        return last if on > FAR_DAYS else coming
    return last if back <= on else coming


def _date(parts: Mapping[str, str], setting: Setting) -> Reading:
    month, first = month_number(parts["month"]), _day_number(parts["day"])
    last = _day_number(parts["day2"]) if "day2" in parts else None
    anchor, anchored = setting.anchor, "year" not in parts
    if "year" in parts:
        year = int(parts["year"])
    elif anchor is None:
        date(2000, month, last or first)  # a leap year: any day of the month that can exist
        return Reading(None, "day")
    elif "rel_year" in parts:
        year = _rel_year(parts["rel_year"], anchor)
    else:
        year = _year_of(month, first, parts.get("weekday"), setting, anchor)
    day = date(year, month, first)
    if last is not None:
        end = date(year, month, last)
        return Reading(f"{day.isoformat()}/{end.isoformat()}", "day", anchored) if day < end else IMPOSSIBLE
    return _at_clock(day_reading(day, anchored=anchored), parts.get("clock"))


def _year_of(month: int, day: int, weekday: str | None, setting: Setting, anchor: Anchor) -> int:
    today = anchor.day or date(anchor.year, anchor.month or 1, 1)
    candidates = []
    for year in range(anchor.year - 8, anchor.year + 9):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    if not candidates:
        raise ValueError(f"no month {month} has a day {day}")
    near = [c for c in candidates if abs(c.year - anchor.year) <= 1]
    if weekday:
        agreeing = [c for c in near if c.weekday() == weekday_number(weekday)]
        if agreeing:
            return min(agreeing, key=lambda c: abs((c - today).days)).year
    return _nearest(candidates, setting, today).year


def _month_alone(parts: Mapping[str, str], setting: Setting) -> Reading:
    month, anchor = month_number(parts["month"]), setting.anchor
    if "year" in parts:
        return month_reading(int(parts["year"]), month, anchored=False)
    if anchor is None:
        return Reading(None, "month")
    if "rel_year" in parts:
        return month_reading(_rel_year(parts["rel_year"], anchor), month)
    which = parts.get("which", "").split(" ")
    if anchor.month is None:
        return Reading(None, "month")
    if which[0] == "this" and len(which) < 3:
        return month_reading(anchor.year, month)
    step = -1 if which[0] == "last" or "past" in which else 1 if which[0] in ("next", "this") else 0
    today = date(anchor.year, anchor.month, 1)
    candidates = [date(y, month, 1) for y in (anchor.year - 1, anchor.year, anchor.year + 1) if 1 <= y <= 9999]
    if step:
        side: Direction = "past" if step < 0 else "future"
        picked = [c for c in candidates if (c < today if step < 0 else c > today)]
        chosen = max(picked) if side == "past" else min(picked)
    elif setting.direction is None:
        chosen = min(candidates, key=lambda c: (abs((c - today).days), c))
    else:
        picked = [c for c in candidates if (c <= today if setting.direction == "past" else c >= today)]
        chosen = max(picked) if setting.direction == "past" else min(picked)
    return month_reading(chosen.year, chosen.month)


def _weekday(parts: Mapping[str, str], setting: Setting) -> Reading:
    number, anchor = weekday_number(parts["weekday"]), setting.anchor
    which = parts.get("which", "").strip().lower()
    if which.startswith("the "):
        start = _reference_day(setting)
        if start is None:
            return Reading(None, "day")
        step = 1 if which == "the following" else -1
        day = start + timedelta(days=step)
        while day.weekday() != number:
            day += timedelta(days=step)
        return day_reading(day)
    if anchor is None or anchor.day is None:
        return Reading(None, "day")
    today, clock = anchor.day, parts.get("clock")
    monday = today - timedelta(days=today.weekday())
    if "which_week" in parts:
        shift = {"last": -7, "this": 0, "next": 7}[parts["which_week"].lower()]
        return _at_clock(day_reading(monday + timedelta(days=shift + number)), clock)
    back = (today.weekday() - number) % 7
    on = (number - today.weekday()) % 7
    if which in ("last", "this past"):
        day = today - timedelta(days=back or 7)
    elif which in ("next", "coming", "this coming"):
        day = today + timedelta(days=on or 7)
    elif which == "this":
        day = monday + timedelta(days=number)
    elif setting.direction == "future":
        day = today + timedelta(days=on)
    else:
        day = today - timedelta(days=back)
    return _at_clock(day_reading(day), clock)


def _deictic_day(parts: Mapping[str, str], setting: Setting) -> Reading:
    if setting.anchor is None or setting.anchor.day is None:
        return Reading(None, "day")
    shift = {
        "today": 0,
        "tonight": 0,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    word = " ".join(parts.get("word", "today").lower().split())
    return _at_clock(day_reading(setting.anchor.day + timedelta(days=shift[word])), parts.get("clock"))


def _unit(parts: Mapping[str, str], setting: Setting) -> Reading:
    unit, which = parts.get("unit", "weekend").lower(), parts.get("which", "").lower().split()
    if "year_end" in parts:
        unit, which = (
            parts["year_end"].lower().replace("the ", "").replace("-", "'")[: len("month")].split("'")[0],
            ["the"],
        )
    step = -1 if "last" in which or "past" in which else 1 if "next" in which or "coming" in which else 0
    if which in (["the", "past"], ["the", "coming"]) and unit not in (*SEASONS, "weekend"):
        return _window({"number": "1", "unit": unit, "which": which[1]}, setting)
    if unit in SEASONS:
        return _season_near(SEASONS[unit], step, setting)
    if unit == "weekend":
        if "the_weekend" in parts:
            step = 0 if setting.direction == "future" else -1
        return weekend(step, setting.anchor)
    return shifted(unit, step, setting.anchor)


def _season_near(code: str, step: int, setting: Setting) -> Reading:
    anchor = setting.anchor
    if anchor is None or anchor.month is None:
        return Reading(None, "season")
    now = anchor.year * 12 + anchor.month
    starts = [(year * 12 + SEASON_MONTH[code], year) for year in range(anchor.year - 2, anchor.year + 3)]
    running = [s for s in starts if s[0] <= now < s[0] + 3]
    if step == 0 and running:
        year = running[0][1]
    elif step < 0 or (step == 0 and setting.direction == "past"):
        year = max(s for s in starts if s[0] + 3 <= now)[1]
    else:
        year = min(s for s in starts if s[0] > now)[1]
    return Reading(f"{year:04}-{code}", "season")


def _season(parts: Mapping[str, str], setting: Setting) -> Reading:
    code = SEASONS[parts["season"].lower().replace("the", "").strip()]
    if "year" in parts:
        return Reading(f"{parts['year']}-{code}", "season", anchored=False)
    if "rel_year" in parts and setting.anchor:
        return Reading(f"{_rel_year(parts['rel_year'], setting.anchor):04}-{code}", "season")
    return _season_near(code, 0, setting)


def _quarter(parts: Mapping[str, str], setting: Setting) -> Reading:
    word = parts["year"].lower()
    if not word.isdigit() and setting.anchor is None:
        return Reading(None, "quarter")
    year = int(word) if word.isdigit() else 0
    if setting.anchor and not word.isdigit():
        year = setting.anchor.year if word == "the year" else _rel_year(word, setting.anchor)
    half = parts.get("size") == "half"
    ordinal = parts.get("ordinal", "")
    number = (
        int(parts["q"])
        if "q" in parts
        else {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 2 if half else 4}[ordinal]
    )
    if half:
        months = ("01", "06") if number == 1 else ("07", "12")
        return Reading(f"{year:04}-{months[0]}/{year:04}-{months[1]}", "month", not word.isdigit())
    return Reading(f"{year:04}-Q{number}", "quarter", not word.isdigit())


def _ago(parts: Mapping[str, str], setting: Setting) -> Reading:
    unit, way = singular(parts["unit"]), parts["way"].lower()
    count = count_of(parts.get("number"))
    if way in ("ago", "from now", "hence"):
        return offset(unit, count, -1 if way == "ago" else 1, setting.anchor)
    reference = anchor_of(setting.reference.value) if setting.reference else None
    if reference is None and way == "earlier":
        reference = setting.anchor  # "up from a year earlier": nothing else to count from
    return offset(unit, count, -1 if way == "earlier" else 1, reference)


def _in(parts: Mapping[str, str], setting: Setting) -> Reading:
    return offset(singular(parts["unit"]), count_of(parts["number"]), 1, setting.anchor)


def _window(parts: Mapping[str, str], setting: Setting) -> Reading:
    """From the anchor to so many units away: both ends at the unit's grain, the earlier one first."""
    unit, count = singular(parts["unit"]), count_of(parts.get("number", "").strip())
    backward = parts.get("which", "next").lower() in ("past", "last", "previous", "preceding")
    if unit == "hour" and count is not None:
        unit, count = "day", float(ceil(count / 24))
    far = offset(unit, count, -1 if backward else 1, setting.anchor)
    near = shifted(
        {"month": "month", "year": "year", "week": "week", "day": "day"}.get(far.grain or "", unit), 0, setting.anchor
    )
    if far.value is None or near.value is None:
        return Reading(None, far.grain)
    first, last = (far.value, near.value) if backward else (near.value, far.value)
    return Reading(f"{first}/{last}", far.grain)


def _vague(parts: Mapping[str, str], setting: Setting) -> Reading:
    return Reading(None, GRAIN_OF_UNIT[singular(parts["unit"])])


def _reference_day(setting: Setting) -> date | None:
    anchor = anchor_of(setting.reference.value) if setting.reference else None
    return anchor.day if anchor else None


def _anaphor(parts: Mapping[str, str], setting: Setting) -> Reading:
    which = parts.get("which", "same").lower().split()[-1]
    unit = parts.get("unit", "day").lower().split()[-1]
    if "side" in parts:
        which = "previous" if parts["side"].lower() == "before" else "next"
    step = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(which, 0)
    reference = setting.reference
    anchor = anchor_of(reference.value) if reference else None
    return shifted(unit, step, anchor)


def _numeric(parts: Mapping[str, str], setting: Setting) -> Reading:
    first, second = int(parts["first"]), int(parts["second"])
    day_first = first > 12 or (second <= 12 and (setting.day_first or parts["mark"] == "."))
    day, month = (first, second) if day_first else (second, first)
    return day_reading(date(int(parts["year"]), month, day), anchored=False)


def _iso(parts: Mapping[str, str], setting: Setting) -> Reading:
    day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    return _at_clock(day_reading(day, anchored=False), parts.get("clock"))


def _clock(parts: Mapping[str, str], setting: Setting) -> Reading:
    """An hour alone belongs to the day just told, else to the day of publication."""
    day = _reference_day(setting) or (setting.anchor.day if setting.anchor else None)
    if day is None:
        return Reading(None, "hour")
    reading = _at_clock(day_reading(day), parts["clock"])
    return IMPOSSIBLE if reading.grain == "day" else reading


def _holiday(parts: Mapping[str, str], setting: Setting) -> Reading:
    month, day = HOLIDAYS[" ".join(parts["name"].lower().split())]
    if "year" in parts:
        return day_reading(date(int(parts["year"]), month, day), anchored=False)
    if setting.anchor is None:
        return Reading(None, "day")
    return day_reading(date(_year_of(month, day, None, setting, setting.anchor), month, day))


def _years(parts: Mapping[str, str], setting: Setting) -> Reading:
    last = parts["year2"]
    end = last if len(last) == 4 else parts["year"][:2] + last
    return Reading(f"{parts['year']}/{end}", "year", anchored=False) if end > parts["year"] else IMPOSSIBLE


def _year(parts: Mapping[str, str], setting: Setting) -> Reading:
    return Reading(parts["year"], "year", anchored=False)


def _decade(parts: Mapping[str, str], setting: Setting) -> Reading:
    return Reading(f"{parts['year']}/{parts['year'][:3]}9", "year", anchored=False)


_RESOLVERS: Mapping[str, Callable[[Mapping[str, str], Setting], Reading]] = {
    "iso-date": _iso, "numeric-date": _numeric, "year-first-date": _iso, "date": _date, "month": _month_alone,
    "weekday": _weekday, "week-weekday": _weekday, "day": _deictic_day, "part": _deictic_day, "unit": _unit,
    "the-unit": _unit, "season": _season, "the-season": _season, "quarter": _quarter, "ago": _ago, "in": _in,
    "within": _window, "window": _window, "vague": _vague, "anaphor": _anaphor, "decade": _decade, "clock": _clock,
    "clock-zone": _clock, "holiday": _holiday, "years": _years, "year": _year,
}  # fmt: skip
